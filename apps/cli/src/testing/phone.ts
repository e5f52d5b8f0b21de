// A phone as the server shows it: its enrolment, and reports that it signed and the gatekeeper sealed.
import { sealTo } from "@rempart/directory";
import {
  deviceId,
  enrolmentType,
  forms,
  fromBase64url,
  generateKey,
  type JsonObject,
  type JsonValue,
  keySigner,
  newNonce,
  randomBytes,
  resultType,
  sha256,
  signDocument,
  toBase64,
  toBase64url,
  toHex,
} from "@rempart/trust";

export interface ReportingPhone {
  device: string;
  enrolment: JsonValue;
  /** A report, sealed to the directory's public key; `data` goes beside it. */
  report(directory: Uint8Array, body: JsonObject, data?: JsonValue): Promise<JsonObject>;
}

export async function reportingPhone(genesis: string): Promise<ReportingPhone> {
  const { key, spki } = await generateKey();
  const signer = keySigner(forms.keyId(spki), key);
  const device = toBase64url(deviceId(genesis, spki));
  const facts = { platform: "android", model: "Pixel 9", os: "16", agent: 1 };
  const named = { v: 1, org: genesis, ticket: "0".repeat(64), challenge: newNonce(), spki: toBase64(spki) };
  const { envelope: enrolment } = await signDocument(enrolmentType, { ...named, ...facts }, [signer]);
  let seq = 0;
  return {
    device,
    enrolment,
    report: async (directory, body, data) => {
      const plain =
        data === undefined ? undefined : Buffer.concat([randomBytes(32), Buffer.from(JSON.stringify(data))]);
      const whole = { v: 1, org: genesis, device, seq: ++seq, at: 1_790_000_000 + seq, ...body };
      const named = plain ? { ...whole, data: toHex(sha256(plain)) } : whole;
      const { hash, envelope } = await signDocument(resultType, named, [signer]);
      const sealed = plain && (await sealTo(directory, "report", genesis, fromBase64url(device)!, plain));
      const { kind = null, outcome = null } = body;
      return { hash, kind, outcome, envelope, ...(sealed ? { sealed: toBase64(sealed) } : {}) };
    },
  };
}
