import {
  type JsonValue,
  type PhoneState,
  readBundle,
  remember,
  type Session,
  toBase64,
  utf8,
  verifyHead,
  verifyItem,
} from "../../packages/trust/src/index.ts";
import { CharterTable, type StateJson, stateFromJson, stateToJson } from "../state.ts";
import { codeOf, type Problem, same } from "./outcome.ts";

interface BundleCase {
  name: string;
  state: StateJson;
  question: { nonce: string; drawnAt: number };
  elapsed: number;
  itemsAt?: number;
  rebooted?: boolean;
  bundle?: JsonValue;
  /** The bundle's own bytes, where they are not plain JSON. */
  text?: string;
  expect: {
    head?: string;
    lifts?: string[];
    items?: string[];
    after?: Record<string, unknown>;
    texts?: Record<string, string>;
    frozen?: boolean;
    witnessedSize?: number | null;
  };
}
export interface BundleFile {
  charters: Record<string, JsonValue>;
  cases: BundleCase[];
}

interface Outcome {
  head?: string;
  lifts: string[];
  items: string[];
  state: PhoneState;
  session?: Session;
  texts: Record<string, string>;
}

/** What a phone does with one bundle: phase A, then every lift, then every order, remembering as it goes. */
export async function receive(one: BundleCase, table: CharterTable): Promise<Outcome> {
  const start = await stateFromJson(one.state, table);
  const outcome: Outcome = { lifts: [], items: [], state: start, texts: {} };
  try {
    const bundle = readBundle(utf8(one.text ?? JSON.stringify(one.bundle)));
    const { state, session } = await verifyHead(start, bundle, one.question, one.elapsed);
    outcome.state = one.rebooted ? { ...state, clock: { time: state.clock.time, at: undefined } } : state;
    outcome.session = session;
    const judge = async (item: JsonValue): Promise<string> => {
      try {
        const verified = await verifyItem(outcome.state, session, item, one.itemsAt ?? one.elapsed);
        outcome.state = remember(outcome.state, verified.order);
        outcome.texts = Object.fromEntries(
          Object.entries(verified.texts).map(([field, bytes]) => [field, toBase64(bytes)]),
        );
        return "ok";
      } catch (error) {
        return codeOf(error);
      }
    };
    for (const item of bundle.lifts ?? []) outcome.lifts.push(await judge(item));
    for (const item of bundle.orders) outcome.items.push(await judge(item));
  } catch (error) {
    outcome.head = codeOf(error);
  }
  return outcome;
}

export async function* runBundles(file: BundleFile): AsyncGenerator<Problem> {
  const table = new CharterTable(file.charters);
  for (const one of file.cases) {
    const { expect } = one;
    const got = await receive(one, table);
    yield [one.name, same(got.head ?? "ok", expect.head ?? "ok")];
    if (expect.head) continue;
    yield [`${one.name}: lifts`, same(got.lifts, expect.lifts ?? [])];
    yield [`${one.name}: items`, same(got.items, expect.items ?? [])];
    const after = stateToJson(got.state);
    for (const [field, value] of Object.entries(expect.after ?? {})) {
      yield [`${one.name}: after: ${field}`, same(after[field], value)];
    }
    if (expect.texts) yield [`${one.name}: texts`, same(got.texts, expect.texts)];
    if (expect.frozen !== undefined)
      yield [
        `${one.name}: frozen`,
        same(got.session && (got.session.frozen || got.state.freezes.length > 0), expect.frozen),
      ];
    if (expect.witnessedSize !== undefined) {
      yield [`${one.name}: witnessedSize`, same(got.session?.witnessedSize ?? null, expect.witnessedSize)];
    }
  }
}
