// Phase A (PROTOCOL section 10): once per bundle. What it establishes is what every item is then judged against.
import { type Charter, currentLog, extendChain } from "../charter/charter.ts";
import { type Head, headType, witnessType } from "../documents/types.ts";
import { fromHex } from "../encoding/bytes.ts";
import { verifyKeySignature } from "../envelope/approval.ts";
import { type Document, openEnvelope } from "../envelope/envelope.ts";
import { verifyConsistency } from "../merkle/index.ts";
import { demand, Refusal } from "../refusal.ts";
import type { Bundle } from "./bundle.ts";
import { maxFreezes, type PhoneState } from "./state.ts";

/** The question a phone asked: the nonce it drew, and when on its elapsed clock. */
export interface Question {
  nonce: string;
  drawnAt: number;
}

/** What phase A established. */
export interface Session {
  readonly head: Document<Head>;
  /** What the head says; the freezes that the phone itself keeps count beside it (`verifyItem`). */
  readonly frozen: boolean;
  /** Size of the log that k witnesses vouch for; undefined when too few do. The head's size where k is 0. */
  readonly witnessedSize: number | undefined;
  readonly passedAt: number;
}

/** A nonce older than this is not answered any more: an answer could have been kept back (section 10). */
export const nonceLife = 1200;
const unwitnessedLeap = 86_400;
const witnessSkew = 3600;

/** That `head` is signed by the log of `charter`. Refuses with `log.head`. */
export async function verifyHeadSignature(head: Document<Head>, charter: Charter): Promise<void> {
  const log = currentLog(charter.body);
  demand(head.body.epoch === log.epoch, "log.head", "head.epoch", "is not the epoch of the log in use");
  for (const signature of head.signatures) {
    if (signature.keyid === log.kid && (await verifyKeySignature(charter.logKey, head.pae, signature))) return;
  }
  throw new Refusal("log.head", "head.signatures", "is not signed by the log's key");
}

async function openHead(bundle: Bundle, newest: Charter, question: Question, elapsed: number): Promise<Document<Head>> {
  const head = openEnvelope(headType, bundle.head);
  demand(head.body.org === newest.genesis, "org", "head.org");
  await verifyHeadSignature(head, newest);
  demand(head.body.charter === newest.hash, "log.head", "head.charter", "is not the newest charter shown");
  demand(head.body.nonce === question.nonce, "log.head", "head.nonce", "answers another question");
  demand(elapsed - question.drawnAt <= nonceLife, "log.head", "head.nonce", "answers a question asked too long ago");
  return head;
}

/** (size, root, T) to judge the head against: a new epoch starts from what the charter says. */
function startOf(state: PhoneState, newest: Charter): Pick<PhoneState, "log" | "clock"> {
  const log = currentLog(newest.body);
  if (log.epoch === state.log.epoch) return { log: state.log, clock: state.clock };
  return {
    log: { epoch: log.epoch, size: log.startSize, root: log.startRoot },
    clock: { time: newest.body.issuedAt, at: undefined },
  };
}

interface Vouched {
  size: number;
  times: number[];
}

/** k distinct witnesses over one (size, root) that the head extends; undefined when they do not. */
async function readWitnesses(bundle: Bundle, head: Head, newest: Charter): Promise<Vouched | undefined> {
  const { k } = newest.body;
  if (k === 0) return { size: head.size, times: [] };
  const shown = bundle.witness;
  if (!shown) return undefined;
  const byRoot = new Map<string, Map<string, number>>();
  for (const envelope of shown.statements) {
    const statement = openEnvelope(witnessType, envelope);
    const { body } = statement;
    if (body.org !== newest.genesis || body.origin !== currentLog(newest.body).origin || body.size !== shown.size)
      continue;
    for (const signature of statement.signatures) {
      const key = newest.witnesses.get(signature.keyid);
      if (!key || !(await verifyKeySignature(key, statement.pae, signature))) continue;
      const times = byRoot.get(body.root) ?? new Map<string, number>();
      byRoot.set(body.root, times.set(signature.keyid, body.time));
    }
  }
  for (const [root, times] of byRoot) {
    const claim = { from: shown.size, to: head.size, fromRoot: fromHex(root), toRoot: fromHex(head.root) };
    if (times.size >= k && verifyConsistency({ ...claim, path: shown.consistency })) {
      return { size: shown.size, times: [...times.values()] };
    }
  }
  return undefined;
}

/**
 * A gatekeeper that names a far future alone could expire every order and every policy window (PROTOCOL section 10).
 * Returns whether k witnesses stated their time near the head's: only then does the witnessed time move. Else the
 * gatekeeper could walk a day further with each bundle on statements as old as they were.
 */
function checkTime(state: PhoneState, head: Head, k: number, vouched: Vouched | undefined, elapsed: number): boolean {
  if (k === 0) return false;
  const near = (vouched?.times.filter((time) => Math.abs(time - head.time) <= witnessSkew).length ?? 0) >= k;
  const since = state.witnessed.at === undefined ? 0 : Math.max(0, elapsed - state.witnessed.at);
  const leaps = head.time > state.witnessed.time + since + unwitnessedLeap;
  demand(near || !leaps, "log.time", "head.time", "leaps more than a day without witnesses");
  return near;
}

/**
 * Phase A over `bundle`. `elapsed` is the phone's monotonic clock, in seconds.
 * Returns the state that follows and what the items are judged against; refuses with `org`, `charter.chain`,
 * `log.head`, `log.consistency`, `log.time`, or the codes of form. After a refusal the old state stands.
 */
export async function verifyHead(
  state: PhoneState,
  bundle: Bundle,
  question: Question,
  elapsed: number,
): Promise<{ state: PhoneState; session: Session }> {
  const charters = await extendChain(state.charters, state.genesis, bundle.charters);
  const newest = charters.at(-1)!;
  const head = await openHead(bundle, newest, question, elapsed);
  const { body } = head;
  const start = startOf(state, newest);
  demand(
    verifyConsistency({
      from: start.log.size,
      to: body.size,
      fromRoot: fromHex(start.log.root),
      toRoot: fromHex(body.root),
      path: bundle.consistency,
    }),
    "log.consistency",
    "head",
  );
  const vouched = await readWitnesses(bundle, body, newest);
  const timed = checkTime(state, body, newest.body.k, vouched, elapsed);
  const freezes =
    body.freeze === undefined || state.freezes.includes(body.freeze)
      ? state.freezes
      : [...state.freezes, body.freeze].slice(0, maxFreezes);
  const session: Session = {
    head,
    frozen: body.freeze !== undefined,
    witnessedSize: vouched?.size,
    passedAt: elapsed,
  };
  if (!vouched) return { state: { ...state, charters, freezes }, session };
  const known =
    start.clock.at === undefined ? start.clock.time : start.clock.time + Math.max(0, elapsed - start.clock.at);
  return {
    state: {
      ...state,
      charters,
      freezes,
      log: { epoch: body.epoch, size: body.size, root: body.root },
      clock: { time: Math.max(known, body.time), at: elapsed },
      witnessed: timed ? { time: body.time, at: elapsed } : state.witnessed,
    },
    session,
  };
}
