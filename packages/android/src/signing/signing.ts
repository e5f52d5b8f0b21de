// Who signed a file, by which scheme, and whether that holds.
import { equalBytes } from "@rempart/trust";
import type { Reader } from "../source.ts";
import type { Directory } from "../zip/directory.ts";
import { type Block, blockIds, readBlock } from "./block.ts";
import { type Certificate, shown } from "./certificate.ts";
import { contentDigests } from "./digests.ts";
import { readJarSigners } from "./jar.ts";
import { readSigners, type Signer } from "./schemes.ts";

export interface SchemeSigner {
  certificate: Certificate;
  /** In v3: the API levels it is for. */
  minSdk?: number;
  maxSdk?: number;
  /** In v3: the certificates before this one, oldest first, each with what it may still do. */
  lineage: { certificate: Certificate; capabilities: number }[];
}

export interface Scheme {
  scheme: "v1" | "v2" | "v3" | "v3.1";
  signers: SchemeSigner[];
  /** `whole`: the digests cover every byte. `list`: v1; the entries but AndroidManifest.xml are not compared one by one. */
  covers: "whole" | "list";
  /** Why it does not verify; absent when it does. */
  problem?: string;
}

export interface Signing {
  /** Oldest scheme first. */
  schemes: Scheme[];
  /** SHA-256 of the certificate that the newest Android goes by: what an order pins. Absent when nothing verifies. */
  signer?: string;
  /** Why no signer is to be believed; absent when there is one. */
  problem?: string;
}

function shownSigner({ certificate, minSdk, maxSdk, lineage }: Signer): SchemeSigner {
  return {
    certificate: shown(certificate),
    ...(minSdk === undefined ? {} : { minSdk }),
    ...(maxSdk === undefined ? {} : { maxSdk }),
    lineage: lineage.map((entry) => ({ certificate: shown(entry.certificate), capabilities: entry.capabilities })),
  };
}

function contentProblem(signers: readonly Signer[], digests: ReadonlyMap<string, Uint8Array>): string | undefined {
  for (const { digests: signed } of signers) {
    if (signed.size === 0) return "it names no digest that is checked here";
    for (const [hash, value] of signed) {
      if (!equalBytes(value, digests.get(hash)!)) return "the file was changed after it was signed";
    }
  }
  return undefined;
}

async function readSchemes(reader: Reader, directory: Directory, block: Block): Promise<[Scheme, Signer[]][]> {
  const found: ["v2" | "v3" | "v3.1", Signer[]][] = [];
  for (const [scheme, id] of [
    ["v2", blockIds.v2],
    ["v3", blockIds.v3],
    ["v3.1", blockIds.v31],
  ] as const) {
    const value = block.pairs.get(id);
    if (value) found.push([scheme, await readSigners(value, scheme !== "v2")]);
  }
  const hashes = [...new Set(found.flatMap(([, signers]) => signers.flatMap(({ digests }) => [...digests.keys()])))];
  const digests = await contentDigests(reader, block.offset, directory, hashes);
  return found.map(([scheme, signers]) => {
    const problem = signers.find((signer) => signer.problem)?.problem ?? contentProblem(signers, digests);
    const read: Scheme = { scheme, signers: signers.map(shownSigner), covers: "whole" };
    if (problem !== undefined) read.problem = problem;
    return [read, signers];
  });
}

/** A scheme that somebody took out leaves its name in the older one. */
function stripped(schemes: readonly Scheme[], also: readonly number[]): string | undefined {
  const there = new Set(schemes.map(({ scheme }) => scheme));
  const gone = also.find((scheme) => (scheme === 2 && !there.has("v2")) || (scheme === 3 && !there.has("v3")));
  return gone === undefined ? undefined : `its v${gone} signature was taken out`;
}

/** Reads and checks every signature of a file. `manifest` is the content of its AndroidManifest.xml. */
export async function readSigning(reader: Reader, directory: Directory, manifest: Uint8Array): Promise<Signing> {
  const schemes: Scheme[] = [];
  const also: number[] = [];
  const jar = await readJarSigners(reader, directory, manifest);
  if (jar.length > 0) {
    const problem = jar.find((signer) => signer.problem)?.problem;
    const signers = jar.map(({ certificate }) => ({ certificate: shown(certificate), lineage: [] }));
    schemes.push({ scheme: "v1", signers, covers: "list", ...(problem === undefined ? {} : { problem }) });
    also.push(...jar.flatMap(({ alsoSigned }) => alsoSigned));
  }
  const block = await readBlock(reader, directory);
  for (const [scheme, signers] of block ? await readSchemes(reader, directory, block) : []) {
    schemes.push(scheme);
    also.push(...signers.flatMap(({ alsoSigned }) => alsoSigned ?? []));
  }
  const newest = schemes.at(-1);
  const wrong = schemes.find(({ problem }) => problem !== undefined);
  const problem =
    (newest ? undefined : "the file is not signed") ??
    // A phone goes by the newest scheme it knows; older phones by older ones: all of them must hold.
    (wrong && `scheme ${wrong.scheme}: ${wrong.problem}`) ??
    stripped(schemes, also);
  if (problem !== undefined || !newest) return { schemes, problem: problem ?? "the file is not signed" };
  // The signers of v3 share the Android versions out among them: the one for the newest counts.
  const [signer] = newest.signers.toSorted((a, b) => (b.maxSdk ?? 0) - (a.maxSdk ?? 0));
  return { schemes, signer: signer!.certificate.sha256 };
}
