// How often people may be woken: what one signer's key, or a server that announces again what it was shown, can make of it.
import { GateError } from "../error.ts";

/** Announcements of one signer in an hour. */
const perHour = 30;
const hour = 3600;
/** A draft is too old to be announced after a day and the skew of a clock. */
const remembered = 86_400 + 600;

/** Remembers what was announced, and by whom. In memory: after a restart a draft may wake people once more. */
export class AnnounceLimits {
  /** Hash to when it may be forgotten, oldest first. */
  readonly #seen = new Map<string, number>();
  /** Signer to the times of the last hour. */
  readonly #times = new Map<string, number[]>();
  readonly #most: number;
  constructor(most = 50_000) {
    this.#most = most;
  }

  /** Whether this draft was announced before. */
  knows(hash: string): boolean {
    return this.#seen.has(hash);
  }

  /** Notes an announcement of `person` at `now` (Unix seconds); refuses with `rate` the one too many. */
  take(hash: string, person: string, now: number): void {
    const times = (this.#times.get(person) ?? []).filter((at) => at > now - hour);
    if (times.length >= perHour)
      throw new GateError(
        "rate",
        "announce",
        `${perHour} drafts of one person are announced in an hour. It waits at the server all the same`,
      );
    for (const [old, until] of this.#seen) {
      if (until > now && this.#seen.size < this.#most) break;
      this.#seen.delete(old);
    }
    this.#seen.set(hash, now + remembered);
    this.#times.set(person, [...times, now]);
    for (const [other, last] of this.#times) if (last.at(-1)! <= now - hour) this.#times.delete(other);
  }
}
