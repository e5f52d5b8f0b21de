// The brake, recomputed: every phone that a destructive document was handed to stands in the log by name.
import type { Window } from "@rempart/trust";

/** Slots in order of time, and the sums over the windows. */
export class Brake {
  readonly #slots: { at: number; phones: number }[] = [];

  #within(at: number, seconds: number): number {
    let sum = 0;
    for (let i = this.#slots.length - 1; i >= 0; i--) {
      const slot = this.#slots[i]!;
      if (slot.at > at - seconds && slot.at <= at) sum += slot.phones;
    }
    return sum;
  }

  /** Takes `phones` slots cut at `at`; gives the first window that they overfill. */
  cut(at: number, phones: number, windows: readonly Window[]): { window: Window; used: number } | undefined {
    if (phones === 0) return undefined;
    this.#slots.push({ at, phones });
    for (const window of windows) {
      const used = this.#within(at, window.seconds);
      if (used > window.phones) return { window, used };
    }
    return undefined;
  }

  /** The most that any window of these lengths held. */
  peaks(windows: readonly Window[]): { seconds: number; allowed: number; most: number }[] {
    return windows.map(({ seconds, phones }) => ({
      seconds,
      allowed: phones,
      most: Math.max(0, ...this.#slots.map(({ at }) => this.#within(at, seconds))),
    }));
  }
}
