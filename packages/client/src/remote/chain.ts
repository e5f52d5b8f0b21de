// What the gatekeeper says, believed only as far as signed bytes carry it.
import {
  extendChain,
  forms,
  fromHex,
  type Head,
  headType,
  type JsonValue,
  newNonce,
  openEnvelope,
  Refusal,
  verifyConsistency,
  verifyHeadSignature,
} from "@rempart/trust";
import { ClientError } from "../error/client-error.ts";
import { say } from "../error/said.ts";
import { type Ask, anyJson, part } from "./ask.ts";
import { type Trust, trustFrom } from "./trust.ts";

/**
 * The whole chain from a genesis that was only named so far. Refuses with `charter.chain` what does not descend from it.
 * `newest`: the version where it ends by somebody's word, which spares the question for one more; a head proves it.
 */
export async function fetchChain(ask: Ask, genesis: string, newest?: number): Promise<Trust> {
  const first = await ask("/charters/1");
  return await syncCharters(ask, trustFrom(await extendChain([], genesis, [first ?? null])), newest);
}

/**
 * Fetches the charters above the newest known one and verifies each; the chain that is known or a longer one. `newest` as
 * in `fetchChain`.
 */
export async function syncCharters(ask: Ask, trust: Trust, newest = Number.POSITIVE_INFINITY): Promise<Trust> {
  let { charters } = trust;
  while (charters.length < newest) {
    const version = charters.length + 1;
    const envelope = await ask(`/charters/${version}`, { mayBeAbsent: true });
    if (envelope === undefined) break;
    charters = await extendChain(charters, trust.newest.genesis, [envelope]);
  }
  return trustFrom(charters, trust.log);
}

/** A head that answers a nonce of ours, and what is known with it. */
export interface FreshHead {
  head: Head;
  envelope: JsonValue;
  trust: Trust;
  /** Whether the head says that the organisation is frozen. */
  frozen: boolean;
  /** Statements of witnesses as they came. Not judged: whoever counts on witnesses verifies what they signed. */
  witness: JsonValue | undefined;
}

/**
 * A head bound to a nonce drawn now, signed by the newest charter's log, continuing what was seen. Refuses with `log.head`,
 * `log.consistency`, `org` and the codes of form. The caller keeps `trust.log`, or a later fork goes unseen.
 */
export async function freshHead(ask: Ask, trust: Trust): Promise<FreshHead> {
  const nonce = newNonce();
  const { newest, log } = trust;
  const answer = await ask(`/log/v1/head?nonce=${nonce}&size=${log.size}`);
  const head = openEnvelope(headType, part("head", answer, "head", anyJson));
  const path = part("head", answer, "consistency", forms.path);
  const { body } = head;
  if (body.org !== newest.genesis) throw new Refusal("org", "head.org");
  await verifyHeadSignature(head, newest);
  if (body.charter !== newest.hash)
    throw new ClientError("log.head", "head.charter", say`is not the newest charter shown`);
  if (body.nonce !== nonce) throw new ClientError("log.head", "head.nonce", say`answers another question`);
  checkContinues(log, body, path);
  return {
    head: body,
    envelope: head.envelope,
    frozen: body.freeze !== undefined,
    witness: (answer as { witness?: JsonValue }).witness,
    trust: { ...trust, log: { epoch: body.epoch, size: body.size, root: body.root } },
  };
}

/** Refuses with `log.consistency`, saying precisely what is wrong, a head that does not continue the log seen before. */
export function checkContinues(
  seen: { size: number; root: string },
  head: { size: number; root: string },
  path: readonly Uint8Array[],
): void {
  if (head.size < seen.size)
    throw new ClientError(
      "log.consistency",
      "log.size",
      say`the log shrank: this profile saw ${seen.size} entries, now ${head.size} are shown`,
    );
  if (head.size === seen.size && head.root !== seen.root)
    throw new ClientError(
      "log.consistency",
      "log.root",
      say`the log forked: two roots for size ${seen.size}, ${seen.root} and ${head.root}`,
    );
  const claim = { from: seen.size, to: head.size, fromRoot: fromHex(seen.root), toRoot: fromHex(head.root), path };
  if (!verifyConsistency(claim))
    throw new ClientError(
      "log.consistency",
      "log",
      say`size ${head.size} is not proved to continue size ${seen.size}: the log may have forked`,
    );
}
