// An organisation for tests: its keys derive from names, its charters and orders are signed for real.
import { createHash, randomBytes } from "node:crypto";
import {
  type Action,
  type Charter,
  charterType,
  type Document,
  everyPhone,
  extendChain,
  formatInvitation,
  type JsonObject,
  type JsonValue,
  newUuid,
  type Order,
  orderType,
  type Signer,
  signDocument,
  standingActions,
  type Ticket,
  targetKind,
  targetTree,
  ticketSecretHash,
  ticketType,
} from "@rempart/trust";
import { type DerivedKey, derivedId, derivedKey, derivedPasskey } from "../../../../packages/trust/src/testing/keys.ts";

const origin = "https://console.rempart.example";
const rpId = "rempart.example";
export const now = (): number => Math.floor(Date.now() / 1000);

const normal = { when: "normal" } as const;
const approvers = (count: number): JsonObject => ({ role: "approver", count });
const rules: JsonObject[] = [
  {
    actions: ["lock", "lost-mode", "ring", "message", "query"],
    ...normal,
    need: { role: "operator", count: 1 },
    limit: { phones: 20, seconds: 3600 },
  },
  { actions: ["locate"], max: 1, ...normal, need: { role: "operator", count: 1 } },
  { actions: ["wipe", "unenrol", "clear-passcode"], max: 10, ...normal, need: approvers(2) },
  { actions: ["policy", "os-update", "assign", "app", "certificate"], ...normal, need: approvers(2) },
  { actions: ["agent-update"], ...normal, need: approvers(2) },
  { actions: ["ticket"], ...normal, need: approvers(2) },
  { actions: ["freeze", "cancel"], when: "always", need: approvers(1) },
  { actions: ["unfreeze"], when: "always", need: approvers(2) },
  { actions: ["lock"], max: 1, when: "frozen", need: approvers(2) },
];

/** A secret text as an order names it, and as the gatekeeper opens it for the phone. */
export function seal(field: string, text: string): { secret: JsonObject; opened: JsonObject } {
  const plain = Buffer.concat([randomBytes(32), Buffer.from(text)]);
  const sealed = (): string => randomBytes(65 + plain.length + 16).toString("base64");
  const sha256 = createHash("sha256").update(plain).digest("hex");
  return {
    secret: { gatekeeper: sealed(), approvers: sealed(), sha256 },
    opened: { field, value: plain.toString("base64") },
  };
}

export interface OrderOptions {
  targets?: readonly string[];
  group?: string;
  stream?: string;
  n?: number;
  prev?: string | undefined;
  createdAt?: number;
  expiresAt?: number;
  signers?: readonly Signer[];
  charter?: string;
}

export class Organisation {
  readonly root: DerivedKey;
  readonly log: DerivedKey;
  readonly alice: DerivedKey;
  readonly bob: DerivedKey;
  readonly oscar: DerivedKey;
  charters: Charter[] = [];

  private constructor(keys: DerivedKey[]) {
    [this.root, this.log, this.alice, this.bob, this.oscar] = keys as [
      DerivedKey,
      DerivedKey,
      DerivedKey,
      DerivedKey,
      DerivedKey,
    ];
  }

  static async found(rendezvous: readonly string[], tlsPins: readonly string[]): Promise<Organisation> {
    const passkey = (name: string) => derivedPasskey(name, origin, rpId);
    const plain = [await derivedKey("root"), await derivedKey("log")];
    const made = new Organisation([...plain, await passkey("alice"), await passkey("bob"), await passkey("oscar")]);
    await made.#first(rendezvous, tlsPins);
    return made;
  }

  get newest(): Charter {
    return this.charters.at(-1)!;
  }

  get genesis(): string {
    return this.newest.genesis;
  }

