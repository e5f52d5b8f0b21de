// How long phones that were waiting had to wait for their orders. Kept in memory; SIGUSR2 prints it (`npm run bench`).
import { createHistogram } from "node:perf_hooks";
import type { Waiters } from "./devices/waiters.ts";
import type { Entry } from "./orders/book.ts";
import { say } from "./output.ts";

/** Milliseconds of a clock that only runs forwards. */
export function monotonic(): number {
  return performance.now();
}

export class Metrics {
  /** Microseconds from the arrival of an order's submission to the write of a bundle with it to a phone's socket. */
  readonly #delivery = createHistogram();

  /** A bundle with `entry` was written to a phone whose poll arrived at `asked`. Phones that came later do not count. */
  delivered(entry: Entry, asked: number): void {
    if (entry.receivedAt === undefined || asked > entry.receivedAt) return;
    this.#delivery.record(Math.max(1, Math.round((monotonic() - entry.receivedAt) * 1000)));
  }

  /** The figures since they were taken last. */
  take() {
    const { count, max } = this.#delivery;
    const [p50, p99] = [50, 99].map((share) => (count === 0 ? 0 : this.#delivery.percentile(share) / 1000));
    this.#delivery.reset();
    return { delivered: { count, p50, p99, max: count === 0 ? 0 : max / 1000 } };
  }
}

/** Prints a line with the figures at each SIGUSR2, where the platform has it. */
export function reportOnSignal(metrics: Metrics, waiters: Waiters) {
  if (process.platform === "win32") return { stop: (): void => {} };
  const report = (): void => {
    const { rss, heapUsed } = process.memoryUsage();
    const { user, system } = process.cpuUsage();
    say("metrics", { waiting: waiters.count, ...metrics.take(), rss, heapUsed, cpu: (user + system) / 1000 });
  };
  process.on("SIGUSR2", report);
  return { stop: (): void => void process.off("SIGUSR2", report) };
}
