// The JSON form of what a phone remembers, so that every implementation starts from the same state. Charters stand by
// name in the file's table of envelopes; all else is plain. `at` is absent where the time is unknown (after a reboot).
import { type Charter, type JsonValue, openCharter, type PhoneState } from "../packages/trust/src/index.ts";

export interface StateJson {
  device: string;
  charters: string[];
  log: { epoch: number; size: number; root: string };
  clock: { time: number; at?: number };
  witnessed: { time: number; at?: number };
  freezes: string[];
  groups: string[];
  assigned?: { createdAt: number; id: string };
  streams: Record<string, { n: number; hash: string }>;
  done: Record<string, number>;
  cancelled: string[];
  supported: string[];
}

/** Charters by name, each read once: importing their keys is most of the work of a vector. */
export class CharterTable {
  readonly #envelopes: Record<string, JsonValue>;
  readonly #opened = new Map<string, Promise<Charter>>();
  constructor(envelopes: Record<string, JsonValue>) {
    this.#envelopes = envelopes;
  }
  open(name: string): Promise<Charter> {
    let opened = this.#opened.get(name);
    if (opened) return opened;
    opened = openCharter(this.#envelopes[name]!);
    this.#opened.set(name, opened);
    return opened;
  }
  envelope(name: string): JsonValue {
    return this.#envelopes[name]!;
  }
}

const moment = ({ time, at }: { time: number; at?: number }) => ({ time, at });

export async function stateFromJson(json: StateJson, table: CharterTable): Promise<PhoneState> {
  const charters: Charter[] = [];
  for (const name of json.charters) charters.push(await table.open(name));
  return {
    ...json,
    genesis: charters[0]!.genesis,
    charters,
    clock: moment(json.clock),
    witnessed: moment(json.witnessed),
    assigned: json.assigned,
    supported: new Set(json.supported) as PhoneState["supported"],
  };
}

/** The same, for comparing: charters as hashes, and no `at` where there is none. */
export function stateToJson(state: PhoneState): Record<string, unknown> {
  const { charters, supported, genesis: _genesis, ...rest } = state;
  const plain = { ...rest, charters: charters.map((one) => one.hash), supported: [...supported] };
  return JSON.parse(JSON.stringify(plain)) as Record<string, unknown>;
}
