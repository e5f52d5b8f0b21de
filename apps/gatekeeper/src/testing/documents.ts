// Documents of phones, right but for what a test changes.
import {
  enrolmentType,
  forms,
  generateKey,
  helloType,
  type JsonValue,
  keySigner,
  newNonce,
  resultType,
  type Signer,
  signDocument,
  toBase64,
  toBase64url,
} from "@rempart/trust";

type Changes = Record<string, JsonValue>;

/** A key of a phone that is not enrolled yet. */
export async function newPhoneKey() {
  const { key, spki } = await generateKey();
  return { spki: toBase64(spki), signer: keySigner(forms.keyId(spki), key) };
}
export type PhoneKey = Awaited<ReturnType<typeof newPhoneKey>>;

/** The body of an enrol request. */
export async function enrolRequest(
  genesis: string,
  { ticket, challenge, secret }: { ticket: string; challenge: string; secret: Uint8Array },
  key: PhoneKey,
  changes: Changes = {},
  signer: Signer = key.signer,
) {
  const named = { v: 1, org: genesis, ticket, challenge, spki: key.spki };
  const facts = { platform: "android", model: "Test", os: "14", agent: 1 };
  const document = await signDocument(enrolmentType, { ...named, ...facts, ...changes }, [signer]);
  const body = { secret: toBase64url(secret), enrolment: document.envelope };
  return { hash: document.hash, body };
}

export async function helloEnvelope(org: string, device: string, count: number, signer: Signer, changes: Changes = {}) {
  const body = { v: 1, org, device, count, os: "14", agent: 1, streams: [], ...changes };
  return (await signDocument(helloType, body, [signer])).envelope;
}

/** A poll that is fine for a phone that knows the genesis charter alone. */
export function pollRequest(changes: Changes = {}): Changes {
  const root = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  return { nonce: newNonce(), wait: 0, charter: 1, size: 0, root, freezes: [], ...changes };
}

export async function resultEnvelope(org: string, device: string, seq: number, signer: Signer, changes: Changes = {}) {
  const at = Math.floor(Date.now() / 1000);
  const body = { v: 1, org, device, seq, kind: "alert", outcome: "observed", at, ...changes };
  return (await signDocument(resultType, body, [signer])).envelope;
}
