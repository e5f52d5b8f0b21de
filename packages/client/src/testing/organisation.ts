// An organisation for tests: Anna, an approver with a passkey and a key; Ben, an approver with a key; two roots.
import {
  assertionSignature,
  bodyOf,
  foundingBrake,
  foundingNumbers,
  foundingRules,
  genesisBody,
  type PublicKey,
  signGenesis,
} from "@rempart/client";
import {
  type Charter,
  charterType,
  concat,
  extendChain,
  forms,
  generateKey,
  keySigner,
  newId,
  type PrivateKey,
  randomBytes,
  type Signer,
  sha256,
  signatureToDer,
  signDocument,
  signP256,
  toBase64url,
  utf8,
} from "@rempart/trust";

export const origin = "https://console.example";
export const rpId = "console.example";

/** A key that an authenticator keeps, with the id of its credential. */
export interface PasskeyKey extends PublicKey {
  key: PrivateKey;
}

/** A passkey as authenticator and browser would answer, `change`d where a test wants it wrong. */
export function makePasskey(
  { kid, key }: PasskeyKey,
  change: { origin?: string; rpId?: string; flags?: number } = {},
): Signer {
  return {
    async sign(pae) {
      const challenge = toBase64url(sha256(pae));
      const client = { type: "webauthn.get", challenge, origin: change.origin ?? origin, crossOrigin: false };
      const clientDataJSON = utf8(JSON.stringify(client));
      const flags = Uint8Array.of(change.flags ?? 0x05, 0, 0, 0, 0);
      const authenticatorData = concat(sha256(utf8(change.rpId ?? rpId)), flags);
      const raw = await signP256(key, concat(authenticatorData, sha256(clientDataJSON)));
      return assertionSignature(kid, { authenticatorData, clientDataJSON, signature: signatureToDer(raw) });
    },
  };
}

async function newSigner() {
  const { key, pkcs8, spki } = await generateKey();
  const kid = forms.keyId(spki);
  return { kid, spki, pkcs8, key, signer: keySigner(kid, key) };
}

/** A fresh passkey, with a credential id that is no hash of its key. */
export async function newPasskey(): Promise<PasskeyKey> {
  const { key, spki } = await generateKey();
  return { kid: toBase64url(randomBytes(20)), spki, key };
}

/** Founds it at `now` (Unix seconds). */
export async function newOrganisation(now: number) {
  const passkey = await newPasskey();
  const [annaKey, benKey, log, sealKey, directory, spareTls] = await Promise.all(Array.from({ length: 6 }, newSigner));
  const roots = await Promise.all(Array.from({ length: 2 }, newSigner));
  const ids = { anna: newId(), ben: newId() };
  const keys = {
    people: [
      {
        id: ids.anna,
        roles: ["approver"],
        credentials: [
          { kind: "webauthn" as const, ...passkey },
          { kind: "key" as const, ...annaKey! },
        ],
      },
      { id: ids.ben, roles: ["approver"], credentials: [{ kind: "key" as const, ...benKey! }] },
    ],
    roots,
    directory: directory!.spki,
    spareTls: spareTls!.spki,
  };
  const gatekeeper = { log: log!, sealKey: sealKey!, tlsPin: "b".repeat(64), tlsPort: 443 };
  const rules = foundingRules({ ...foundingNumbers, manyApprovers: 2, agentApprovers: 2, frozenWipeApprovers: 2 }, 2);
  const body = genesisBody(keys, gatekeeper, {
    organisation: "Example",
    threshold: 2,
    rules,
    brake: foundingBrake(foundingNumbers),
    origins: [origin],
    rpId,
    rendezvous: ["https://one.example", "https://two.example"],
    now,
    witnesses: [],
    k: 0,
  });
  const rootSigners = roots.map(({ signer }) => signer);
  const genesis = await signGenesis(body, rootSigners);
  const [charter] = await extendChain([], genesis.hash, [genesis.envelope]);
  return {
    ids,
    passkey,
    keys,
    body,
    directory: directory!,
    logSigner: log!.signer,
    rootSigners,
    charter: charter!,
    signers: { anna: makePasskey(passkey), annaKey: annaKey!.signer, ben: benKey!.signer } as Record<string, Signer>,
    /** The next version, in which nothing but the counters changed. */
    async successor(): Promise<Charter> {
      const next = { ...bodyOf(charter!), org: charter!.genesis, version: 2, prev: charter!.hash, from: 0 };
      const { envelope } = await signDocument(charterType, next as never, rootSigners);
      return (await extendChain([charter!], charter!.genesis, [envelope]))[1]!;
    },
  };
}
export type Organisation = Awaited<ReturnType<typeof newOrganisation>>;
