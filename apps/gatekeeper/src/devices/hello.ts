import { helloType, type JsonValue, openEnvelope, verifyKeySignature } from "@rempart/trust";
import { nowSeconds } from "../clock.ts";
import type { Context } from "../context.ts";
import { GateError } from "../error.ts";
import { type Device, keyOf } from "./registry.ts";
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
  const { rowCount } = await context.pool.query(
    "update device set hello_count = $2 where id = $1 and hello_count < $2",
    [device.id, body.count],
  );
  if (rowCount !== 1) throw new GateError("report.gap", "hello.count", `must be above ${device.helloCount}`);
  device.helloCount = body.count;
  device.streams = new Map(body.streams.map(({ stream, n }) => [stream, n]));
  device.offered.clear();
  const token = makeToken(context.keys.token, device.id, nowSeconds() + tokenLife);
  return { token, expiresIn: tokenLife, wait: maxWait, seq: device.resultSeq };
}
