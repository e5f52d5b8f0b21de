// What must be true in the end: of the log, of the phones, of the server.
import assert from "node:assert/strict";
import { verifyEntries } from "@rempart/log";
import { fromHex, headType, type JsonValue, openCharter, openEnvelope, verifyHeadSignature } from "@rempart/trust";
import { readEntry } from "../../packages/client/src/log/entry.ts";
import type { Line } from "../demo/lines.ts";
import type { Accepted, SeenHead } from "./flow.ts";
import { ask, type Stack, until } from "./stack.ts";

/** The whole log gives its signed head and every head seen before; each accepted order has its release. */
export async function auditLog(stack: Stack, accepted: readonly Accepted[], earlier: readonly SeenHead[]) {
  const { genesis } = stack.organisation;
  const { json } = await stack.head();
  const head = openEnvelope(headType, json.head!);
  await verifyHeadSignature(head, await openCharter(genesis.envelope));
  const { size, root } = head.body;
  const hashes: Uint8Array[] = [];
  const released = new Map<string, number>();
  while (hashes.length < size) {
    const page = await ask(`${stack.gatekeeper}/log/v1/entries?from=${hashes.length}&limit=1000`);
    for (const value of (page.json.entries as JsonValue[]).slice(0, size - hashes.length)) {
      const entry = readEntry(hashes.length, value, genesis.hash);
      hashes.push(fromHex(entry.hash!));
      if (entry.type !== "release" || !("body" in entry)) continue;
      const { order } = entry.body as unknown as { order: string };
      released.set(order, (released.get(order) ?? 0) + 1);
    }
  }
  const seen = [...earlier].sort((a, b) => a.size - b.size);
  await verifyEntries(
    hashes,
    { size, root: fromHex(root) },
    seen.map((one) => ({ size: one.size, root: fromHex(one.root) })),
  );
  for (const { order } of accepted) assert.equal(released.get(order.hash), 1, `releases of ${order.hash}`);
  assert.equal(released.size, accepted.length, "the log releases what nobody was told of");
  return { size, entries: hashes.length };
}

/** Outcomes of each order on each phone, over every process the phones have had. */
function outcomesOf(lines: readonly Line[]): Map<string, string[]> {
  const outcomes = new Map<string, string[]>();
  for (const line of lines) {
    if (line.event !== "executed") continue;
    const key = `${String(line.device)} ${String(line.order)}`;
    outcomes.set(key, [...(outcomes.get(key) ?? []), String(line.outcome)]);
  }
  return outcomes;
}

/** Whether each phone has an end for each order: it carried it out, or says that it was interrupted. */
export function isExecuted(lines: readonly Line[], accepted: readonly Accepted[]): boolean {
  const outcomes = outcomesOf(lines);
  return accepted.every(
    ({ order, devices }) =>
      order.body.action !== "ring" || devices.every((device) => outcomes.has(`${device} ${order.hash}`)),
  );
}

/** Nothing twice on any phone; each ring once, the newest policy by all. Gives how many were interrupted. */
export function auditPhones(lines: readonly Line[], accepted: readonly Accepted[]): number {
  const outcomes = outcomesOf(lines);
  const known = new Set(accepted.map(({ order }) => order.hash));
  let interrupted = 0;
  for (const [key, list] of outcomes) {
    assert.ok(known.has(key.split(" ")[1]!), `${key} was carried out and never accepted`);
    assert.ok(list.filter((outcome) => outcome === "done").length <= 1, `${key} twice: ${list.join()}`);
    assert.ok(
      list.every((outcome) => outcome === "done" || outcome === "interrupted"),
      `${key}: ${list.join()}`,
    );
    if (list.includes("interrupted")) interrupted++;
  }
  const newest = accepted.filter(({ order }) => order.body.action === "policy").at(-1);
  for (const one of accepted) {
    if (one.order.body.action !== "ring" && one !== newest) continue;
    for (const device of one.devices)
      assert.ok(outcomes.has(`${device} ${one.order.hash}`), `${device} lacks an order`);
  }
  return interrupted;
}

/** The server holds every accepted order with its release, and one result of each phone for each ring. */
export async function auditServer(stack: Stack, accepted: readonly Accepted[]): Promise<void> {
  const token = await stack.signIn();
  for (const { order, devices } of accepted) {
    await until(`the server to hold ${order.body.action} ${order.hash}`, 30, async () => {
      const { status, json } = await ask(`${stack.server}/api/v1/orders/${order.hash}`, undefined, token);
      if (status !== 200 || (json.releases as JsonValue[]).length !== 1) return undefined;
      const results = json.results as { device: string; outcome: string }[];
      if (order.body.action === "ring" && results.length < devices.length) return undefined;
      const reported = results.map((result) => result.device);
      assert.equal(new Set(reported).size, reported.length, `two results of one phone for ${order.hash}`);
      return true;
    });
  }
}
