// An organisation with plain keys, for tests: three approvers, one operator, two of three roots.
import {
  charterType,
  type Document,
  type DocumentType,
  everyPhone,
  forms,
  generateKey,
  type JsonValue,
  keySigner,
  newId,
  newNonce,
  newUuid,
  type Order,
  orderType,
  randomBytes,
  requestNonce,
  type Signer,
  signDocument,
  signinType,
  type Ticket,
  targetTree,
  ticketSecretHash,
  ticketType,
  toBase64,
  toBase64url,
} from "@rempart/trust";

export interface TestPerson {
  id: string;
  role: string;
  kid: string;
  spki: string;
  signer: Signer;
}

export async function newSigner() {
  const made = await generateKey();
  const kid = forms.keyId(made.spki);
  return { kid, spki: toBase64(made.spki), signer: keySigner(kid, made.key) };
}

export const foundingRules: { [field: string]: JsonValue }[] = [
  {
    actions: ["lock", "lost-mode", "ring", "message", "query"],
    when: "normal",
    need: { role: "operator", count: 1 },
    limit: { phones: 20, seconds: 3600 },
  },
  {
    actions: ["locate"],
    max: 1,
    when: "normal",
    need: { role: "operator", count: 1 },
    limit: { phones: 20, seconds: 3600 },
  },
  { actions: ["wipe", "unenrol", "clear-passcode"], max: 10, when: "normal", need: { role: "approver", count: 2 } },
  { actions: ["wipe", "unenrol", "clear-passcode"], when: "normal", need: { role: "approver", count: 3 } },
  {
    actions: ["policy", "os-update", "assign", "app", "certificate"],
    when: "normal",
    need: { role: "approver", count: 2 },
  },
  { actions: ["agent-update"], when: "normal", need: { role: "approver", count: 3 } },
  { actions: ["ticket", "admit"], max: 1, when: "normal", need: { role: "operator", count: 1 } },
  { actions: ["ticket"], when: "normal", need: { role: "approver", count: 2 } },
  { actions: ["freeze", "cancel"], when: "always", need: { role: "approver", count: 1 } },
  { actions: ["unfreeze"], when: "always", need: { role: "approver", count: 2 } },
  { actions: ["lock", "lost-mode", "locate"], max: 1, when: "frozen", need: { role: "approver", count: 2 } },
  { actions: ["wipe"], max: 1, when: "frozen", need: { role: "approver", count: 3 } },
  { actions: ["pace"], when: "normal", need: { role: "root", count: 2 } },
];

const now = (): number => Math.floor(Date.now() / 1000);

/** What a gatekeeper offers before it is founded. */
export interface OfferedKeys {
  log: { kid: string; spki: string };
  sealKey: { kid: string; spki: string };
  tlsPin: string;
  tlsPort: number;
}

