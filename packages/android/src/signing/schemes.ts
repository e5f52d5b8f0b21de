// APK Signature Schemes v2, v3 and v3.1 (AOSP: source.android.com/docs/security/features/apksigning). A scheme verifies when
// every one of its signers does: signature over its signed data by its first certificate's key, and the content's digests.
import { equalBytes } from "@rempart/trust";
import { Cursor } from "../cursor.ts";
import { keyKind, type ReadCertificate, readCertificate } from "./certificate.ts";
import { algorithms, verifies } from "./keys.ts";
import { type LineageEntry, readLineage } from "./lineage.ts";

const attributeIds = { strippingProtection: 0xbeeff00d, lineage: 0x3ba06f8c } as const;
const mostSigners = 10;
const mostParts = 32;
const largestKey = 8 * 1024;

export interface Signer {
  certificate: ReadCertificate;
  /** Content digest by hash, as the signer signed it. */
  digests: ReadonlyMap<string, Uint8Array>;
  lineage: LineageEntry[];
  /** The API levels that this signer is for, in v3. */
  minSdk?: number;
  maxSdk?: number;
  /** It was signed beside this newer scheme: an APK without that one had it taken out. */
  alsoSigned?: number;
  /** Why this signer does not verify. */
  problem?: string;
}

interface SignedData {
  digests: Map<number, Uint8Array>;
  certificates: ReadCertificate[];
  attributes: Map<number, Uint8Array>;
  minSdk?: number;
  maxSdk?: number;
}

function readSignedData(cursor: Cursor, v3: boolean): SignedData {
  const digests = new Map<number, Uint8Array>();
  for (const part of cursor.slice("digests").list(mostParts)) {
    const id = part.u32();
    if (digests.has(id)) part.fail("names an algorithm twice");
    digests.set(id, part.prefixed());
  }
  const certificates = cursor
    .slice("certificates")
    .list(mostParts)
    .map((part) => readCertificate(part.bytes));
  const levels = v3 ? { minSdk: cursor.u32(), maxSdk: cursor.u32() } : {};
  const attributes = new Map<number, Uint8Array>();
  for (const part of cursor.slice("attributes").list(mostParts)) attributes.set(part.u32(), part.take(part.left));
  return { digests, certificates, attributes, ...levels };
}

/** Every signature that can be checked must be right, and there must be one. */
async function signatureProblem(
  signatures: ReadonlyMap<number, Uint8Array>,
  certificate: ReadCertificate,
  spki: Uint8Array,
  data: Uint8Array,
): Promise<string | undefined> {
  let checked = 0;
  for (const [id, signature] of signatures) {
    const algorithm = algorithms[id];
    if (!algorithm) continue;
    checked++;
    if (!(await verifies(algorithm, spki, certificate.key, data, signature))) return "its signature is wrong";
  }
  return checked > 0 ? undefined : "it is signed by an algorithm that is not checked here";
}

async function readSigner(cursor: Cursor, v3: boolean): Promise<Signer> {
  const data = cursor.prefixed();
  const outer = v3 ? { minSdk: cursor.u32(), maxSdk: cursor.u32() } : {};
  const signatures = new Map<number, Uint8Array>();
  for (const part of cursor.slice("signatures").list(mostParts)) signatures.set(part.u32(), part.prefixed());
  const spki = cursor.prefixed();
  if (spki.length > largestKey) cursor.fail("has a public key that is too large");
  const signed = readSignedData(new Cursor(data, "apk.signature", "signed data"), v3);
  const [certificate] = signed.certificates;
  if (!certificate) cursor.fail("has a signer without a certificate");
  const hashes = new Map<string, Uint8Array>();
  for (const [id, value] of signed.digests) if (algorithms[id]) hashes.set(algorithms[id].hash, value);
  const rotation = signed.attributes.get(attributeIds.lineage);
  const lineage = rotation && v3 ? await readLineage(rotation) : { entries: [] };
  const problem =
    (await signatureProblem(signatures, certificate, spki, data)) ??
    (equalBytes(spki, certificate.spki) && keyKind(spki) === certificate.key
      ? undefined
      : "its key is not that of its certificate") ??
    // Else a weaker digest could be put beside a signature that was made for a stronger one.
    ([...signatures.keys()].sort().join() === [...signed.digests.keys()].sort().join()
      ? undefined
      : "its signatures and digests are of other algorithms") ??
    (outer.minSdk === signed.minSdk && outer.maxSdk === signed.maxSdk
      ? undefined
      : "its range of Android versions is not the signed one") ??
    lineage.problem ??
    (lineage.entries.length === 0 || lineage.entries.at(-1)!.certificate.sha256 === certificate.sha256
      ? undefined
      : "its lineage ends at another certificate");
  const strip = signed.attributes.get(attributeIds.strippingProtection);
  return {
    certificate,
    digests: hashes,
    lineage: lineage.entries,
    ...outer,
    ...(strip && strip.length >= 4 && !v3
      ? { alsoSigned: new Cursor(strip, "apk.signature", "attributes").u32() }
      : {}),
    ...(problem === undefined ? {} : { problem }),
  };
}

/** The signers of one part of the signing block. `v3`: of scheme v3 or v3.1. Content digests are not compared yet. */
export async function readSigners(value: Uint8Array, v3: boolean): Promise<Signer[]> {
  const cursor = new Cursor(value, "apk.signature", v3 ? "v3 signers" : "v2 signers");
  const parts = cursor.slice().list(mostSigners);
  if (parts.length === 0) cursor.fail("names no signer");
  if (cursor.left > 0) cursor.fail("holds something after its signers");
  const signers: Signer[] = [];
  for (const part of parts) signers.push(await readSigner(part, v3));
  return signers;
}
