// Scheme v1, JAR signing. Checked here: the PKCS #7 signature over the .SF file by the certificate it names, that the .SF
// covers MANIFEST.MF as a whole, and that MANIFEST.MF covers AndroidManifest.xml. Not checked: the other entries, one by
// one. A phone does that when it installs; what is pinned before is the hash of the whole file.
import { equalBytes, fromBase64 } from "@rempart/trust";
import type { Reader } from "../source.ts";
import type { Directory } from "../zip/directory.ts";
import { readEntry } from "../zip/entry.ts";
import { type ReadCertificate, readCertificate } from "./certificate.ts";
import { type Node, oidOf, partsOf, readNodes, tags } from "./der.ts";
import { type Algorithm, type Hash, verifies } from "./keys.ts";

const largestList = 16 * 1024 * 1024;
const largestBlock = 256 * 1024;
const mostSigners = 10;

const hashes: Record<string, Hash> = {
  "1.3.14.3.2.26": "SHA-1",
  "2.16.840.1.101.3.4.2.1": "SHA-256",
  "2.16.840.1.101.3.4.2.2": "SHA-384",
  "2.16.840.1.101.3.4.2.3": "SHA-512",
};
/** Names of digests in manifests, strongest first. */
const digestLabels: readonly [string, Hash][] = [
  ["sha-512", "SHA-512"],
  ["sha-384", "SHA-384"],
  ["sha-256", "SHA-256"],
  ["sha-1", "SHA-1"],
  ["sha1", "SHA-1"],
];
const messageDigest = "1.2.840.113549.1.9.4";

export interface JarSigner {
  certificate: ReadCertificate;
  /** Newer schemes that the signer also used, as the .SF says: an APK without them had them taken out. */
  alsoSigned: number[];
  problem?: string;
}

async function digest(hash: Hash, bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest(hash, bytes as BufferSource));
}

/** Attributes of each section of a manifest, folded lines joined; the first section is the main one. */
function* sections(text: string): Generator<Map<string, string>> {
  let section = new Map<string, string>();
  for (const line of text.replace(/\r\n?/g, "\n").replaceAll("\n ", "").split("\n")) {
    if (line === "") {
      if (section.size > 0) yield section;
      section = new Map();
      continue;
    }
    const colon = line.indexOf(": ");
    if (colon > 0) section.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 2));
  }
  if (section.size > 0) yield section;
}

/** Compares the strongest digest that a section names with that of `bytes`; false when it names none. */
async function covers(section: ReadonlyMap<string, string>, suffix: string, bytes: Uint8Array): Promise<boolean> {
  for (const [label, hash] of digestLabels) {
    const said = section.get(`${label}-digest${suffix}`);
    if (said === undefined) continue;
    const value = fromBase64(said);
    return value !== undefined && equalBytes(value, await digest(hash, bytes));
  }
  return false;
}

interface Signed {
  certificate: ReadCertificate;
  hash: Hash | undefined;
  signature: Uint8Array;
  /** Signed instead of the content, where there are any; with the digest of the content that they name. */
  attributes?: { der: Uint8Array; digest: Uint8Array | undefined };
}

function readAttributes(node: Node): NonNullable<Signed["attributes"]> {
  const der = new Uint8Array(node.whole);
  der[0] = tags.set; // signed as a SET, sent as [0]
  let found: Uint8Array | undefined;
  for (const attribute of readNodes(node.body, "signer", 50)) {
    const [oid, values] = partsOf(attribute, tags.sequence, "signer");
    if (oidOf(oid, "signer") === messageDigest) found = partsOf(values, tags.set, "signer")[0]?.body;
  }
  return { der, digest: found };
}