/** People, keys and charter of one test organisation, with makers for its documents. `changes` replace charter fields. */
export async function newOrganisation(
  keys: OfferedKeys,
  changes: Record<string, JsonValue> = {},
  origin = "test.example/log/1",
) {
  const person = async (role: string): Promise<TestPerson> => ({ id: newId(), role, ...(await newSigner()) });
  const approvers = [await person("approver"), await person("approver"), await person("approver")] as const;
  const operator = await person("operator");
  const roots = [await newSigner(), await newSigner(), await newSigner()] as const;
  const directory = await newSigner();
  const first: Record<string, JsonValue> = {
    v: 1,
    version: 1,
    from: 0,
    roots: { keys: roots.map(({ kid, spki }) => ({ kid, spki })), threshold: 2 },
    people: [...approvers, operator].map(({ id, role, kid, spki }) => ({
      id,
      roles: [role],
      credentials: [{ kid, kind: "key", alg: "ES256", spki }],
    })),
    rules: foundingRules,
    brake: {
      destructive: [
        { phones: 10, seconds: 600 },
        { phones: 50, seconds: 86_400 },
      ],
      hold: { above: 10, seconds: 3600 },
      reach: { least: 10, permille: 10, seconds: 3600 },
    },
    origins: ["http://localhost:8080"],
    rpId: "localhost",
    logs: [
      {
        epoch: 1,
        origin,
        ...keys.log,
        startSize: 0,
        startRoot: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      },
    ],
    witnesses: [],
    k: 0,
    rendezvous: [`https://localhost:${keys.tlsPort}`, `https://127.0.0.1:${keys.tlsPort}`],
    tlsPins: [keys.tlsPin, "00".repeat(32)],
    sealKey: keys.sealKey,
    directory: { epoch: 1, spki: directory.spki, writers: [] },
    voids: [],
    issuedAt: now(),
    ...changes,
  };
  const genesis = await signDocument(charterType, first, [roots[0].signer, roots[1].signer]);
  let charter = genesis;

  const sign = <T>(
    type: DocumentType<T>,
    body: Record<string, JsonValue>,
    people: readonly { signer: Signer }[],
  ): Promise<Document<T>> =>
    signDocument(
      type,
      { v: 1, org: genesis.hash, ...body },
      people.map((one) => one.signer),
    );

  return {
    approvers,
    operator,
    roots,
    genesis,
    /** What would be the next charter, with `changes` right or wrong; later orders do not name it. */
    charterLike(changes: Record<string, JsonValue>) {
      const body = { ...first, org: genesis.hash, version: charter.body.version + 1, prev: charter.hash, ...changes };
      return signDocument(charterType, body, [roots[0].signer, roots[1].signer]);
    },
    /** The next charter with the fields `next`, signed by the roots; later orders name it. */
    async nextCharter(next: Record<string, JsonValue>) {
      const body = { ...first, ...next, org: genesis.hash, version: charter.body.version + 1, prev: charter.hash };
      charter = await signDocument(charterType, body, [roots[0].signer, roots[1].signer]);
      return charter;
    },
    /** Who asks, for this gatekeeper, once; with `changes` that a test wants. */
    async signin(people: readonly { signer: Signer }[], changes: Record<string, JsonValue> = {}): Promise<JsonValue> {
      const body = { audience: "gatekeeper", nonce: newNonce(), issuedAt: now(), ...changes };
      return (await sign(signinType, body, people)).envelope;
    },
    /** The body of a POST of `fields` to `path` with the proof of who asks; `changes` to the proof that a test wants. */
    async proven(
      path: string,
      people: readonly { signer: Signer }[],
      fields: Record<string, JsonValue> = {},
      changes: Record<string, JsonValue> = {},
    ): Promise<Record<string, JsonValue>> {
      const salt = randomBytes(32);
      const body = { audience: "gatekeeper", nonce: requestNonce(path, salt, fields), issuedAt: now(), ...changes };
      return { signin: (await sign(signinType, body, people)).envelope, salt: toBase64url(salt), ...fields };
    },
    async ticket(
      uses: number,
      people: readonly TestPerson[],
      extra: Record<string, JsonValue> = {},
    ): Promise<{ ticket: Document<Ticket>; secret: Uint8Array }> {
      const secret = randomBytes(32);
      const body = {
        id: newId(),
        floor: { version: charter.body.version, hash: charter.hash },
        groups: [],
        uses,
        confirm: false,
        createdAt: now(),
        expiresAt: now() + 3600,
        secretHash: ticketSecretHash(secret),
        ...extra,
      };
      return { ticket: await sign(ticketType, body, people), secret };
    },
    /** An order on single phones. */
    async order(
      action: string,
      phones: readonly string[],
      people: readonly TestPerson[],
      params: JsonValue = {},
      extra: Record<string, JsonValue> = {},
    ): Promise<Document<Order>> {
      const id = newUuid(Date.now());
      const { count, root } = targetTree(id, phones);
      const body = {
        id,
        charter: charter.hash,
        action,
        params,
        targets: { count, root },
        reason: { code: "exercise" },
        createdAt: now(),
        expiresAt: now() + 86_400,
        ...extra,
      };
      // A field that a caller does not want is null there.
      const fields = Object.entries<JsonValue>(body).filter(([, value]) => value !== null);
      return sign(orderType, Object.fromEntries(fields), people);
    },
    /** An order on all phones. */
    async orderAll(
      action: string,
      people: readonly { signer: Signer }[],
      params: JsonValue = {},
    ): Promise<Document<Order>> {
      const body = {
        id: newUuid(Date.now()),
        charter: charter.hash,
        action,
        params,
        targets: { all: true },
        reason: { code: "exercise" },
        createdAt: now(),
      };
      return sign(orderType, body, people);
    },
    /** A policy for every phone. */
    async policy(
      id: string,
      rules: JsonValue,
      after: Document<Order> | undefined,
      people: readonly TestPerson[],
      changes: Record<string, JsonValue> = {},
    ): Promise<Document<Order>> {
      const body: Record<string, JsonValue> = {
        id: newUuid(Date.now()),
        charter: charter.hash,
        action: "policy",
        params: { id, rules },
        targets: { group: everyPhone },
        stream: `policy/${id}`,
        n: (after?.body.n ?? 0) + 1,
        ...(after ? { prev: after.hash } : {}),
        reason: { code: "policy" },
        createdAt: now(),
        ...changes,
      };
      return sign(orderType, body, people);
    },
  };
}
export type Organisation = Awaited<ReturnType<typeof newOrganisation>>;
