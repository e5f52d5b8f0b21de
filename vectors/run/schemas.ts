import {
  charterType,
  type DocumentType,
  directoryBatchType,
  documentHash,
  enrolmentType,
  erasureType,
  headType,
  helloType,
  makeEnvelope,
  openCharter,
  openEnvelope,
  orderType,
  releaseType,
  resultsType,
  resultType,
  revealType,
  signinType,
  ticketType,
  utf8,
  witnessType,
} from "../../packages/trust/src/index.ts";
import { type Problem, same, verdict } from "./outcome.ts";

export const types: Record<string, DocumentType<unknown>> = Object.fromEntries(
  [
    ...[charterType, orderType, ticketType, signinType, revealType, headType, witnessType, enrolmentType, helloType],
    ...[resultType, directoryBatchType, releaseType, resultsType, erasureType],
  ].map((type) => [type.name, type as DocumentType<unknown>]),
);

export interface SchemaFile {
  cases: { name: string; type: string; payload: string; code: string; hash?: string }[];
}

export async function* runSchemas(file: SchemaFile): AsyncGenerator<Problem> {
  for (const { name, type, payload, code, hash } of file.cases) {
    const bytes = utf8(payload);
    const envelope = makeEnvelope(type, bytes, []);
    // A charter's keys are imported when it is opened: points off the curve are refused there.
    const open = type === "charter" ? () => openCharter(envelope) : () => openEnvelope(types[type]!, envelope);
    yield [name, same(await verdict(open), code)];
    if (hash !== undefined) yield [`${name}: hash`, same(documentHash(type, bytes), hash)];
  }
}
