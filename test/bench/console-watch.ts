// Clocks inside the page: what counts is when something was drawn, not when the test heard of it.
import type { Page } from "playwright-core";

/** Put into every page before its own code; `since` counts in performance.now(). */
interface Watch {
  /** The time at which the next frame was drawn in which `holds`. */
  drawn(holds: () => boolean): Promise<number>;
  /** The longest task of the main thread since `since`, in milliseconds; 0 when none took 50. */
  longest(since: number): number;
  /** When the last key came down. */
  key: number;
  /** When the last click was. */
  click: number;
  /** When the list had answered what was typed last. */
  answered: Promise<number>;
}
declare global {
  interface Window {
    rempartBench: Watch;
  }
}

/** Makes every later page of the tab carry the clocks. */
export async function watchDrawing(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const tasks: { from: number; ms: number }[] = [];
    const observer = new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) tasks.push({ from: startTime, ms: duration });
    });
    observer.observe({ type: "longtask", buffered: true });
    const watch: Watch = {
      key: 0,
      click: 0,
      answered: Promise.resolve(0),
      // The task after a frame's callbacks runs once that frame is on its way to the screen.
      drawn: (holds) =>
        new Promise((resolve, reject) => {
          const patience = performance.now() + 30_000;
          const look = (): void => {
            if (performance.now() > patience) {
              reject(new Error(`not drawn in half a minute: ${holds}`));
              return;
            }
            if (!holds()) {
              requestAnimationFrame(look);
              return;
            }
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => resolve(performance.now());
            port2.postMessage(0);
          };
          requestAnimationFrame(look);
        }),
      longest: (since) => Math.max(0, ...tasks.filter(({ from }) => from >= since).map(({ ms }) => ms)),
    };
    window.rempartBench = watch;
    addEventListener("keydown", ({ timeStamp }) => (watch.key = timeStamp), true);
    addEventListener("click", ({ timeStamp }) => (watch.click = timeStamp), true);
    const isAnswered = (): boolean => document.querySelector('[role=grid][aria-busy="true"]') === null;
    addEventListener(
      "input",
      () => {
        watch.answered = watch.drawn(isAnswered);
      },
      true,
    );
  });
}

/** Milliseconds from the start of the navigation until an element that matches `selector` was drawn. */
export async function drawnAfter(page: Page, selector: string): Promise<number> {
  return page.evaluate((css) => window.rempartBench.drawn(() => document.querySelector(css) !== null), selector);
}

/** The JavaScript heap in use after a collection, in MiB. */
export async function heapOf(page: Page): Promise<number> {
  const devtools = await page.context().newCDPSession(page);
  try {
    await devtools.send("HeapProfiler.collectGarbage");
    const { usedSize } = await devtools.send("Runtime.getHeapUsage");
    return usedSize / 2 ** 20;
  } finally {
    await devtools.detach();
  }
}
