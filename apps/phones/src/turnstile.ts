/** At most `most` tasks at once; the others wait for their turn. */
export function turnstile(most: number): <T>(task: () => Promise<T>) => Promise<T> {
  let inside = 0;
  const waiting: (() => void)[] = [];
  return async (task) => {
    if (inside >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else inside++;
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else inside--;
    }
  };
}
