import { webcrypto } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import "reflect-metadata";
import * as x509 from "@peculiar/x509";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

/** A certificate authority and a server certificate for localhost. */
export async function makeTlsIdentity(folder: string): Promise<{ cert: string; key: string; ca: string }> {
  mkdirSync(folder, { recursive: true });
  x509.cryptoProvider.set(webcrypto as Crypto);
  const authority = (await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"])) as CryptoKeyPair;
  const server = (await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"])) as CryptoKeyPair;
  const notAfter = new Date(Date.now() + 86_400_000);
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    name: "CN=Test authority",
    notAfter,
    keys: authority,
    signingAlgorithm: algorithm,
  });
  const cert = await x509.X509CertificateGenerator.create({
    subject: "CN=localhost",
    issuer: ca.subject,
    notAfter,
    publicKey: server.publicKey,
    signingKey: authority.privateKey,
    signingAlgorithm: algorithm,
    extensions: [new x509.SubjectAlternativeNameExtension([{ type: "dns", value: "localhost" }])],
  });
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", server.privateKey)).toString("base64");
  const paths = { cert: join(folder, "server.crt"), key: join(folder, "server.key"), ca: join(folder, "ca.crt") };
  writeFileSync(paths.ca, ca.toString("pem"));
  writeFileSync(paths.cert, `${cert.toString("pem")}\n`);
  writeFileSync(paths.key, `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n`, { mode: 0o600 });
  return paths;
}
