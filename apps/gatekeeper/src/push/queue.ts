// Messages that wait to be sent. In memory: one that is lost with the process costs a wake-up, and no order waits for it.
// Two messages of a kind for one browser are one, so that the queue is never longer than twice the subscriptions.
import type { Outcome } from "./send.ts";

/** `alarm`: the gatekeeper's own, which goes first; `draft`: somebody asks for signatures. */
export type Kind = "alarm" | "draft";

export interface QueueOptions {
  /** Sends one message; throws when nothing answered. */
  send(endpoint: string, kind: Kind): Promise<Outcome>;
  /** The push service says that there is no such browser any more. */
  gone(endpoint: string): Promise<void>;
  /** Given up: with the status, or undefined when nothing answered. */
  failed(endpoint: string, status: number | undefined): void;
  /** Milliseconds before each further try. */
  pauses?: readonly number[];
  /** Messages under way at once. */
  concurrent?: number;
  /** Messages that wait. */
  most?: number;
}

/** No push service makes a message wait longer than this, in milliseconds. */
const longestPause = 600_000;

function isPassing(status: number | undefined): boolean {
  return status === undefined || status === 429 || status >= 500;
}

/** Sends what is added, alarms first, until stopped. */
export function openQueue(options: QueueOptions) {
  const { pauses = [5_000, 30_000, 120_000], concurrent = 16, most = 10_000 } = options;
  /** Endpoint to the tries it had. In order of insertion. */
  const ready: Record<Kind, Map<string, number>> = { alarm: new Map(), draft: new Map() };
  const later: Record<Kind, Map<string, NodeJS.Timeout>> = { alarm: new Map(), draft: new Map() };
  let running = 0;
  let stopped = false;
  let idle: (() => void) | undefined;

  function again(endpoint: string, kind: Kind, tries: number, outcome: Outcome | undefined): void {
    const pause = pauses[tries];
    if (pause === undefined) options.failed(endpoint, outcome?.status);
    // A newer one may have taken its place meanwhile.
    if (pause === undefined || stopped || ready[kind].has(endpoint) || later[kind].has(endpoint)) return;
    const wait = Math.min(longestPause, Math.max(pause, (outcome?.retryAfter ?? 0) * 1000));
    const timer = setTimeout(() => {
      later[kind].delete(endpoint);
      ready[kind].set(endpoint, tries + 1);
      pump();
    }, wait);
    timer.unref();
    later[kind].set(endpoint, timer);
  }

  async function run(endpoint: string, kind: Kind, tries: number): Promise<void> {
    const outcome = await options.send(endpoint, kind).catch(() => undefined);
    const status = outcome?.status;
    if (status === 404 || status === 410) await options.gone(endpoint);
    else if (isPassing(status)) again(endpoint, kind, tries, outcome);
    else if (status! < 200 || status! >= 300) options.failed(endpoint, status);
  }

  function pump(): void {
    while (!stopped && running < concurrent) {
      const kind: Kind = ready.alarm.size > 0 ? "alarm" : "draft";
      const next = ready[kind].entries().next().value;
      if (!next) return;
      const [endpoint, tries] = next;
      ready[kind].delete(endpoint);
      running++;
      void run(endpoint, kind, tries)
        .catch(() => {})
        .finally(() => {
          running--;
          if (stopped && running === 0) idle?.();
          pump();
        });
    }
  }

  return {
    /** Whether `endpoint` will be sent a message of this kind: by this call, or because one waits already. */
    add(endpoint: string, kind: Kind): boolean {
      if (ready[kind].has(endpoint) || later[kind].has(endpoint)) return true;
      if (stopped || ready.alarm.size + ready.draft.size + later.alarm.size + later.draft.size >= most) return false;
      ready[kind].set(endpoint, 0);
      pump();
      return true;
    },
    /** Messages that wait, for another try among them. */
    get waiting(): number {
      return ready.alarm.size + ready.draft.size + later.alarm.size + later.draft.size;
    },
    /** Begins nothing more; resolves when what was under way is done. */
    async stop(): Promise<void> {
      stopped = true;
      for (const timers of [later.alarm, later.draft]) for (const timer of timers.values()) clearTimeout(timer);
      if (running > 0)
        await new Promise<void>((resolve) => {
          idle = resolve;
        });
    },
  };
}
