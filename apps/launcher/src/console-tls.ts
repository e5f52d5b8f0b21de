// The console's certificate, from files of the operator's (a public authority's, as certbot leaves them). The phones'
// listener keeps its own: phones pin that authority, and must not lose their gatekeeper when the console changes its.
import { createPrivateKey, X509Certificate } from "node:crypto";
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { badConfiguration, LaunchError } from "./error.ts";
import type { Identity } from "./identity.ts";
import type { Options } from "./options.ts";
import type { Reporter } from "./report.ts";
import { replace } from "./tls.ts";

/** Paths of a certificate with its chain, and of its key. */
export interface CertificateFiles {
  readonly cert: string;
  readonly key: string;
}

function read(from: CertificateFiles): { cert: string; key: string } {
  let cert: string;
  let key: string;
  try {
    cert = readFileSync(from.cert, "utf8");
    key = readFileSync(from.key, "utf8");
  } catch (error) {
    throw new LaunchError(`The console's certificate cannot be read: ${(error as Error).message}.`, badConfiguration);
  }
  try {
    if (!new X509Certificate(cert).checkPrivateKey(createPrivateKey(key)))
      throw new Error("the key is not the certificate's");
  } catch (error) {
    const why = (error as Error).message;
    throw new LaunchError(
      `The console's certificate ${from.cert} and key ${from.key} do not work: ${why}. Both are PEM; the certificate of the console comes first, then its chain.`,
      badConfiguration,
    );
  }
  return { cert, key };
}

/** Copies the pair to where the gatekeeper's account reads it, if it changed; true when it did. */
function install(from: CertificateFiles, to: CertificateFiles, identity: Identity): boolean {
  const { cert, key } = read(from);
  const same = (path: string, content: string): boolean => existsSync(path) && readFileSync(path, "utf8") === content;
  if (same(to.cert, cert) && same(to.key, key)) return false;
  // The key first: the gatekeeper takes a pair only when both fit.
  for (const [path, content] of [
    [to.key, key],
    [to.cert, cert],
  ] as const) {
    replace(path, content);
    if (identity.uid !== undefined) chownSync(path, 0, identity.gid ?? identity.uid);
    chmodSync(path, identity.uid === undefined ? 0o600 : 0o640);
  }
  return true;
}

/** Looks at the operator's files this often. */
const everyMs = 10_000;

/**
 * Brings the console's certificate to the gatekeeper's folder, now and whenever the files change; undefined without
 * them. A pair that does not fit later on is told once, and the one before stays in use.
 */
export function keepConsoleTls(
  options: Options,
  identity: Identity,
  report: Reporter,
): { files: CertificateFiles; stop(): void } | undefined {
  if (options.tlsCert === undefined || options.tlsKey === undefined) return undefined;
  const from = { cert: options.tlsCert, key: options.tlsKey };
  const folder = join(options.data, "gatekeeper", "tls");
  mkdirSync(folder, { recursive: true });
  const files = { cert: join(folder, "console.crt"), key: join(folder, "console.key") };
  install(from, files, identity);
  let told = "";
  const timer = setInterval(() => {
    try {
      if (install(from, files, identity)) report({ event: "notice", message: "The console has a new certificate." });
      told = "";
    } catch (error) {
      const { message } = error as Error;
      if (message !== told) report({ event: "notice", message: `${message} The one before stays in use.` });
      told = message;
    }
  }, everyMs);
  timer.unref();
  return { files, stop: () => clearInterval(timer) };
}
