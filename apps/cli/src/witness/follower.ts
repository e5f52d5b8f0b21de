// The loop of a witness: ask for the next head, prove that it continues what was signed, note it durably, sign, tell.

import { anyList, gatekeeperProof, part } from "@rempart/client";
import {
  type Charter,
  currentLog,
  type Document,
  extendChain,
  forms,
  fromHex,
  type Head,
  type JsonValue,
  signDocument,
  type Witness,
  witnessType,
} from "@rempart/trust";
import { t } from "../language/language.ts";
import { coded, Problem } from "../problem.ts";
import type { Client } from "../remote/http.ts";
import { checkHead, judgeHead, readShown, type Shown, startOf } from "./judge.ts";
import type { Mirror } from "./mirror.ts";
import type { Signed, WitnessStore } from "./store.ts";

/** What a witness says of itself: one line each. `alarm` is for people, at once. */
export type Tell = (event: "founded" | "signed" | "mirrored" | "alarm" | "back" | "refused", fields: object) => void;

export interface FollowOptions {
  store: WitnessStore;
  gatekeeper: Client;
  /** Pins the organisation; without it the first charter that names our key is believed. */
  genesis: string | undefined;
  /** Seconds without a valid head after which it is an alarm. */
  silence: number;
  /** Seconds that a call waits for news. */
  wait: number;
  tell: Tell;
  /** Unix milliseconds. */
  now(): number;
}

/** An unchanged log is stated again after this time: phones believe a clock only beside a recent statement. */
const restate = 600;
const mirrorPage = 500;
/** Answers of a gatekeeper that holds less than was signed, or finds out by our question. */
const behindCodes = new Set(["log.beyond", "refilling"]);

/** Follows one gatekeeper with one key. */
export class Follower {
  readonly #options: FollowOptions;
  mirror: Mirror | undefined;
  charters: readonly Charter[] = [];
  #contact: number;
  #silent = false;
  /** Size of the last statement that the gatekeeper took. */
  #told = -1;
  #headTime = 0;
  #refusal = "";
  /** The first question after a start waits for nothing: another root for our own size must be seen at once. */
  #asked = false;
  constructor(options: FollowOptions) {
    this.#options = options;
    this.#contact = options.now();
  }

  get newest(): Charter {
    return this.charters.at(-1)!;
  }

  #seconds(): number {
    return Math.floor(this.#options.now() / 1000);
  }

  /** Reads the chain that was kept; refuses with `charter.chain` when it does not descend from the genesis pinned. */
  async open(): Promise<void> {
    const { store, genesis } = this.#options;
    if (!store.state) return;
    if (genesis !== undefined && store.state.genesis !== genesis)
      throw new Problem("charter.chain", store.folder, t`This witness follows ${store.state.genesis}, not ${genesis}.`);
    this.charters = await extendChain([], store.state.genesis, store.state.charters);
  }

