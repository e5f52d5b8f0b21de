// The rotation of keys in scheme v3: each certificate is signed by the key before it (AOSP: "proof-of-rotation").
import { Cursor } from "../cursor.ts";
import { type ReadCertificate, readCertificate } from "./certificate.ts";
import { algorithms, verifies } from "./keys.ts";

const most = 50;

export interface LineageEntry {
  certificate: ReadCertificate;
  /** What this older key may still do, as bits: 1 installed data, 2 shared user id, 4 permission, 8 rollback, 16 auth. */
  capabilities: number;
}

/** Reads and verifies a lineage, oldest first; `problem` when a link does not verify. */
export async function readLineage(value: Uint8Array): Promise<{ entries: LineageEntry[]; problem?: string }> {
  const cursor = new Cursor(value, "apk.signature", "lineage");
  if (cursor.u32() !== 1) cursor.fail("is of a version that is not known");
  const entries: LineageEntry[] = [];
  let before: { certificate: ReadCertificate; algorithm: number } | undefined;
  let problem: string | undefined;
  for (const node of cursor.list(most)) {
    const data = node.prefixed();
    const capabilities = node.u32();
    const next = node.u32();
    const signature = node.prefixed();
    const signed = new Cursor(data, "apk.signature", "lineage");
    const certificate = readCertificate(signed.prefixed());
    if (before) {
      const algorithm = algorithms[before.algorithm];
      const { spki, key } = before.certificate;
      const right =
        algorithm !== undefined &&
        signed.u32() === before.algorithm &&
        (await verifies(algorithm, spki, key, data, signature));
      if (!right) problem ??= "its lineage is not signed from key to key";
    }
    if (entries.some((entry) => entry.certificate.sha256 === certificate.sha256))
      problem ??= "its lineage goes in a circle";
    entries.push({ certificate, capabilities });
    before = { certificate, algorithm: next };
  }
  return { entries, ...(problem === undefined ? {} : { problem }) };
}
