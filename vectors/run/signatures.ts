import {
  extendChain,
  type JsonValue,
  openBytes,
  openCharter,
  openEnvelope,
  orderType,
  signersOf,
  utf8,
} from "../../packages/trust/src/index.ts";
import { CharterTable } from "../state.ts";
import { type Problem, same, verdict } from "./outcome.ts";
import { runSchemas, type SchemaFile, types } from "./schemas.ts";

export interface WebauthnFile {
  charter: JsonValue;
  order: { [key: string]: JsonValue };
  cases: { name: string; signatures: JsonValue[]; people: string[] }[];
}

/** Whose signature holds, in order. */
export async function* runWebauthn(file: WebauthnFile): AsyncGenerator<Problem> {
  const charter = await openCharter(file.charter);
  for (const { name, signatures, people } of file.cases) {
    const document = openEnvelope(orderType, { ...file.order, signatures });
    const signed = await signersOf(document, charter);
    yield [
      name,
      same(
        signed.map((person) => person.id),
        people,
      ),
    ];
  }
}

export interface ChromiumFile {
  charters: Record<string, JsonValue>;
  documents: Record<string, { [key: string]: JsonValue }>;
  cases: { name: string; charter: string; document: string; signatures: JsonValue[]; people: string[] }[];
}

/** Whose signature holds, of assertions that a real browser made. */
export async function* runChromium(file: ChromiumFile): AsyncGenerator<Problem> {
  const table = new CharterTable(file.charters);
  for (const { name, charter, document, signatures, people } of file.cases) {
    const opened = openEnvelope(types[document]!, { ...file.documents[document], signatures });
    const signed = await signersOf(opened, await table.open(charter));
    const ids = signed.map((person) => person.id);
    yield [name, same(ids, people)];
  }
}

export interface EnvelopeFile {
  cases: {
    name: string;
    type: string;
    envelope?: JsonValue;
    text?: string;
    pad?: number;
    code: string;
    hash?: string;
  }[];
}

export async function* runEnvelopes(file: EnvelopeFile): AsyncGenerator<Problem> {
  for (const { name, type, envelope, text, pad, code, hash } of file.cases) {
    const bytes = utf8((text ?? JSON.stringify(envelope)).padEnd(pad ?? 0));
    yield [name, same(await verdict(() => openBytes(types[type]!, bytes)), code)];
    if (hash !== undefined) yield [`${name}: hash`, same(openBytes(types[type]!, bytes).hash, hash)];
  }
}

export interface CharterFile extends SchemaFile {
  chains: { name: string; pinned: string; charters: JsonValue[]; code: string }[];
}

export async function* runCharter(file: CharterFile): AsyncGenerator<Problem> {
  yield* runSchemas(file);
  for (const { name, pinned, charters, code } of file.chains) {
    yield [`chain: ${name}`, same(await verdict(() => extendChain([], pinned, charters)), code)];
  }
}
