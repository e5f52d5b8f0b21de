import {
  type Brake,
  type CharterBody,
  charterType,
  type Document,
  emptyRoot,
  type JsonValue,
  type Row,
  type Signer,
  sha256,
  signDocument,
  toBase64,
  toHex,
} from "@rempart/trust";
import type { GatekeeperKeys } from "./exchange.ts";

/** A public key as a charter names it. `spki`: 91 bytes of DER. */
export interface PublicKey {
  kid: string;
  spki: Uint8Array;
}

/** What a person signs with: a plain key, or a passkey whose `kid` is the credential's id in base64url. */
export interface FoundingCredential extends PublicKey {
  kind: "key" | "webauthn";
}

/** Somebody of the first charter. */
export interface FoundingPerson {
  id: string;
  roles: readonly string[];
  /** One to eight. */
  credentials: readonly FoundingCredential[];
}

/** The public halves of all keys of a founding. */
export interface FoundingKeys {
  people: readonly FoundingPerson[];
  roots: readonly PublicKey[];
  /** SPKI of the directory's key. */
  directory: Uint8Array;
  /** SPKI of a TLS key that never touches the gatekeeper. */
  spareTls: Uint8Array;
}

/** What a founder decides. */
export interface GenesisOptions {
  organisation: string;
  /** Marks the organisation as a demonstration, for good: the log's origin says so. */
  demonstration?: boolean;
  /** Roots that must sign a charter. */
  threshold: number;
  rules: Row[];
  brake: Brake;
  origins: string[];
  rpId: string;
  rendezvous: string[];
  /** Unix seconds. */
  now: number;
  witnesses: readonly PublicKey[];
  /** How many of them phones demand. */
  k: number;
}

const demonstrationWord = "demonstration";

/** The log's name: lower-case words of the organisation's name. It stands in every witness's statement. */
export function logOrigin(organisation: string, demonstration = false): string {
  const words = organisation
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9.]+/g, "-")
    .replace(/^[-.]+|[-.]+$/g, "");
  const name = words || "rempart";
  return `${demonstration ? `${demonstrationWord}-` : ""}${name.slice(0, 200)}/log/1`;
}

/** Whether a charter is of a demonstration: its log's origin begins with the word. */
export function isDemonstration(body: CharterBody): boolean {
  return body.logs[0]!.origin.startsWith(demonstrationWord);
}

/** The JSON of the genesis charter. */
export function genesisBody(keys: FoundingKeys, gatekeeper: GatekeeperKeys, options: GenesisOptions): JsonValue {
  const named = (key: PublicKey) => ({ kid: key.kid, spki: toBase64(key.spki) });
  return {
    v: 1,
    version: 1,
    from: 0,
    roots: { keys: keys.roots.map(named), threshold: options.threshold },
    people: keys.people.map((person) => ({
      id: person.id,
      roles: [...person.roles],
      credentials: person.credentials.map((one) => ({ kind: one.kind, alg: "ES256", ...named(one) })),
    })),
    rules: options.rules as unknown as JsonValue,
    brake: options.brake as unknown as JsonValue,
    origins: options.origins,
    rpId: options.rpId,
    logs: [
      {
        epoch: 1,
        origin: logOrigin(options.organisation, options.demonstration),
        ...named(gatekeeper.log),
        startSize: 0,
        startRoot: toHex(emptyRoot()),
      },
    ],
    witnesses: options.witnesses.map(named),
    k: options.k,
    rendezvous: options.rendezvous,
    // The second pin belongs to a key that never touches the gatekeeper: phones can be met again after its loss.
    tlsPins: [gatekeeper.tlsPin, toHex(sha256(keys.spareTls))],
    sealKey: named(gatekeeper.sealKey),
    directory: { epoch: 1, spki: toBase64(keys.directory), writers: [] },
    voids: [],
    issuedAt: options.now,
  };
}

/** Signs the genesis with the roots. What a verifier would refuse in form is refused here. */
export async function signGenesis(body: JsonValue, roots: readonly Signer[]): Promise<Document<CharterBody>> {
  return await signDocument(charterType, body, roots);
}
