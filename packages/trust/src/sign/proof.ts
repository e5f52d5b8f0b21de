// A sign-in that stands for one request: its nonce is made from the request, so that whoever holds the sign-in before it
// was used (a mirror that was shown one, a proxy that kept one back) can do nothing else with it.
import { sha256 } from "#crypto";
import { toBase64url } from "../encoding/base64.ts";
import { concat, utf8 } from "../encoding/bytes.ts";
import type { JsonValue } from "../json/reader.ts";

/** What a request says besides who asks. */
export type RequestFields = Readonly<Record<string, JsonValue>>;

/**
 * The nonce of a sign-in for a POST of `fields` to `path` (docs/protocol/interfaces.md): SHA-256 over the path, 32 random
 * bytes that travel beside it, and the fields as JSON.stringify writes them, in the order in which they are sent.
 */
export function requestNonce(path: string, salt: Uint8Array, fields: RequestFields): string {
  const text = utf8(JSON.stringify(fields));
  return toBase64url(sha256(concat(utf8(`rempart/proof/v1\n${path}\n`), salt, text)));
}