  async #syncCharters(): Promise<void> {
    const { gatekeeper, store, genesis, tell } = this.#options;
    const before = this.charters.length;
    for (;;) {
      const version = this.charters.length + 1;
      const envelope = await gatekeeper.ask(`/charters/${version}`, { mayBeAbsent: true });
      if (envelope === undefined) break;
      const first = this.charters.length === 0;
      const pinned =
        this.charters[0]?.hash ??
        genesis ??
        part("status", await gatekeeper.ask("/gate/v1/status"), "genesis", forms.hash);
      this.charters = await extendChain(this.charters, pinned, [envelope]);
      if (first && genesis === undefined && !this.newest.witnesses.has(store.kid)) {
        this.charters = [];
        throw new Problem(
          "witness.unknown",
          gatekeeper.base,
          t`Its first charter does not name this witness. Give --genesis HASH to follow it all the same.`,
        );
      }
    }
    if (this.charters.length === before) return;
    const signed = store.state?.signed ?? [];
    const charters = this.charters.map((charter) => charter.document.envelope);
    await store.save({ genesis: this.newest.genesis, charters, signed });
    tell("founded", { genesis: this.newest.genesis, version: this.newest.body.version });
  }

  async #ask(size: number): Promise<Shown> {
    const answer = await this.#options.gatekeeper.ask(
      `/log/v1/head?size=${size}&wait=${this.#asked ? this.#options.wait : 0}`,
    );
    this.#asked = true;
    return readShown(answer);
  }

  /** The next head, verified up to the charter it names; follows charters at need. */
  async #head(): Promise<Shown & { known: Signed | undefined }> {
    const { store } = this.#options;
    if (this.charters.length === 0) await this.#syncCharters();
    if (this.charters.length === 0)
      throw new Problem("not-founded", "gatekeeper", t`No organisation was founded there yet.`);
    const known = store.signed(currentLog(this.newest.body).origin);
    const shown = await this.#ask(known?.size ?? startOf(this.newest).size);
    if (shown.head.body.charter !== this.newest.hash) {
      await this.#syncCharters();
      const again = store.signed(currentLog(this.newest.body).origin);
      // Another log began: what was asked from is not its beginning.
      if (again !== known) return this.#head();
    }
    await checkHead(shown.head, this.newest);
    return { ...shown, known };
  }

  /** One turn. Resolves after news, or after the wait; rejects when there was no valid answer. */
  async turn(): Promise<void> {
    const { tell } = this.#options;
    let shown: Shown;
    try {
      shown = await this.#follow();
    } catch (error) {
      if (error instanceof Problem && behindCodes.has(error.code)) await this.#showEvidence();
      throw error;
    }
    const { body } = shown.head;
    // An old answer that is played again moves nothing, and is no sign of life.
    if (body.time > this.#headTime) {
      this.#headTime = body.time;
      this.#contact = this.#options.now();
      if (this.#silent) tell("back", { size: body.size });
      this.#silent = false;
    }
  }

  async #follow(): Promise<Shown> {
    const shown = await this.#head();
    const stand = shown.known ?? startOf(this.newest);
    const verdict = judgeHead(stand, shown);
    if (verdict === "cut") await this.#alarmCut(shown);
    else if (verdict === "fork") await this.#alarmFork(shown);
    else {
      await this.#state(shown, shown.known);
      // Beside the loop: a long copy must not keep a statement waiting.
      this.#wanted = shown.head;
      if (this.mirror) this.#mirroring ??= this.#copy();
    }
    return shown;
  }

  /** Signs what continues, or what is due again; tells the gatekeeper until it has it. */
  async #state({ head }: Shown, known: Signed | undefined): Promise<void> {
    const { store } = this.#options;
    if (!this.newest.witnesses.has(store.kid)) return;
    const grown = known === undefined || head.body.size > known.size;
    const last = known?.statement === undefined ? undefined : statementTime(known.statement);
    const due = grown || last === undefined || this.#seconds() - last >= restate;
    if (due) await this.#sign(head, grown ? undefined : known);
    const now = store.signed(currentLog(this.newest.body).origin)!;
    if (due || this.#told !== now.size) await this.#deliver(now);
  }

  async #sign(head: Document<Head>, known: Signed | undefined): Promise<void> {
    const { store, tell } = this.#options;
    const { genesis } = this.newest;
    const { origin } = currentLog(this.newest.body);
    const { size, root } = head.body;
    const others = (store.state?.signed ?? []).filter((one) => one.origin !== origin);
    const charters = this.charters.map((charter) => charter.document.envelope);
    // Durable before the signature exists: whatever happens now, this key never signs another root for this size.
    if (!known) {
      const noted: Signed = { origin, size, root, head: head.envelope };
      await store.save({ genesis, charters, signed: [...others, noted] });
    }
    const body = { v: 1, org: genesis, origin, size, root, time: this.#seconds() };
    const statement = await signDocument(witnessType, body, [store.signer]);
    const signed: Signed = { origin, size, root, head: head.envelope, statement: statement.envelope };
    await store.save({ genesis, charters, signed: [...others, signed] });
    tell("signed", { size, root });
  }

  async #deliver({ size, statement, head }: Signed): Promise<void> {
    const { gatekeeper, tell } = this.#options;
    try {
      await gatekeeper.ask("/gate/v1/witness", { body: { statement, head } });
      this.#told = size;
      this.#refusal = "";
    } catch (error) {
      // A gatekeeper that does not take it is no less watched; said once.
      const message = coded(error as Error);
      if (message !== this.#refusal) tell("refused", { size, message });
      this.#refusal = message;
    }
  }

  /** The gatekeeper says that our size is beyond its log: show it the head it signed, and keep what it shows now. */
  async #showEvidence(): Promise<void> {
    const { store } = this.#options;
    const known = store.signed(currentLog(this.newest.body).origin);
    if (!known) return;
    if (known.statement) await this.#deliver(known);
    const shown = await this.#ask(0).catch(() => undefined);
    if (!shown) {
      this.#alarmBehind(known.size);
      return;
    }
    await checkHead(shown.head, this.newest);
    if (shown.head.body.size < known.size) await this.#alarmCut({ ...shown, known });
  }

  #cutAt = 0;

  /** The gatekeeper itself knows that it is an older copy, and signs nothing: it waits to be refilled. */
  #alarmBehind(size: number): void {
    if (this.#cutAt === size) return;
    this.#cutAt = size;
    const message = t`The gatekeeper holds fewer than the ${size} entries it signed, and signs nothing until it is refilled.`;
    this.#options.tell("alarm", { kind: "behind", known: size, message });
  }

  async #alarmCut({ head, known }: Shown & { known: Signed | undefined }): Promise<void> {
    const { store, tell } = this.#options;
    if (known?.statement) await this.#deliver(known);
    if (this.#cutAt === known!.size) return;
    this.#cutAt = known!.size;
    const proof = { kind: "truncation", signed: known, shown: { head: head.envelope } };
    const file = await store.keepProof("truncation", proof, this.#seconds());
    const message = t`The gatekeeper signs ${head.body.size} entries after it signed ${known!.size}: its database was put back, or history was cut.`;
    tell("alarm", { kind: "truncation", size: head.body.size, known: known!.size, proof: file, message });
  }

  async #alarmFork({ head, consistency, known }: Shown & { known: Signed | undefined }): Promise<never> {
    const { store, tell } = this.#options;
    const stand = known ?? startOf(this.newest);
    const path = consistency.map((node) => Buffer.from(node).toString("hex"));
    const proof = { kind: "fork", signed: known, shown: { head: head.envelope, consistency: path } };
    const file = await store.keepProof("fork", proof, this.#seconds());
    const message = t`The gatekeeper signs ${head.body.size} entries that do not continue the ${stand.size} it signed before: history was rewritten, or somebody else has its key.`;
    tell("alarm", { kind: "fork", size: head.body.size, known: stand.size, proof: file, message });
    throw new Problem("witness.fork", file, message);
  }

  #mirroring: Promise<void> | undefined;

  /** Resolves when no copying is under way. */
  async idle(): Promise<void> {
    await this.#mirroring;
  }

  /** The newest head that was signed: what the mirror is to reach. */
  #wanted: Document<Head> | undefined;

  async #copy(): Promise<void> {
    let head: Document<Head> | undefined;
    try {
      // A newer one may have come while the last was copied: the next turn is a long wait away.
      while (head !== this.#wanted) {
        head = this.#wanted!;
        await this.#mirrorUp(head);
      }
    } catch (error) {
      this.#options.tell("refused", { size: head?.body.size, message: t`mirror: ${(error as Error).message}` });
    } finally {
      this.#mirroring = undefined;
    }
  }

  /** Copies the entries up to a head that was signed, then compares them with its root. */
  async #mirrorUp(head: Document<Head>): Promise<void> {
    const { gatekeeper, store, tell } = this.#options;
    const mirror = this.mirror!;
    const { size, root } = head.body;
    if (mirror.size >= size) return;
    const genesis = this.newest.genesis;
    while (mirror.size < size) {
      const limit = Math.min(mirrorPage, size - mirror.size);
      const signin = await gatekeeperProof(genesis, store.signer, this.#seconds());
      const answer = await gatekeeper.ask("/log/v1/documents", { body: { signin, from: mirror.size, limit } });
      const page = part("documents", answer, "entries", anyList).slice(0, limit);
      if (page.length === 0)
        throw new Problem("answer", "documents", t`The gatekeeper gives fewer entries than it signed.`);
      mirror.append(page);
    }
    if (await mirror.confirm(fromHex(root))) tell("mirrored", { size });
    else {
      const message = t`The entries that the gatekeeper gives do not make the root of size ${size} that it signed.`;
      tell("alarm", { kind: "entries", size, message });
    }
  }

  /** Says once that nobody answers, when it has lasted too long. */
  checkSilence(): void {
    const { now, silence, tell } = this.#options;
    const seconds = Math.floor((now() - this.#contact) / 1000);
    if (this.#silent || seconds < silence) return;
    this.#silent = true;
    tell("alarm", { kind: "silence", seconds, message: t`No valid head for ${seconds} seconds.` });
  }
}

function statementTime(statement: JsonValue): number {
  const { payload } = statement as { payload: string };
  return (JSON.parse(Buffer.from(payload, "base64").toString()) as Witness).time;
}
