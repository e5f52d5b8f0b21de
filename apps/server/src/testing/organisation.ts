// A small organisation with keys made on the spot, for tests.
import {
  charterType,
  type Document,
  forms,
  generateKey,
  type JsonObject,
  keySigner,
  newId,
  newUuid,
  orderType,
  releaseType,
  resultType,
  type Signer,
  signDocument,
  signinType,
  targetTree,
  ticketType,
  toBase64,
} from "@rempart/trust";

export interface Key extends Signer {
  kid: string;
  spki: string;
}

async function makeKey(): Promise<Key> {
  const { key, spki } = await generateKey();
  const kid = forms.keyId(spki);
  return { ...keySigner(kid, key), kid, spki: toBase64(spki) };
}

export interface Member {
  id: string;
  roles: string[];
  key: Key;
}

async function makeMember(...roles: string[]): Promise<Member> {
  return { id: newId(), roles, key: await makeKey() };
}

const name = ({ kid, spki }: Key) => ({ kid, spki });
const emptyRoot = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/** Founds an organisation: one root, two approvers, an operator, an auditor, a writer. */
export async function foundOrganisation(now: number) {
  const root = await makeKey();
  const people = {
    alice: await makeMember("approver"),
    bob: await makeMember("approver"),
    olga: await makeMember("operator"),
    ada: await makeMember("auditor"),
    walter: await makeMember("writer"),
  };
  const [log, sealKey, directory] = [await makeKey(), await makeKey(), await makeKey()];
  const body: JsonObject = {
    v: 1,
    version: 1,
    from: 0,
    roots: { keys: [name(root)], threshold: 1 },
    people: Object.values(people).map(({ id, roles, key }) => ({
      id,
      roles,
      credentials: [{ ...name(key), kind: "key", alg: "ES256" }],
    })),
    rules: [
      { actions: ["lock", "ring"], when: "normal", need: { role: "operator", count: 1 } },
      { actions: ["wipe"], max: 10, when: "normal", need: { role: "approver", count: 2 } },
      { actions: ["wipe"], when: "normal", need: { role: "approver", count: 3 } },
      { actions: ["os-update", "policy", "app"], when: "normal", need: { role: "approver", count: 2 } },
      { actions: ["ticket"], when: "normal", need: { role: "operator", count: 1 } },
      { actions: ["pace"], when: "normal", need: { role: "root", count: 1 } },
    ],
    brake: {
      destructive: [{ phones: 10, seconds: 600 }],
      hold: { above: 10, seconds: 3600 },
      reach: { least: 10, permille: 10, seconds: 3600 },
    },
    origins: ["http://localhost:8080"],
    rpId: "localhost",
    logs: [{ epoch: 1, origin: "localhost/log/1", ...name(log), startSize: 0, startRoot: emptyRoot }],
    witnesses: [],
    k: 0,
    rendezvous: ["https://a.example", "https://b.example"],
    tlsPins: ["88f93710b42463d1b6850979f28e7b713f6163d2708bbaeddc50d314057e77b5", emptyRoot],
    sealKey: name(sealKey),
    directory: { epoch: 1, spki: directory.spki, writers: [] },
    voids: [],
    issuedAt: now,
  };
  const charter = await signDocument(charterType, body, [root]);
  const genesis = charter.hash;

  return {
    root,
    ...people,
    genesis,
    charter,
    /** A charter after the first, changed by `change`. */
    successor: (change: JsonObject = {}, signers: Signer[] = [root]) =>
      signDocument(charterType, { ...body, version: 2, org: genesis, prev: genesis, ...change }, signers),
    people: body.people,
    signin: (member: Member, nonce: string, change: JsonObject = {}) =>
      signDocument(signinType, { v: 1, org: genesis, audience: "server", nonce, issuedAt: now, ...change }, [
        member.key,
      ]),
    order: (action: string, devices: string[], signers: Member[], change: JsonObject = {}) => {
      const id = newUuid(now * 1000);
      const { count, root: treeRoot } = targetTree(id, devices);
      const params = action === "wipe" ? { storage: true, esim: true, keepProtection: false } : {};
      const order = { v: 1, org: genesis, id, charter: genesis, action, params, reason: { code: "lost" } };
      const times = { createdAt: now, expiresAt: now + 86_400 };
      const all = { ...order, targets: { count, root: treeRoot }, ...times, ...change };
      return signDocument(
        orderType,
        all,
        signers.map((member) => member.key),
      );
    },
    standing: (n: number, prev: string | undefined, signers: Member[], change: JsonObject = {}) => {
      const params = { platform: "android", minimum: "16" };
      const order = { v: 1, org: genesis, id: newUuid(now * 1000), charter: genesis, action: "os-update", params };
      const place = { stream: "os/android", n, ...(prev !== undefined && { prev }) };
      const rest = { targets: { group: "AAAAAAAAAAAAAAAAAAAAAA" }, reason: { code: "update" }, createdAt: now };
      return signDocument(
        orderType,
        { ...order, ...place, ...rest, ...change },
        signers.map((member) => member.key),
      );
    },
    assign: (devices: string[], groups: string[], signers: Member[], createdAt = now) => {
      const id = newUuid(createdAt * 1000);
      const { count, root: treeRoot } = targetTree(id, devices);
      const order = {
        v: 1,
        org: genesis,
        id,
        charter: genesis,
        action: "assign",
        stream: "assign",
        params: { groups },
      };
      return signDocument(
        orderType,
        { ...order, targets: { count, root: treeRoot }, reason: { code: "other" }, createdAt },
        signers.map((member) => member.key),
      );
    },
    ticket: (signers: Member[]) => {
      const floor = { version: 1, hash: genesis };
      const times = { createdAt: now, expiresAt: now + 86_400, secretHash: emptyRoot };
      const body = { v: 1, org: genesis, id: newId(), floor, groups: [], uses: 1, confirm: false, ...times };
      return signDocument(
        ticketType,
        body,
        signers.map((member) => member.key),
      );
    },
    release: (order: Document<unknown>, phones: number, by: Member[]) =>
      signDocument(
        releaseType,
        {
          ...{ v: 1, org: genesis, order: order.hash, accepted: now, at: now, phones, reach: { all: true } },
          by: by.map((member) => member.id),
        },
        [],
      ),
    /** What a phone says of its own accord. */
    observation: (device: string, seq: number, kind: string, outcome: string, at = now) =>
      signDocument(resultType, { v: 1, org: genesis, device, seq, kind, outcome, at }, [root]),
    result: (device: string, seq: number, order: Document<unknown>, change: JsonObject = {}) =>
      signDocument(
        resultType,
        { v: 1, org: genesis, device, seq, kind: "order", order: order.hash, outcome: "done", at: now, ...change },
        [root],
      ),
  };
}

export type Organisation = Awaited<ReturnType<typeof foundOrganisation>>;
