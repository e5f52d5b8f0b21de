// The founding itself: nothing leaves this page before the genesis is signed and the directory's key is wrapped for those who
// shall read sealed texts; then all of it goes at once.

import { type Ask, fetchGatekeeperKeys, submitGenesis, trustFrom } from "@rempart/client";
import { type Charter, forms, fromBase64, generateKey, type Signer, toBase64 } from "@rempart/trust";
import { keepOrganisation } from "../organisation/store.ts";
import { Problem } from "../problem/problem.ts";
import { type Copy, copyOf } from "../sealed/copies.ts";
import { holdDirectoryKey } from "../sealed/directory-key.ts";
import { prfInput, scopeOf, wrapByPassphrase, wrapByPrf, wrapByTransfer } from "../sealed/wrap.ts";
import { fileSigner } from "../session/key-file.ts";
import { passkeySecret } from "../session/passkey.ts";
import { beginFinishing } from "./finishing.ts";
import { makeGenesis } from "./genesis.ts";
import { memoryNow } from "./memory.ts";
import { openingOf, type Plan, type PlannedPerson } from "./plan.ts";

/** What is going on, to be told in words. */
export type Doing =
  | { what: "keys" }
  | { what: "sign" }
  | { what: "wrap"; person: PlannedPerson }
  | { what: "send" }
  | { what: "done" };

/** A founding that was signed and not sent yet: it goes on where a cancelled passkey stopped it. */
export interface Prepared {
  readonly genesis: Charter;
  readonly directory: Uint8Array;
  readonly copies: Map<string, Copy>;
  /** People who shall go without a copy. */
  readonly without: Set<string>;
}

async function rootSigners(plan: Plan): Promise<Signer[]> {
  const { keys } = memoryNow();
  const files = plan.papers.flatMap(({ id }) => (id.startsWith("root-") ? (keys.get(id) ?? []) : []));
  if (files.length < plan.threshold)
    throw new Problem("founding.roots", "roots", `${plan.threshold} root keys must be in memory to sign`);
  return await Promise.all(files.map(fileSigner));
}

/** Makes and signs the genesis. Refuses with `founding.mac`, `founding.roots` and the codes of form. */
export async function prepare(plan: Plan, ask: Ask, tell: (doing: Doing) => void): Promise<Prepared> {
  const { code } = memoryNow();
  if (code === undefined) throw new Problem("founding.code", "code", "the founding code is not known here any more");
  tell({ what: "keys" });
  const gatekeeper = await fetchGatekeeperKeys(ask, code);
  const { pkcs8, spki } = await generateKey();
  tell({ what: "sign" });
  const now = Math.floor(Date.now() / 1000);
  const genesis = await makeGenesis(plan, { gatekeeper, roots: await rootSigners(plan), directory: spki, now });
  return { genesis, directory: pkcs8, copies: new Map(), without: new Set() };
}

async function wrapFor(person: PlannedPerson, { genesis, directory }: Prepared): Promise<Copy> {
  const scope = scopeOf(genesis, person.id);
  const { epoch } = scope;
  switch (openingOf(person)) {
    case "transfer": {
      const spki = fromBase64(person.transfer!)!;
      const value = await wrapByTransfer(spki, scope, directory);
      return copyOf(person.id, forms.keyId(spki), epoch, "transfer", value);
    }
    case "prf": {
      const { kid } = person.keys.find(({ kind, prf }) => kind === "webauthn" && prf === true)!;
      const secret = await passkeySecret(genesis.body.rpId, kid, prfInput(genesis.genesis, epoch));
      if (!secret) throw new Problem("sealed.prf", "authenticator", "the authenticator derived no secret");
      return copyOf(person.id, kid, epoch, "prf", await wrapByPrf(secret, scope, directory));
    }
    case "passphrase": {
      const sheet = memoryNow().sheets.get(person.id);
      if (!sheet) throw new Problem("founding.sheet", "roots", "the passphrase is not in memory any more");
      const value = await wrapByPassphrase(sheet.passphrase, directory);
      return copyOf(person.id, person.keys[0]!.kid, epoch, "passphrase", value);
    }
  }
}

/** Wraps the directory's key for each approver who has no copy yet. Rejects with what a passkey refuses. */
export async function wrapAll(plan: Plan, prepared: Prepared, tell: (doing: Doing) => void): Promise<void> {
  for (const person of plan.people.filter(({ role }) => role === "approver")) {
    if (prepared.copies.has(person.id) || prepared.without.has(person.id)) continue;
    tell({ what: "wrap", person });
    prepared.copies.set(person.id, await wrapFor(person, prepared));
  }
}

/** Hands the genesis to the gatekeeper and remembers the organisation on this browser. */
export async function send(plan: Plan, prepared: Prepared, ask: Ask, tell: (doing: Doing) => void): Promise<void> {
  const { genesis, directory } = prepared;
  tell({ what: "send" });
  await submitGenesis(ask, memoryNow().code!, genesis.document.envelope, genesis.hash);
  const organisation = plan.organisation.trim();
  const people = plan.people.map(({ id, name, role, from, keys }) => ({ id, name: name.trim(), role, from, keys }));
  // First, so that the gate shows the founder's last page and not the sign-in.
  await beginFinishing({ genesis: genesis.hash, organisation, people, copies: [...prepared.copies.values()] });
  await keepOrganisation({
    genesis: genesis.hash,
    name: organisation,
    names: Object.fromEntries(plan.people.map(({ id, name }) => [id, name.trim()])),
    charters: [genesis.document.envelope],
    log: trustFrom([genesis]).log,
    rememberedAt: Math.floor(Date.now() / 1000),
    demonstration: false,
  });
  holdDirectoryKey({ genesis: genesis.hash, key: directory });
  tell({ what: "done" });
}

/** A public key as a plan keeps it. */
export function planned({ kid, spki }: { kid: string; spki: Uint8Array }): { kid: string; spki: string } {
  return { kid, spki: toBase64(spki) };
}
