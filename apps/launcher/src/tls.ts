import { createPrivateKey, X509Certificate } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { isIP } from "node:net";
import { join } from "node:path";
import { day, type Identity, makeAuthority, makeServer } from "./certificates.ts";
import { LaunchError } from "./error.ts";

/** Paths of the gatekeeper's TLS files. */
export interface TlsFiles {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** What the certificate is for: this machine, and the names that the operator gave. */
function namesOf(further: readonly string[]): { dns: string[]; ip: string[] } {
  const bare = further.map((name) => name.replace(/^\[|\]$/g, ""));
  return {
    dns: [...new Set(["localhost", ...bare.filter((name) => isIP(name) === 0)])],
    ip: [...new Set(["127.0.0.1", "::1", ...bare.filter((name) => isIP(name) !== 0)])],
  };
}

/** Replaces a file as a whole. */
export function replace(path: string, content: string): void {
  writeFileSync(`${path}.tmp`, content, { mode: 0o600 });
  renameSync(`${path}.tmp`, path);
}

async function authority(certificatePath: string, keyPath: string): Promise<Identity> {
  if (!existsSync(certificatePath)) {
    // A key without a certificate was prepared for a charter's new pin, or a first start was cut short: it gets one.
    const key = existsSync(keyPath) ? readFileSync(keyPath, "utf8") : undefined;
    const made = await makeAuthority("Rempart gatekeeper CA", key);
    replace(keyPath, made.key);
    replace(certificatePath, made.certificate);
    return made;
  }
  if (!existsSync(keyPath)) {
    // Never a new authority in silence: phones trust this one, and would be lost.
    throw new LaunchError(`${keyPath} is missing. Restore it from a backup: phones trust the certificate beside it.`);
  }
  return { certificate: readFileSync(certificatePath, "utf8"), key: readFileSync(keyPath, "utf8") };
}

/** Whether the server certificate can be used for another month, for these names, with this key under this authority. */
function isGood(files: TlsFiles, names: { dns: string[]; ip: string[] }): boolean {
  if (!existsSync(files.cert) || !existsSync(files.key)) return false;
  const certificate = new X509Certificate(readFileSync(files.cert));
  const ca = new X509Certificate(readFileSync(files.ca));
  return (
    certificate.validToDate.getTime() > Date.now() + 30 * day &&
    certificate.checkPrivateKey(createPrivateKey(readFileSync(files.key))) &&
    certificate.verify(ca.publicKey) &&
    names.dns.every((name) => certificate.checkHost(name) !== undefined) &&
    names.ip.every((name) => certificate.checkIP(name) !== undefined)
  );
}

/**
 * The identity of the phones' listener: made at the first start, the server certificate again when it nears its end or
 * lacks one of the `further` names. Phones pin the authority; the console's certificate is another one (console-tls.ts).
 */
export async function ensureTls(data: string, further: readonly string[] = []): Promise<TlsFiles> {
  const folder = join(data, "gatekeeper", "tls");
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o700);
  const files = { ca: join(folder, "ca.crt"), cert: join(folder, "server.crt"), key: join(folder, "server.key") };
  const ca = await authority(files.ca, join(folder, "ca.key"));
  const names = namesOf(further);
  if (!isGood(files, names)) {
    const made = await makeServer(ca, names);
    replace(files.key, made.key);
    replace(files.cert, made.certificate);
  }
  return files;
}
