// Who may say that a restored copy is whole: every configured mirror, and nobody where none is configured.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, mock, test } from "node:test";
import type { Context } from "../context.ts";
import { startPull } from "./pull.ts";

/** What mirrors were asked for. */
const asked: string[] = [];
const mirror = createServer((request, response) => {
  asked.push(request.url!);
  response.end('{"head":{}}');
}).listen(0, "127.0.0.1");
await new Promise((resolve) => mirror.once("listening", resolve));
const there = `http://127.0.0.1:${(mirror.address() as AddressInfo).port}`;
after(() => mirror.close());

/** A gatekeeper restored from a backup, as far as mirrors concern it. */
function restored() {
  let confirmed = 0;
  const log = {
    behind: { size: 15, why: "restored", restored: 1 } as object | undefined,
    size: () => 15,
    confirm(): void {
      confirmed++;
      log.behind = undefined;
    },
  };
  const witnesses = { learn: async () => ({ body: { size: 15 } }) };
  const context = { log, witnesses, charters: { founded: true } } as unknown as Context;
  return { context, confirmed: () => confirmed };
}

/** Starts asking, and lets the pause between two rounds pass. */
async function confirmations(mirrors: readonly string[]): Promise<number> {
  mock.timers.enable({ apis: ["setInterval"] });
  const { context, confirmed } = restored();
  const pull = startPull(context, mirrors);
  try {
    await pull.asked;
    mock.timers.tick(5000);
    // Rounds run at most one at a time: once another one could be asked for, this one is over.
    for (let i = 0; i < 20; i++) await new Promise((resolve) => setTimeout(resolve, 10));
    return confirmed();
  } finally {
    await pull.stop();
    mock.timers.reset();
  }
}

test("without mirrors a restored gatekeeper waits, however long", async () => {
  assert.equal(await confirmations([]), 0);
});

test("one mirror that does not answer keeps it waiting, since that one may know more", async () => {
  asked.length = 0;
  assert.equal(await confirmations([there, "http://127.0.0.1:1"]), 0);
  // Nor does it take entries from the one that answers: with them it would be whole up to where that one ends.
  assert.deepEqual(new Set(asked), new Set(["/witness/v1/statement"]));
});

test("when all have answered and none knows more, it goes on", async () => {
  assert.equal(await confirmations([there]), 1);
});
