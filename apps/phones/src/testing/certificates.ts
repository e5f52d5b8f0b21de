// TLS certificates for tests: an authority that is pinned, a server's certificate under it, and an impostor's. The few
// fields of RFC 5280 that these need are written by hand: no package for it can be loaded here.
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

export interface Issuer {
  name: string;
  key: KeyObject;
  der: Buffer;
  /** SHA-256 of its SPKI, hex. */
  pin: string;
}

export interface ServerCertificate {
  key: string;
  /** The server's certificate, then its issuer's. */
  cert: string;
  pin: string;
}

function der(tag: number, ...parts: Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const long = body.length > 255 ? [0x82, body.length >> 8, body.length & 255] : [0x81, body.length];
  return Buffer.concat([Buffer.from([tag, ...(body.length < 128 ? [body.length] : long)]), body]);
}

const sequence = (...parts: Uint8Array[]): Buffer => der(0x30, ...parts);
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, "hex"));
const ecdsaWithSha256 = sequence(oid("2a8648ce3d040302"));
const isAuthority = der(
  0xa3,
  sequence(sequence(oid("551d13"), der(0x01, Buffer.from([255])), der(0x04, sequence(der(0x01, Buffer.from([255])))))),
);

function nameOf(text: string): Buffer {
  return sequence(der(0x31, sequence(oid("550403"), der(0x0c, Buffer.from(text)))));
}

function utcTime(days: number): Buffer {
  const text = new Date(Date.now() + days * 86_400_000).toISOString().replace(/[-:T]/g, "");
  return der(0x17, Buffer.from(`${text.slice(2, 14)}Z`));
}

function certificate(
  subject: string,
  issuer: string,
  spki: Uint8Array,
  key: KeyObject,
  extensions: Uint8Array[],
): Buffer {
  const version = der(0xa0, der(0x02, Buffer.from([2])));
  const serial = der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)]));
  const validity = sequence(utcTime(-1), utcTime(1));
  const names = [nameOf(issuer), validity, nameOf(subject)];
  const body = sequence(version, serial, ecdsaWithSha256, ...names, spki, ...extensions);
  return sequence(body, ecdsaWithSha256, der(0x03, Buffer.from([0]), sign("sha256", body, key)));
}

function pem(bytes: Buffer): string {
  const lines = bytes.toString("base64").match(/.{1,64}/g)!;
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}

function newKey(): { key: KeyObject; spki: Buffer; pin: string } {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const spki = publicKey.export({ format: "der", type: "spki" });
  return { key: privateKey, spki, pin: createHash("sha256").update(spki).digest("hex") };
}

/** Signs itself, as an authority or as a plain certificate that must not sign others. */
export function makeIssuer(name = "Rempart test", authority = true): Issuer {
  const { key, spki, pin } = newKey();
  return { name, key, pin, der: certificate(name, name, spki, key, authority ? [isAuthority] : []) };
}

/** A certificate signed by `issuer`; `shown` is the issuer that it claims and sends along. */
export function makeCertificate(issuer: Issuer, shown: Issuer = issuer): ServerCertificate {
  const { key, spki, pin } = newKey();
  const own = certificate("localhost", shown.name, spki, issuer.key, []);
  return { key: key.export({ format: "pem", type: "pkcs8" }).toString(), cert: pem(own) + pem(shown.der), pin };
}
