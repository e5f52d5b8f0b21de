// Every vector file with what runs it. The tests and the mutation check share this list.
import { readFileSync } from "node:fs";
import { type BundleFile, runBundles } from "./bundles.ts";
import type { Problem } from "./outcome.ts";

function read<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../${name}.json`, import.meta.url), "utf8")) as T;
}

export type Suite = () => AsyncIterable<Problem> | Iterable<Problem>;

export const suites: Record<string, Suite> = {
  bundles: () => runBundles(read<BundleFile>("bundles")),
};
