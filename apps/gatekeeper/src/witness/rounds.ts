// The head that witnesses are offered. All of them get the same one until k have signed it, or a second has passed: were
// each given the newest, a busy log would collect one statement for every size and k for none.
import type { Document, Head } from "@rempart/trust";
import { monotonic } from "../metrics.ts";

const patience = 1000;
/** An idle head is signed anew for whoever asks, so that a witness sees that somebody is there. */
const fresh = 5;
const mostFollowers = 256;

/** What a round needs of its surroundings. */
export interface RoundSource {
  size(): number;
  sign(): Promise<Document<Head>>;
  /** The size that k witnesses vouch for. */
  witnessed(): number;
  now(): number;
}

interface Follower {
  /** Somebody else took its place. */
  sent: boolean;
  wake?: () => void;
}

/** Offers heads and lets followers wait for the next one. */
export class Rounds {
  readonly #source: RoundSource;
  #head: Document<Head> | undefined;
  #openedAt = 0;
  #signing: Promise<void> | undefined;
  readonly #waiting = new Set<() => void>();
  /** Who follows, the longest first. */
  readonly #followers = new Set<Follower>();
  constructor(source: RoundSource) {
    this.#source = source;
  }

  /** The log grew, or a statement came: the next head is offered when its time has come. */
  async advance(): Promise<void> {
    const head = this.#head?.body;
    const size = this.#source.size();
    if (head) {
      if (head.size > size) this.#head = undefined;
      else if (head.size === size) return;
      else if (this.#source.witnessed() < head.size && monotonic() - this.#openedAt < patience) return;
    }
    await this.#offer();
    this.#wake();
  }

  async #offer(): Promise<void> {
    this.#signing ??= (async () => {
      this.#head = await this.#source.sign();
      this.#openedAt = monotonic();
    })().finally(() => {
      this.#signing = undefined;
    });
    await this.#signing;
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
  }

  /**
   * The head on offer: at once when it is above `size`, else when there is one, or after `seconds`. One follower too many
   * sends the one that waits the longest home with what there is: strangers may follow too, and must keep no witness out.
   */
  async next(size: number, seconds: number, signal: AbortSignal): Promise<Document<Head>> {
    const until = monotonic() + seconds * 1000;
    const follower: Follower = { sent: false };
    try {
      for (;;) {
        await this.advance();
        const left = until - monotonic();
        if (this.#head!.body.size > size || left <= 0 || signal.aborted || follower.sent) break;
        this.#admit(follower);
        await this.#rest(follower, Math.min(left, patience), signal);
      }
    } finally {
      this.#followers.delete(follower);
    }
    const { body } = this.#head!;
    const stale = body.size === this.#source.size() && this.#source.now() - body.time >= fresh;
    if (stale || body.size < size) await this.#offer();
    return this.#head!;
  }

  #admit(follower: Follower): void {
    if (this.#followers.has(follower)) return;
    const [longest] = this.#followers;
    if (longest && this.#followers.size >= mostFollowers) {
      this.#followers.delete(longest);
      longest.sent = true;
      longest.wake?.();
    }
    this.#followers.add(follower);
  }

  async #rest(follower: Follower, milliseconds: number, signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        signal.removeEventListener("abort", end);
        this.#waiting.delete(end);
        resolve();
      };
      const timer = setTimeout(end, milliseconds);
      signal.addEventListener("abort", end);
      follower.wake = end;
      this.#waiting.add(end);
    });
  }

  /** Ends every wait, on stop. */
  close(): void {
    this.#wake();
  }
}
