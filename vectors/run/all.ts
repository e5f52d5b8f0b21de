// Every vector file with what runs it. The tests and the mutation check share this list.
import { readFileSync } from "node:fs";
import type { JsonValue } from "../../packages/trust/src/index.ts";
import { runApi } from "./api.ts";
import { type BundleFile, runBundles } from "./bundles.ts";
import {
  type AcceptFile,
  type BrakeFile,
  type RulesFile,
  runAccept,
  runBrake,
  runRules,
  runTargets,
  runTickets,
  type TargetsFile,
  type TicketFile,
} from "./decisions.ts";
import {
  type DerFile,
  type EncodingFile,
  type JsonFile,
  type MerkleFile,
  runDer,
  runEncoding,
  runJson,
  runMerkle,
  runTrees,
  type TreesFile,
} from "./forms.ts";
import type { Problem } from "./outcome.ts";
import {
  type FencesFile,
  type MergingFile,
  type PolicyFile,
  runFences,
  runKinds,
  runMerging,
  runPolicy,
  runSchedules,
  type SchedulesFile,
} from "./policy.ts";
import { runSchemas, type SchemaFile } from "./schemas.ts";
import {
  type CharterFile,
  type ChromiumFile,
  type EnvelopeFile,
  runCharter,
  runChromium,
  runEnvelopes,
  runWebauthn,
  type WebauthnFile,
} from "./signatures.ts";

// The mutation check imports this file many hundred times and keeps what was parsed here.
const parsed = (globalThis as { rempartVectors?: Map<string, unknown> }).rempartVectors ?? new Map<string, unknown>();

function read<T>(name: string): T {
  if (!parsed.has(name)) {
    parsed.set(name, JSON.parse(readFileSync(new URL(`../${name}.json`, import.meta.url), "utf8")));
  }
  return parsed.get(name) as T;
}

export type Suite = () => AsyncIterable<Problem> | Iterable<Problem>;

type Worked = { bundle: { orders: { order: JsonValue }[] } };

export const suites: Record<string, Suite> = {
  json: () => runJson(read<JsonFile>("json")),
  encoding: () => runEncoding(read<EncodingFile>("encoding")),
  der: () => runDer(read<DerFile>("der")),
  trees: () => runTrees(read<TreesFile>("merkle")),
  proofs: () => runMerkle(read<MerkleFile>("proofs")),
  orders: () => runSchemas(read<SchemaFile>("orders")),
  documents: () => runSchemas(read<SchemaFile>("documents")),
  envelope: () => runEnvelopes(read<EnvelopeFile>("envelope")),
  webauthn: () => runWebauthn(read<WebauthnFile>("webauthn")),
  "webauthn-chromium": () => runChromium(read<ChromiumFile>("webauthn-chromium")),
  charter: () => runCharter(read<CharterFile>("charter")),
  rules: () => runRules(read<RulesFile>("rules")),
  accept: () => runAccept(read<AcceptFile>("accept")),
  targets: () => runTargets(read<TargetsFile>("targets")),
  brake: () => runBrake(read<BrakeFile>("brake")),
  tickets: () => runTickets(read<TicketFile>("tickets")),
  api: () => runApi(read<Worked>("worked-order").bundle.orders[0]!.order),
  bundles: () => runBundles(read<BundleFile>("bundles")),
  policy: () => runPolicy(read<PolicyFile>("policy")),
  kinds: () => runKinds(read<JsonValue>("kinds")),
  schedules: () => runSchedules(read<SchedulesFile>("schedules")),
  merging: () => runMerging(read<MergingFile>("merging")),
  fences: () => runFences(read<FencesFile>("fences")),
};
