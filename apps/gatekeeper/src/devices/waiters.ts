/** Phones on an open long-poll. A wake says "look again" and nothing else. */
export class Waiters {
  readonly #waiting = new Map<string, () => void>();

  get count(): number {
    return this.#waiting.size;
  }

  /** Waits until `device` is woken or `seconds` pass; a newer poll of the same phone ends the older one. */
  wait(device: string, seconds: number, signal: AbortSignal): Promise<void> {
    this.wake(device);
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        signal.removeEventListener("abort", end);
        if (this.#waiting.get(device) === end) this.#waiting.delete(device);
        resolve();
      };
      const timer = setTimeout(end, seconds * 1000);
      signal.addEventListener("abort", end);
      this.#waiting.set(device, end);
      if (signal.aborted) end();
    });
  }

  wake(device: string): void {
    this.#waiting.get(device)?.();
  }
  wakeAll(): void {
    for (const end of [...this.#waiting.values()]) end();
  }
}
