// What must be stopped and removed when the bench is interrupted.
const endings = new Set<() => Promise<void>>();

/** Runs `end` once: when the function it gives is called, or at SIGINT or SIGTERM. */
export function onceAtEnd(end: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  const once = (): Promise<void> => {
    endings.delete(once);
    done ??= end();
    return done;
  };
  endings.add(once);
  return once;
}

/** Makes signals end the bench in order. */
export function endOnSignals(): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      console.error(`bench: ${signal}, stopping what was started`);
      void Promise.allSettled([...endings].map((end) => end())).then(() => process.exit(1));
    });
  }
}
