// Writes every vector file that is not made by hand or by a browser: node vectors/make.ts. Deterministic: running it
// again changes no byte unless a document's form changed.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { JsonValue } from "../packages/trust/src/index.ts";
import { makeBundles } from "./make/bundles.ts";
import { makeCharter } from "./make/charter.ts";
import { makeAccept, makeBrake, makeRules, makeTargets, makeTickets } from "./make/decisions.ts";
import { makeDocuments } from "./make/documents.ts";
import { makeEnvelopes } from "./make/envelope.ts";
import { makeFences } from "./make/fences.ts";
import { makeDer, makeEncoding, makeJson } from "./make/forms.ts";
import { makeMerging } from "./make/merging.ts";
import { makeOrders } from "./make/orders.ts";
import { makeKinds, makePolicy } from "./make/policy.ts";
import { makeMerkle } from "./make/proofs.ts";
import { makeSchedules } from "./make/situations.ts";
import { makeWebauthn } from "./make/webauthn.ts";

const makers: Record<string, () => Promise<JsonValue> | JsonValue> = {
  json: makeJson,
  encoding: makeEncoding,
  der: makeDer,
  proofs: makeMerkle,
  orders: makeOrders,
  documents: makeDocuments,
  envelope: makeEnvelopes,
  webauthn: makeWebauthn,
  charter: makeCharter,
  rules: makeRules,
  accept: makeAccept,
  targets: makeTargets,
  brake: makeBrake,
  tickets: makeTickets,
  bundles: makeBundles,
  policy: makePolicy,
  kinds: makeKinds,
  schedules: makeSchedules,
  merging: makeMerging,
  fences: makeFences,
};
const wanted = process.argv.slice(2);
for (const [name, make] of Object.entries(makers)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  writeFileSync(join(import.meta.dirname, `${name}.json`), `${JSON.stringify(await make(), null, 1)}\n`);
}