/** The one signer of a PKCS #7 block (RFC 2315): Android looks at the first alone. */
function readPkcs7(block: Uint8Array, where: string): Signed | undefined {
  const [outer] = readNodes(block, where, 1);
  const [, content] = partsOf(outer, tags.sequence, where);
  const [signedData] = partsOf(content, 0xa0, where);
  const parts = partsOf(signedData, tags.sequence, where);
  const list = parts.find((part) => part.tag === 0xa0);
  const certificates = (list ? readNodes(list.body, where, 20) : [])
    .filter((part) => part.tag === tags.sequence)
    .map((part) => readCertificate(part.whole));
  const [info] = partsOf(parts.at(-1), tags.set, where);
  const fields = partsOf(info, tags.sequence, where);
  const [issuer, serial] = partsOf(fields[1], tags.sequence, where);
  const certificate = certificates.find(
    (one) => issuer && serial && equalBytes(one.issuer, issuer.whole) && equalBytes(one.serial, serial.body),
  );
  const attributes = fields[3]?.tag === 0xa0 ? fields[3] : undefined;
  const signature = fields[attributes ? 5 : 4];
  if (!certificate || signature?.tag !== tags.bytes) return undefined;
  const [oid] = partsOf(fields[2], tags.sequence, where);
  return {
    certificate,
    hash: hashes[oidOf(oid, where)],
    signature: signature.body,
    ...(attributes ? { attributes: readAttributes(attributes) } : {}),
  };
}

async function signatureProblem(signed: Signed, content: Uint8Array): Promise<string | undefined> {
  const { certificate, hash, signature, attributes } = signed;
  if (!hash || certificate.key === "DSA") return "it is signed by an algorithm that is not checked here";
  if (attributes && !(attributes.digest && equalBytes(attributes.digest, await digest(hash, content))))
    return "its signature is over something else";
  const algorithm: Algorithm = { family: certificate.key === "RSA" ? "PKCS1" : "ECDSA", hash };
  const data = attributes?.der ?? content;
  return (await verifies(algorithm, certificate.spki, certificate.key, data, signature))
    ? undefined
    : "its signature is wrong";
}

const text = new TextDecoder("utf-8");

/** Whether MANIFEST.MF names the digest of AndroidManifest.xml. */
async function coversManifest(list: string, manifest: Uint8Array): Promise<boolean> {
  for (const section of sections(list)) {
    if (section.get("name") === "AndroidManifest.xml") return covers(section, "", manifest);
  }
  return false;
}

/** The JAR signers of a file; none when it has no such signature. `manifest` is the content of AndroidManifest.xml. */
export async function readJarSigners(reader: Reader, directory: Directory, manifest: Uint8Array): Promise<JarSigner[]> {
  const blocks = [...directory.entries.values()].filter(({ name }) => /^META-INF\/[^/]+\.(RSA|EC|DSA)$/i.test(name));
  const list = directory.entries.get("META-INF/MANIFEST.MF");
  if (!list || blocks.length === 0) return [];
  const manifestList = await readEntry(reader, list, largestList);
  const covered = await coversManifest(text.decode(manifestList), manifest);
  const signers: JarSigner[] = [];
  for (const block of blocks.slice(0, mostSigners)) {
    const file = directory.entries.get(block.name.replace(/\.[A-Za-z]+$/, ".SF"));
    if (!file) continue;
    const signed = readPkcs7(await readEntry(reader, block, largestBlock), block.name);
    if (!signed) continue;
    const content = await readEntry(reader, file, largestList);
    const [main = new Map<string, string>()] = sections(text.decode(content));
    const problem =
      (await signatureProblem(signed, content)) ??
      ((await covers(main, "-manifest", manifestList)) ? undefined : "its .SF does not cover MANIFEST.MF") ??
      (covered ? undefined : "MANIFEST.MF does not cover AndroidManifest.xml");
    const also = (main.get("x-android-apk-signed") ?? "").split(",").map((part) => Number(part.trim()));
    signers.push({
      certificate: signed.certificate,
      alsoSigned: also.filter((scheme) => scheme > 0),
      ...(problem === undefined ? {} : { problem }),
    });
  }
  return signers;
}