  async #first(rendezvous: readonly string[], tlsPins: readonly string[]): Promise<void> {
    const named = async (name: string) => {
      const { kid, spkiBase64: spki } = await derivedKey(name);
      return { kid, spki };
    };
    const person = (name: string, role: string, { kid, spkiBase64: spki }: DerivedKey): JsonObject => ({
      id: derivedId(name),
      roles: [role],
      credentials: [{ kid, kind: "webauthn", alg: "ES256", spki }],
    });
    const empty = createHash("sha256").digest("hex");
    await this.#sign({
      v: 1,
      version: 1,
      from: 0,
      roots: { keys: [await named("root")], threshold: 1 },
      people: [
        person("alice", "approver", this.alice),
        person("bob", "approver", this.bob),
        person("oscar", "operator", this.oscar),
      ],
      rules,
      brake: {
        destructive: [{ phones: 10, seconds: 600 }],
        hold: { above: 10, seconds: 3600 },
        reach: { least: 10, permille: 10, seconds: 3600 },
      },
      origins: [origin],
      rpId,
      logs: [{ epoch: 1, origin: `${rpId}/log/1`, ...(await named("log")), startSize: 0, startRoot: empty }],
      witnesses: [],
      k: 0,
      rendezvous: [...rendezvous],
      tlsPins: [...tlsPins],
      sealKey: await named("seal"),
      directory: { epoch: 1, spki: (await named("directory")).spki, writers: [] },
      voids: [],
      issuedAt: now() - 1000,
    });
  }

  async #sign(body: JsonObject): Promise<Charter> {
    const document = await signDocument(charterType, body, [this.root]);
    const pinned = this.charters[0]?.genesis ?? document.hash;
    this.charters = await extendChain(this.charters, pinned, [document.envelope]);
    return this.newest;
  }

  /** Signs and adopts the next charter, equal to the newest but for `changes`. */
  amend(changes: JsonObject): Promise<Charter> {
    const { payload } = this.newest.document.envelope as { payload: string };
    const last = JSON.parse(Buffer.from(payload, "base64").toString()) as JsonObject;
    const { version, hash } = { ...this.newest.body, hash: this.newest.hash };
    const issuedAt = now();
    return this.#sign({ ...last, org: this.genesis, version: version + 1, prev: hash, issuedAt, ...changes });
  }

  /** A ticket, and the text of its QR. */
  async ticket(url: string, pin: string, more: JsonObject = {}): Promise<{ ticket: Document<Ticket>; qr: string }> {
    const secret = new Uint8Array(randomBytes(32));
    const { body, hash } = this.newest;
    const fields = { id: randomBytes(16).toString("base64url"), floor: { version: body.version, hash } };
    const times = { createdAt: now(), expiresAt: now() + 86_400 };
    const all = { groups: [], uses: 100_000, confirm: false, secretHash: ticketSecretHash(secret), ...times, ...more };
    const signers = [this.alice, this.bob];
    const ticket = await signDocument(ticketType, { v: 1, org: this.genesis, ...fields, ...all }, signers);
    return { ticket, qr: formatInvitation({ url, pin, genesis: this.genesis, ticket: ticket.hash, secret }) };
  }

  /** An order as its signers' clients would build it. */
  order(action: Action, params: JsonObject, options: OrderOptions = {}): Promise<Document<Order>> {
    const id = newUuid(Date.now());
    const kind = targetKind(action);
    const tree = kind === "tree" ? targetTree(id, options.targets ?? []) : undefined;
    const targets: JsonValue = tree
      ? { count: tree.count, root: tree.root }
      : kind === "group"
        ? { group: options.group ?? everyPhone }
        : { all: true };
    const { createdAt = now(), charter = this.newest.hash, n, prev, stream } = options;
    const counters = { ...(stream ? { stream } : {}), ...(n ? { n } : {}), ...(prev ? { prev } : {}) };
    const life = standingActions.has(action) ? {} : { expiresAt: options.expiresAt ?? createdAt + 3600 };
    const fields = { v: 1, org: this.genesis, id, charter, action, params, targets, ...counters };
    const body = { ...fields, reason: { code: "exercise" }, createdAt, ...life };
    return signDocument(orderType, body, options.signers ?? [this.alice, this.bob]);
  }
}
