// X.509 certificates as Android uses them: names of keys. Nobody checks who issued them, nor when they end.
import { sha256, toHex } from "@rempart/trust";
import { ApkError } from "../error.ts";
import { type Node, oidOf, partsOf, readNodes, tags } from "./der.ts";
import { type KeyKind, keyKinds } from "./keys.ts";

export interface Certificate {
  /** SHA-256 of the certificate's DER, lowercase hex, as `apksigner verify --print-certs` shows it. */
  sha256: string;
  /** Who it says it is, as "CN=Android Debug, O=Android". Anybody can write anything there. */
  subject: string;
  key: KeyKind;
}

/** A certificate with what verifies by it. */
export interface ReadCertificate extends Certificate {
  der: Uint8Array;
  spki: Uint8Array;
  serial: Uint8Array;
  issuer: Uint8Array;
}

const attributes: Record<string, string> = {
  "2.5.4.3": "CN",
  "2.5.4.6": "C",
  "2.5.4.7": "L",
  "2.5.4.8": "ST",
  "2.5.4.10": "O",
  "2.5.4.11": "OU",
};
const where = "certificate";
const text = new TextDecoder("utf-8");

function nameOf(name: Node | undefined): string {
  const said: string[] = [];
  for (const set of partsOf(name, tags.sequence, where)) {
    for (const pair of partsOf(set, tags.set, where)) {
      const [oid, value] = partsOf(pair, tags.sequence, where);
      const short = attributes[oidOf(oid, where)];
      // What a terminal would obey, or what would turn the text around, is taken out.
      if (short && value)
        said.push(`${short}=${text.decode(value.body.subarray(0, 200)).replace(/[\p{Cc}\p{Cf}]/gu, "?")}`);
      if (said.length > 20) return said.join(", ");
    }
  }
  return said.join(", ");
}

/** The kind of key in an SPKI. */
export function keyKind(spki: Uint8Array): KeyKind {
  const [outer] = readNodes(spki, "public key", 1);
  const [algorithm] = partsOf(outer, tags.sequence, "public key");
  const [oid, parameters] = partsOf(algorithm, tags.sequence, "public key");
  const name = oidOf(oid, "public key");
  const curve = parameters?.tag === tags.oid ? oidOf(parameters, "public key") : "";
  return keyKinds[name] ?? keyKinds[curve] ?? "other";
}

/** Reads a certificate's DER; `apk.signature` when it is none. */
export function readCertificate(der: Uint8Array): ReadCertificate {
  const [outer] = readNodes(der, where, 1);
  const [body] = partsOf(outer, tags.sequence, where);
  const fields = partsOf(body, tags.sequence, where);
  // The version is explicit [0] and may be left out.
  if (fields[0]?.tag === 0xa0) fields.shift();
  const [serial, , issuer, , subject, key] = fields;
  if (serial?.tag !== tags.integer || !issuer || key?.tag !== tags.sequence) {
    throw new ApkError("apk.signature", where, "is not of the form that it should have");
  }
  return {
    sha256: toHex(sha256(der)),
    subject: nameOf(subject),
    key: keyKind(key.whole),
    der,
    spki: key.whole,
    serial: serial.body,
    issuer: issuer.whole,
  };
}

/** What is shown of a certificate. */
export function shown({ sha256, subject, key }: ReadCertificate): Certificate {
  return { sha256, subject, key };
}
