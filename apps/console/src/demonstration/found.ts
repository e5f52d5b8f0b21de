// A demonstration organisation in one go: invented people whose keys lie in this browser, and virtual phones that the launcher
// runs. Its log's name says for good that it is none; a real organisation never gets its keys or phones like this.

import { type Ask, type GatekeeperKeys, submitGenesis, trustFrom } from "@rempart/client";
import {
  type Charter,
  formatInvitation,
  forms,
  generateKey,
  keySigner,
  newId,
  type PrivateKey,
  randomBytes,
  readJson,
  type Signer,
  signDocument,
  ticketSecretHash,
  ticketType,
  toBase64,
  utf8,
} from "@rempart/trust";
import { makeGenesis } from "../founding/genesis.ts";
import { newPlan, type Plan, type PlannedPerson, type Role, rendezvousIdea } from "../founding/plan.ts";
import { keepNote, keepOrganisation } from "../organisation/store.ts";
import { holdDirectoryKey } from "../sealed/directory-key.ts";
import { directoryNote, keepDemonstrationKey } from "./keys.ts";

/** Phones of a demonstration: what the ticket is good for. */
export const demonstrationPhones = 40;
const ticketSeconds = 24 * 3600;

/** What is going on, to be told in words. */
export type Doing = "keys" | "found" | "ticket" | "phones" | "signin";

interface Invented {
  person: PlannedPerson;
  key: CryptoKey;
}

/** A person whose key can be used in this browser and read nowhere. */
async function invent(name: string, role: Role): Promise<Invented> {
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
  const spki = new Uint8Array(await crypto.subtle.exportKey("spki", pair.publicKey));
  const keys = [{ kid: forms.keyId(spki), spki: toBase64(spki), kind: "key" as const }];
  return { key: pair.privateKey, person: { id: newId(), name, role, from: "file", keys } };
}

function signerOf({ person, key }: Invented): Signer {
  return keySigner(person.keys[0]!.kid, key as unknown as PrivateKey);
}

/** What is needed from around it. */
export interface DemonstrationTools {
  gatekeeper: Ask;
  code: string;
  keys: GatekeeperKeys;
  origin: string;
  organisation: string;
  /** Three approvers and an operator. */
  approvers: readonly string[];
  operator: string;
  tell(doing: Doing): void;
}

async function makeKeys(tools: DemonstrationTools) {
  const people = [
    ...(await Promise.all(tools.approvers.map((name) => invent(name, "approver")))),
    await invent(tools.operator, "operator"),
  ];
  return { people, root: await generateKey(), spare: await generateKey(), directory: await generateKey() };
}

type Keys = Awaited<ReturnType<typeof makeKeys>>;

async function genesisOf(tools: DemonstrationTools, { people, root, spare, directory }: Keys): Promise<Charter> {
  const paper = (id: string, spki: Uint8Array) => ({ id, kid: forms.keyId(spki), spki: toBase64(spki), saved: true });
  const plan: Plan = {
    ...newPlan(tools.origin),
    organisation: tools.organisation,
    rendezvous: rendezvousIdea(tools.origin, tools.keys.tlsPort),
    people: people.map(({ person }) => person),
    rootCount: 1,
    threshold: 1,
    papers: [paper("root-1", root.spki), paper("spare-tls", spare.spki)],
  };
  return await makeGenesis(plan, {
    gatekeeper: tools.keys,
    roots: [keySigner(forms.keyId(root.spki), root.key)],
    directory: directory.spki,
    demonstration: true,
    now: Math.floor(Date.now() / 1000),
  });
}

/** Everything this browser must hold before the genesis is sent: an organisation without its keys helps nobody. */
async function keep(tools: DemonstrationTools, genesis: Charter, { people, directory }: Keys): Promise<void> {
  for (const { person, key } of people) await keepDemonstrationKey(genesis.hash, person.id, person.keys[0]!.kid, key);
  await keepNote(directoryNote(genesis.hash), directory.pkcs8);
  await keepOrganisation({
    genesis: genesis.hash,
    name: tools.organisation,
    names: Object.fromEntries(people.map(({ person }) => [person.id, person.name])),
    charters: [genesis.document.envelope],
    log: trustFrom([genesis]).log,
    rememberedAt: Math.floor(Date.now() / 1000),
    demonstration: true,
  });
  holdDirectoryKey({ genesis: genesis.hash, key: directory.pkcs8 });
}

/** A ticket for all phones, signed by two approvers; the text that invites with it. */
async function invitePhones(ask: Ask, charter: Charter, signers: readonly Signer[]): Promise<string> {
  const secret = randomBytes(32);
  const now = Math.floor(Date.now() / 1000);
  const body = {
    v: 1,
    org: charter.genesis,
    id: newId(),
    floor: { version: charter.body.version, hash: charter.hash },
    groups: [],
    uses: demonstrationPhones,
    confirm: false,
    createdAt: now,
    expiresAt: now + ticketSeconds,
    secretHash: ticketSecretHash(secret),
  };
  const ticket = await signDocument(ticketType, body, signers);
  await ask("/gate/v1/submit", { body: { envelope: ticket.envelope } });
  const { rendezvous, tlsPins } = charter.body;
  const where = { url: rendezvous[0]!, pin: tlsPins[0]!, genesis: charter.genesis };
  return formatInvitation({ ...where, ticket: ticket.hash, secret });
}

/** Founds it and starts its phones; the charter, and who signs in first. Rejects with what the gatekeeper refuses. */
export async function foundDemonstration(tools: DemonstrationTools): Promise<{ charter: Charter; first: Signer }> {
  const { gatekeeper, tell } = tools;
  tell("keys");
  const keys = await makeKeys(tools);
  const charter = await genesisOf(tools, keys);
  await keep(tools, charter, keys);
  tell("found");
  await submitGenesis(gatekeeper, tools.code, charter.document.envelope, charter.hash);
  tell("ticket");
  const [first, second] = keys.people.map(signerOf);
  const invitation = await invitePhones(gatekeeper, charter, [first!, second!]);
  tell("phones");
  await gatekeeper("/gate/v1/demonstration", { body: { invitation: readJson(utf8(invitation), 4096, "invitation") } });
  tell("signin");
  return { charter, first: first! };
}
