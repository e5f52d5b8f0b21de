import { type Document, type Hello, helloType, type JsonValue, openEnvelope, verifyKeySignature } from "@rempart/trust";
import { nowSeconds } from "../clock.ts";
import type { Context } from "../context.ts";
import { GateError } from "../error.ts";
import { type Device, keyOf, phoneEvent } from "./registry.ts";
import { makeToken, tokenLife } from "./token.ts";

/** How long a poll may wait, in seconds. */
export const maxWait = 600;

/** The device, if it is served; throws `token`, `device.confirm` or `device.gone`. */
export function servedDevice(context: Context, id: string): Device {
  const device = context.devices.get(id);
  if (!device) throw new GateError("token", "device", "is not enrolled here");
  if (device.state === "confirm")
    throw new GateError("device.confirm", "device", "waits for an operator to compare the code");
  if (device.state === "gone") throw new GateError("device.gone", "device", "was wiped or unenrolled");
  return device;
}

/** Uses the hello's number up; false when it was used before. Another system than before goes to the server with it. */
async function count(context: Context, device: Device, document: Document<Hello>): Promise<boolean> {
  const { count: number, os, patch } = document.body;
  const values = [device.id, number, os, patch ?? null];
  const update = "update device set hello_count = $2, os = $3, patch = $4 where id = $1 and hello_count < $2";
  if (os === device.os && patch === device.patch) return (await context.pool.query(update, values)).rowCount === 1;
  const { body } = phoneEvent({ ...device, os, patch }, device.state);
  const { rowCount } = await context.pool.query(
    `with said as (${update} returning id) insert into outbox (at, type, body) select $5, 'phone', $6 from said`,
    [...values, nowSeconds(), JSON.stringify({ ...body, hello: document.envelope })],
  );
  context.nudge();
  return rowCount === 1;
}

/** Opens a session for the phone that signed this hello. Its count must grow, so that a hello is good once. */
export async function hello(context: Context, envelope: JsonValue) {
  const document = openEnvelope(helloType, envelope);
  const { body } = document;
  if (body.org !== context.charters.newest.genesis)
    throw new GateError("request", "hello.org", "names another organisation");
  const device = context.devices.get(body.device);
  if (!device) throw new GateError("token", "hello.device", "is not enrolled here");
  const signature = document.signatures[0];
  if (document.signatures.length !== 1 || !(await verifyKeySignature(await keyOf(device), document.pae, signature!))) {
    throw new GateError("request", "hello.signatures", "is not signed by the phone's key");
  }
  servedDevice(context, body.device);
  if (!(await count(context, device, document)))
    throw new GateError("report.gap", "hello.count", `must be above ${device.helloCount}`);
  device.helloCount = body.count;
  device.os = body.os;
  device.patch = body.patch;
  device.streams = new Map(body.streams.map(({ stream, n }) => [stream, n]));
  device.offered.clear();
  const token = makeToken(context.keys.token, device.id, nowSeconds() + tokenLife);
  return { token, expiresIn: tokenLife, wait: maxWait, seq: device.resultSeq };
}
