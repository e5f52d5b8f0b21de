// Every vector file with what runs it. The tests and the mutation check share this list.
import { readFileSync } from "node:fs";
import { type BundleFile, runBundles } from "./bundles.ts";
import {
  type DerFile,
  type EncodingFile,
  type JsonFile,
  type MerkleFile,
  runDer,
  runEncoding,
  runJson,
  runMerkle,
} from "./forms.ts";
import type { Problem } from "./outcome.ts";
import { runSchemas, type SchemaFile } from "./schemas.ts";

function read<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../${name}.json`, import.meta.url), "utf8")) as T;
}

export type Suite = () => AsyncIterable<Problem> | Iterable<Problem>;

export const suites: Record<string, Suite> = {
  json: () => runJson(read<JsonFile>("json")),
  encoding: () => runEncoding(read<EncodingFile>("encoding")),
  der: () => runDer(read<DerFile>("der")),
  merkle: () => runMerkle(read<MerkleFile>("merkle")),
  orders: () => runSchemas(read<SchemaFile>("orders")),
  documents: () => runSchemas(read<SchemaFile>("documents")),
  bundles: () => runBundles(read<BundleFile>("bundles")),
};
