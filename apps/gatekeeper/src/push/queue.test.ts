import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { type Kind, openQueue, type QueueOptions } from "./queue.ts";
import type { Outcome } from "./send.ts";

type Answer = number | "nothing" | Promise<unknown>;

/** A queue whose messages are answered by `answer`; says what was sent, taken away, given up. */
function bench(answer: (endpoint: string, tries: number) => Answer, more: Partial<QueueOptions> = {}) {
  const sent: string[] = [];
  const gone: string[] = [];
  const failed: [string, number | undefined][] = [];
  let running = 0;
  let together = 0;
  const queue = openQueue({
    async send(endpoint, kind): Promise<Outcome> {
      sent.push(`${kind} ${endpoint}`);
      together = Math.max(together, ++running);
      try {
        const answered = answer(endpoint, sent.filter((one) => one.endsWith(` ${endpoint}`)).length);
        if (answered === "nothing") throw new Error("nobody answers");
        if (typeof answered !== "number") await answered;
        return { status: typeof answered === "number" ? answered : 201, retryAfter: undefined };
      } finally {
        running--;
      }
    },
    gone: async (endpoint) => void gone.push(endpoint),
    failed: (endpoint, status) => void failed.push([endpoint, status]),
    pauses: [0, 0, 0],
    ...more,
  });
  const settled = async (): Promise<void> => {
    // Pauses of no length are timers all the same.
    for (let n = 0; n < 200 && (queue.waiting > 0 || running > 0 || n < 5); n++) {
      await turn();
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  };
  return { queue, sent, gone, failed, settled, most: () => together };
}

test("two of a kind for one browser are one; alarms go first; no more than some at once", async () => {
  let open: () => void = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const { queue, sent, settled, most } = bench(() => gate, { concurrent: 2 });
  for (const endpoint of ["a", "b", "c", "d", "c", "d"]) assert.equal(queue.add(endpoint, "draft"), true);
  assert.equal(queue.add("c", "alarm"), true);
  assert.equal(queue.waiting, 3, "a and b are under way");
  open();
  await settled();
  assert.deepEqual(sent, ["draft a", "draft b", "alarm c", "draft c", "draft d"]);
  assert.equal(most(), 2);
  assert.equal(queue.waiting, 0);
});

test("one under way may be too early for what is added now: it is sent again", async () => {
  let open: () => void = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const { queue, sent, settled } = bench(() => gate);
  queue.add("a", "draft");
  await turn();
  queue.add("a", "draft");
  open();
  await settled();
  assert.deepEqual(sent, ["draft a", "draft a"]);
});

test("404 and 410 end a subscription; other refusals and redirects end the message; the rest is tried a few times", async () => {
  const answers: Record<string, Answer> = { a: 404, b: 410, c: 403, d: 302, e: 429, f: 503, g: "nothing", h: 201 };
  const { queue, sent, gone, failed, settled } = bench((endpoint) => answers[endpoint]!);
  for (const endpoint of Object.keys(answers)) queue.add(endpoint, "draft");
  await settled();
  const tries = (endpoint: string): number => sent.filter((one) => one === `draft ${endpoint}`).length;
  assert.deepEqual("abcdefgh".split("").map(tries), [1, 1, 1, 1, 4, 4, 4, 1]);
  assert.deepEqual(gone, ["a", "b"]);
  const given = [
    ["c", 403],
    ["d", 302],
    ["e", 429],
    ["f", 503],
    ["g", undefined],
  ];
  assert.deepEqual(failed.sort(), given);
  assert.equal(queue.waiting, 0);
});

test("a push service that comes back takes what waited", async () => {
  const { queue, sent, failed, settled } = bench((_, tries) => (tries < 3 ? 503 : 201));
  queue.add("a", "alarm");
  await settled();
  assert.deepEqual([sent.length, failed], [3, []]);
});

test("the queue is bounded, and whatever waits for another try counts", async () => {
  const { queue, sent, settled } = bench(() => 503, { most: 3, pauses: [60_000] });
  const kinds: Kind[] = ["draft", "alarm"];
  queue.add("a", "draft");
  await settled();
  assert.equal(queue.waiting, 1);
  // While its push service wants to be left alone, nothing more is sent there.
  for (let n = 0; n < 100; n++) assert.equal(queue.add("a", "draft"), true);
  assert.equal(sent.length, 1);
  for (const kind of kinds) queue.add("b", kind);
  await settled();
  assert.equal(queue.waiting, 3);
  assert.equal(queue.add("c", "alarm"), false);
  await queue.stop();
  assert.equal(queue.add("d", "alarm"), false);
  assert.equal(sent.length, 3);
});

test("stopping waits for what is under way and begins nothing", async () => {
  let open: () => void = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const { queue, sent } = bench(() => gate, { concurrent: 1 });
  queue.add("a", "draft");
  queue.add("b", "draft");
  let stopped = false;
  const stopping = queue.stop().then(() => {
    stopped = true;
  });
  await turn();
  assert.equal(stopped, false);
  open();
  await stopping;
  assert.deepEqual(sent, ["draft a"]);
});
