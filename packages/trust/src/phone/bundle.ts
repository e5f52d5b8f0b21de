import { fromBase64 } from "../encoding/base64.ts";
import { type JsonValue, readJson } from "../json/reader.ts";
import { bytes, path, size } from "../schema/forms.ts";
import { integer, list, literal, object, oneOf, optional, type Read, type Reader, set } from "../schema/schema.ts";

const env: Reader<JsonValue> = (value) => value;
const secretFields = oneOf("message", "phone", "contact", "text");

const item = object({
  order: env,
  release: env,
  index: size,
  inclusion: path,
  first: optional(object({ release: env, index: size, inclusion: path })),
  target: optional(object({ index: integer(), proof: path })),
  opened: optional(set(object({ field: secretFields, value: bytes(32, 32 + 8192) }), 0, 4, (one) => one.field)),
});
/** One order with all that proves it (PROTOCOL section 10). */
export type Item = Read<typeof item>;

const bundle = object({
  v: literal(1),
  charters: list(env, 0, 1000),
  head: env,
  consistency: path,
  witness: optional(object({ size, consistency: path, statements: list(env, 0, 16) })),
  lifts: optional(list(env, 0, 16)),
  orders: list(env, 0, 64),
});
export type Bundle = Read<typeof bundle>;

export const bundleLimit = 8 * 1024 * 1024;

/** Reads a bundle; items stay unread, so that one malformed item refuses itself alone. */
export function readBundle(input: Uint8Array): Bundle {
  return bundle(readJson(input, bundleLimit, "bundle"), "bundle");
}

/** Reads one item of a bundle; refuses with `schema` or `encoding`. */
export function readItem(value: JsonValue): Item {
  return item(value, "item");
}

/** Hash of the order that an item carries, for reports, even where the item is refused. Undefined when unreadable. */
export function claimedPayload(value: JsonValue): Uint8Array | undefined {
  const order = (value as { order?: { payload?: unknown } } | null)?.order;
  return typeof order?.payload === "string" ? fromBase64(order.payload) : undefined;
}
