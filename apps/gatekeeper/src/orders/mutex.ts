/** Runs one task after the other: decisions that depend on the last one's outcome must not overlap. */
export class Mutex {
  #last: Promise<unknown> = Promise.resolve();
  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#last.then(task);
    this.#last = result.catch(() => {});
    return result;
  }
}
