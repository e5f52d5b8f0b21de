// Notices to people, through their browsers' push services. They say nothing (ADR 18): whoever is woken asks. Nothing here
// holds up or fails an order: it begins after the commit, in memory, and what goes wrong is only said.
import { createHmac, randomBytes } from "node:crypto";
import { holdsRole, type JsonValue } from "@rempart/trust";
import { nowSeconds } from "../clock.ts";
import type { Context } from "../context.ts";
import { say } from "../output.ts";
import { openDraft } from "./draft.ts";
import { readEndpoint } from "./endpoint.ts";
import { AnnounceLimits } from "./limits.ts";
import { type Kind, openQueue } from "./queue.ts";
import { type Outcome, send } from "./send.ts";
import { endpointsOf, forgetEndpoint } from "./subscriptions.ts";
import type { Vapid } from "./vapid.ts";

const urgencies = { alarm: "high", draft: "normal" } as const;
/** Troubles with push services that are told; more are not remembered. */
const mostTold = 100;
/** Milliseconds that what is under way has when the process ends. */
const grace = 1000;

/** Tells people that something waits for them, or that something grave happened. */
export class Notices {
  readonly vapid: Vapid;
  readonly #context: () => Context;
  readonly #limits = new AnnounceLimits();
  readonly #told = new Set<string>();
  // Of this process alone: a push service cannot tell by the topic what wakes whom in which organisation.
  readonly #topicKey = randomBytes(32);
  readonly #ended = new AbortController();
  readonly #queue = openQueue({
    send: (endpoint, kind) => this.#send(endpoint, kind),
    gone: (endpoint) => forgetEndpoint(this.#context().pool, endpoint),
    failed: (endpoint, status) => this.#tell(new URL(endpoint).host, status),
  });
  constructor(vapid: Vapid, context: () => Context) {
    this.vapid = vapid;
    this.#context = context;
  }

  /**
   * Wakes the people who could still sign a draft that its signer announces. Says how many browsers will be sent a message:
   * none when it was announced before, is accepted already, or needs nobody any more. Refuses as `openDraft`, and with `rate`.
   */
  async announce(envelope: JsonValue): Promise<number> {
    const { charters, freezes, book, pool } = this.#context();
    const now = nowSeconds();
    const draft = await openDraft(envelope, { charter: charters.newest, now, frozen: freezes.frozen });
    if (this.#limits.knows(draft.hash) || book.byHash.has(draft.hash) || book.erased.has(draft.hash)) return 0;
    this.#limits.take(draft.hash, draft.by[0]!, now);
    return this.#add(await endpointsOf(pool, draft.wanted), "draft");
  }

  /** Wakes every approver, those who signed among them: it may be their key that was stolen. Returns at once. */
  alarm(): void {
    const { charters, pool } = this.#context();
    const approvers = charters.newest.body.people.filter((person) => holdsRole(person, "approver"));
    endpointsOf(
      pool,
      approvers.map(({ id }) => id),
    )
      .then((endpoints) => this.#add(endpoints, "alarm"))
      .catch((error: unknown) => say("error", { where: "push", message: (error as Error).message }));
  }

  #add(endpoints: readonly string[], kind: Kind): number {
    return endpoints.filter((endpoint) => this.#queue.add(endpoint, kind)).length;
  }

  async #send(endpoint: string, kind: Kind): Promise<Outcome> {
    const { config, charters } = this.#context();
    const hosts = config.push?.hosts ?? [];
    // Judged again: the list may be shorter than when it was subscribed.
    const url = readEndpoint(endpoint, hosts);
    const contact = config.push?.contact ?? charters.newest.body.origins[0]!;
    const authorization = this.vapid.authorization(url.origin, contact, nowSeconds());
    const topic = createHmac("sha256", this.#topicKey).update(kind).digest("base64url").slice(0, 22);
    return send(url, { authorization, urgency: urgencies[kind], topic }, { hosts, ended: this.#ended.signal });
  }

  /** Never the endpoint, which is a secret of the browser's. */
  #tell(host: string, status: number | undefined): void {
    const what = `${host} ${status ?? "no answer"}`;
    if (this.#told.has(what) || this.#told.size >= mostTold) return;
    this.#told.add(what);
    const message = status === undefined ? "a push service does not answer" : `a push service answers ${status}`;
    say("error", { where: "push", host, message });
  }

  /** Begins nothing more; resolves when what was under way is done, or was cut off after a second. */
  async stop(): Promise<void> {
    const cut = setTimeout(() => this.#ended.abort(), grace);
    await this.#queue.stop();
    clearTimeout(cut);
  }
}
