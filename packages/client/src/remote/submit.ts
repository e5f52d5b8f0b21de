import {
  forms,
  fromHex,
  type Head,
  type JsonValue,
  leafHash,
  openEnvelope,
  releaseType,
  schema,
  verifyInclusion,
} from "@rempart/trust";
import { ClientError } from "../error/client-error.ts";
import { say } from "../error/said.ts";
import { type Ask, anyJson, part } from "./ask.ts";

const submitted = schema.object({
  index: schema.integer(),
  hash: forms.hash,
  state: schema.oneOf("released", "held"),
});
/** What the gatekeeper answers to a submission: where in the log it stands, and whether it is held first. */
export type Submitted = schema.Read<typeof submitted>;

/** Reads the answer to a submission of the document `hash`. Refuses with `answer`, `answer.hash`. */
export function readSubmitted(answer: JsonValue | undefined, hash: string): Submitted {
  let read: Submitted;
  try {
    read = submitted(answer ?? null, "answer");
  } catch (error) {
    throw new ClientError("answer", "submit", say`The answer to the submission is wrong: ${(error as Error).message}`);
  }
  if (read.hash !== hash)
    throw new ClientError(
      "answer.hash",
      "submit",
      say`Submitted ${hash}, but the answer is about ${read.hash}. Do not rely on it.`,
    );
  return read;
}

/** Hands a document to the gatekeeper, which needs no session for it. `targets`: the list of phones, where it has one. */
export async function submit(
  ask: Ask,
  hash: string,
  envelope: JsonValue,
  targets: readonly string[],
): Promise<Submitted> {
  const body = targets.length > 0 ? { envelope, targets } : { envelope };
  return readSubmitted(await ask("/gate/v1/submit", { body }), hash);
}

/** What stands in the log: the document itself, or the release of an order. */
export type EntryKind = "order" | "ticket" | "charter";

/**
 * That the document (or the release of this order) stands at `index` of the log of `head`, a head that was verified after
 * the submission. A server that says "released" and sends nothing is found out here. Refuses with `log.inclusion`.
 */
export async function proveEntry(ask: Ask, head: Head, index: number, hash: string, kind: EntryKind): Promise<void> {
  let entry = hash;
  if (kind === "order") {
    const answer = await ask(`/log/v1/entry/${index}`);
    const release = openEnvelope(releaseType, part("entry", answer, "envelope", anyJson));
    if (release.body.order !== hash)
      throw new ClientError(
        "log.inclusion",
        `log.${index}`,
        say`The log holds the release of another order there. Do not rely on it.`,
      );
    entry = release.hash;
  }
  const answer = await ask(`/log/v1/inclusion/${index}?size=${head.size}`);
  const path = part("inclusion", answer, "path", forms.path);
  const claim = { index, size: head.size, leaf: leafHash(fromHex(entry)), root: fromHex(head.root), path };
  if (!verifyInclusion(claim))
    throw new ClientError(
      "log.inclusion",
      `log.${index}`,
      say`Accepted in words only: the log's head does not prove it.`,
    );
}
