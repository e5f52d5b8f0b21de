/** One open long-poll. */
export interface Waiter {
  /** Whether a newer poll of the same phone took its place: this one answers at once. */
  readonly replaced: boolean;
  /** Resolves when woken since the last `rest` began to look, when `seconds` pass, or when the phone hangs up. */
  rest(seconds: number, signal: AbortSignal): Promise<void>;
  close(): void;
}

class Place implements Waiter {
  replaced = false;
  #woken = false;
  #end: (() => void) | undefined;
  readonly #leave: () => void;
  constructor(leave: () => void) {
    this.#leave = leave;
  }

  wake(): void {
    this.#woken = true;
    this.#end?.();
  }

  async rest(seconds: number, signal: AbortSignal): Promise<void> {
    // A wake that came while the phone's orders were being looked up is not lost.
    if (!this.#woken && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const end = (): void => {
          clearTimeout(timer);
          signal.removeEventListener("abort", end);
          this.#end = undefined;
          resolve();
        };
        const timer = setTimeout(end, seconds * 1000);
        signal.addEventListener("abort", end);
        this.#end = end;
      });
    }
    this.#woken = false;
  }

  close(): void {
    this.#leave();
  }
}

/** Phones on an open long-poll. A wake says "look again" and nothing else. */
export class Waiters {
  readonly #places = new Map<string, Place>();

  get count(): number {
    return this.#places.size;
  }

  /** Opens a poll of `device`, before anything is looked up for it; a newer one replaces an older one. */
  open(device: string): Waiter {
    const place = new Place(() => {
      if (this.#places.get(device) === place) this.#places.delete(device);
    });
    const older = this.#places.get(device);
    if (older) older.replaced = true;
    older?.wake();
    this.#places.set(device, place);
    return place;
  }

  wake(device: string): void {
    this.#places.get(device)?.wake();
  }
  wakeAll(): void {
    for (const place of this.#places.values()) place.wake();
  }
}
