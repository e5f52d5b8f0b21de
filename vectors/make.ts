// Writes every vector file that is not made by hand or by a browser: node vectors/make.ts. Deterministic: running it
// again changes no byte unless a document's form changed.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { JsonValue } from "../packages/trust/src/index.ts";
import { makeBundles } from "./make/bundles.ts";

const makers: Record<string, () => Promise<JsonValue> | JsonValue> = {
  bundles: makeBundles,
};
const wanted = process.argv.slice(2);
for (const [name, make] of Object.entries(makers)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  writeFileSync(join(import.meta.dirname, `${name}.json`), `${JSON.stringify(await make(), null, 1)}\n`);
}
