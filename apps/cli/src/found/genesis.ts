import {
  type Brake,
  type CharterBody,
  charterType,
  type Document,
  emptyRoot,
  type JsonValue,
  type Row,
  sha256,
  signDocument,
  toBase64,
  toHex,
} from "@rempart/trust";
import { signerOf } from "../profile/keys.ts";
import type { GatekeeperKeys } from "./exchange.ts";
import type { FoundingKeys } from "./people.ts";

export interface GenesisOptions {
  organisation: string;
  threshold: number;
  rules: Row[];
  brake: Brake;
  origins: string[];
  rpId: string;
  rendezvous: string[];
  now: number;
  witnesses: WitnessKey[];
  /** How many of them phones demand. */
  k: number;
}

export interface WitnessKey {
  kid: string;
  spki: Uint8Array;
}

/** The log's name: lower-case words of the organisation's name. It stands in every witness's statement. */
export function logOrigin(organisation: string): string {
  const words = organisation
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9.]+/g, "-")
    .replace(/^[-.]+|[-.]+$/g, "");
  return `${words || "rempart"}/log/1`;
}

/** The JSON of the genesis charter. */
export function genesisBody(keys: FoundingKeys, gatekeeper: GatekeeperKeys, options: GenesisOptions): JsonValue {
  const named = (key: { kid: string; spki: Uint8Array }) => ({ kid: key.kid, spki: toBase64(key.spki) });
  return {
    v: 1,
    version: 1,
    from: 0,
    roots: { keys: keys.roots.map(named), threshold: options.threshold },
    people: keys.people.map((person) => ({
      id: person.id,
      roles: [person.role],
      credentials: [{ kind: "key", alg: "ES256", ...named(person.key) }],
    })),
    rules: options.rules as unknown as JsonValue,
    brake: options.brake as unknown as JsonValue,
    origins: options.origins,
    rpId: options.rpId,
    logs: [
      {
        epoch: 1,
        origin: logOrigin(options.organisation),
        ...named(gatekeeper.log),
        startSize: 0,
        startRoot: toHex(emptyRoot()),
      },
    ],
    witnesses: options.witnesses.map(named),
    k: options.k,
    rendezvous: options.rendezvous,
    // The second pin belongs to a key that never touches the gatekeeper: phones can be met again after its loss.
    tlsPins: [gatekeeper.tlsPin, toHex(sha256(keys.spareTls.spki))],
    sealKey: named(gatekeeper.sealKey),
    directory: { epoch: 1, spki: toBase64(keys.directory.spki), writers: [] },
    voids: [],
    issuedAt: options.now,
  };
}

/** Signs the genesis with all roots. */
export async function signGenesis(body: JsonValue, keys: FoundingKeys): Promise<Document<CharterBody>> {
  return await signDocument(charterType, body, await Promise.all(keys.roots.map(signerOf)));
}
