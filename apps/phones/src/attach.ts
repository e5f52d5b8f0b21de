import { createHash } from "node:crypto";
import { randomBytes } from "@rempart/trust";
import type { Queued } from "./memory.ts";

/** `data` as it goes beside a result: JSON behind 32 random bytes, and the hash that the result names. */
export function attach(data: unknown): Queued["data"] {
  if (data === undefined) return undefined;
  // The nonce keeps the logged hash from being an oracle for what a phone may have answered.
  const bytes = Buffer.concat([randomBytes(32), Buffer.from(JSON.stringify(data))]);
  return { sha256: createHash("sha256").update(bytes).digest("hex"), value: bytes.toString("base64") };
}
