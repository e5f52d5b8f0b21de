import "reflect-metadata";
import { createPrivateKey, createPublicKey, randomBytes } from "node:crypto";
import * as x509 from "@peculiar/x509";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const hour = 3_600_000;
export const day = 24 * hour;

/** A certificate and its private key, both PEM. */
export interface Identity {
  readonly certificate: string;
  readonly key: string;
}

function pemKey(key: ArrayBuffer): string {
  return `${x509.PemConverter.encode(key, "PRIVATE KEY")}\n`;
}

async function newKeys(): Promise<{ keys: CryptoKeyPair; pem: string }> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  return { keys, pem: pemKey(await crypto.subtle.exportKey("pkcs8", keys.privateKey)) };
}

function common(days: number): { serialNumber: string; notBefore: Date; notAfter: Date } {
  const serial = randomBytes(16);
  serial[0] = (serial[0]! & 0x3f) | 0x40; // positive, and always of the same length
  const now = Date.now();
  // An hour back, for phones whose clock is behind.
  return {
    serialNumber: serial.toString("hex"),
    notBefore: new Date(now - hour),
    notAfter: new Date(now + days * day),
  };
}

/** The key pair of a private key in PEM. */
async function keysOf(pem: string): Promise<{ keys: CryptoKeyPair; pem: string }> {
  const publicPem = createPublicKey(createPrivateKey(pem)).export({ format: "pem", type: "spki" }) as string;
  const [der, spki] = [x509.PemConverter.decode(pem)[0]!, x509.PemConverter.decode(publicPem)[0]!];
  const privateKey = await crypto.subtle.importKey("pkcs8", der, algorithm, false, ["sign"]);
  const publicKey = await crypto.subtle.importKey("spki", spki, algorithm, true, ["verify"]);
  return { keys: { privateKey, publicKey }, pem };
}

/**
 * A new certificate authority, good for ten years, which may sign servers but no further authority; of the private key
 * given in PEM, else of a new one.
 */
export async function makeAuthority(name: string, key?: string): Promise<Identity> {
  const { keys, pem } = key === undefined ? await newKeys() : await keysOf(key);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    {
      ...common(3652),
      name: [{ CN: [name] }],
      keys,
      signingAlgorithm: algorithm,
      extensions: [
        new x509.BasicConstraintsExtension(true, 0, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false, crypto),
      ],
    },
    crypto,
  );
  return { certificate: `${certificate.toString("pem")}\n`, key: pem };
}

/** A server certificate, good for two years, for the names given. */
export async function makeServer(
  authority: Identity,
  names: { readonly dns: readonly string[]; readonly ip: readonly string[] },
): Promise<Identity> {
  const issuer = new x509.X509Certificate(authority.certificate);
  const [der] = x509.PemConverter.decode(authority.key);
  if (!der) throw new Error("the authority's key is not PEM");
  const signingKey = await crypto.subtle.importKey("pkcs8", der, algorithm, false, ["sign"]);
  const { keys, pem } = await newKeys();
  const certificate = await x509.X509CertificateGenerator.create(
    {
      ...common(730),
      subject: [{ CN: [names.dns[0] ?? "localhost"] }],
      issuer: issuer.subject,
      publicKey: keys.publicKey,
      signingKey,
      signingAlgorithm: algorithm,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
        new x509.SubjectAlternativeNameExtension([
          ...names.dns.map((value) => ({ type: "dns" as const, value })),
          ...names.ip.map((value) => ({ type: "ip" as const, value })),
        ]),
        await x509.AuthorityKeyIdentifierExtension.create(issuer, false, crypto),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false, crypto),
      ],
    },
    crypto,
  );
  return { certificate: `${certificate.toString("pem")}\n`, key: pem };
}
