// What the process says: one JSON line per event.

export type Event = { event: string } & Record<string, unknown>;
export type Emit = (event: Event) => void;

export interface Events {
  emit: Emit;
  /** Answers to commands: printed even where events are only counted. */
  answer: Emit;
  stop(): void;
}

function print(event: Event): void {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}

/** Prints each event or, when `lean`, only how many of each there were so far, each second in which something happened. */
export function openEvents(lean: boolean): Events {
  if (!lean) return { emit: print, answer: print, stop: () => undefined };
  const counts: Record<string, number> = {};
  let changed = false;
  const report = (): void => {
    if (changed) print({ event: "counts", ...counts });
    changed = false;
  };
  const timer = setInterval(report, 1000);
  return {
    emit: ({ event, outcome, code }) => {
      const detail =
        typeof outcome === "string" ? outcome : typeof code === "string" && event !== "confirm" ? code : "";
      const key = detail === "" ? event : `${event}.${detail}`;
      counts[key] = (counts[key] ?? 0) + 1;
      changed = true;
    },
    answer: print,
    stop: () => {
      clearInterval(timer);
      report();
    },
  };
}
