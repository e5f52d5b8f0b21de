// What a server in an attacker's hands may make of an honest answer. Pure: each takes the JSON that the real server
// gave and returns what is told instead. Signatures stay as they are: an attacker has none to put in their place.
import { fromBase64, type JsonObject, type JsonValue, payloadType, toBase64, utf8 } from "@rempart/trust";

export type Rewrite = (answer: JsonValue) => JsonValue;

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The answer with `change` made of every value in it, the innermost first; a value that becomes undefined is left out. */
function everywhere(value: JsonValue, change: (value: JsonValue) => JsonValue | undefined): JsonValue | undefined {
  let inside = value;
  if (Array.isArray(value)) {
    inside = value.map((one) => everywhere(one, change)).filter((one) => one !== undefined);
  } else if (isObject(value)) {
    const fields = Object.entries(value).map(([name, one]) => [name, everywhere(one!, change)] as const);
    inside = Object.fromEntries(fields.filter(([, one]) => one !== undefined)) as JsonObject;
  }
  return change(inside);
}

function rewrite(change: (value: JsonValue) => JsonValue | undefined): Rewrite {
  return (answer) => everywhere(answer, change) ?? {};
}

interface Envelope extends JsonObject {
  payloadType: string;
  payload: string;
  signatures: JsonValue[];
}

function isEnvelope(value: JsonValue): value is Envelope {
  return (
    isObject(value) &&
    typeof value.payloadType === "string" &&
    typeof value.payload === "string" &&
    Array.isArray(value.signatures)
  );
}

function isOf(envelope: Envelope, name: string): boolean {
  return envelope.payloadType === payloadType(name);
}

/** Documents called `name` (`order`, `charter`, `release`, ...) whose payload was changed under the old signatures. */
export function altered(name: string, change: (payload: JsonObject) => JsonObject): Rewrite {
  return rewrite((value) => {
    if (!isEnvelope(value) || !isOf(value, name)) return value;
    const bytes = fromBase64(value.payload) ?? new Uint8Array();
    const payload = JSON.parse(new TextDecoder().decode(bytes)) as JsonObject;
    return { ...value, payload: toBase64(utf8(JSON.stringify(change(payload)))) };
  });
}

/** Every document called `name` replaced by `envelope`: an order under another's hash, a charter of the server's own. */
export function replaced(name: string, envelope: JsonValue): Rewrite {
  return rewrite((value) => (isEnvelope(value) && isOf(value, name) ? envelope : value));
}

/** Documents called `name` with other signatures made of the real ones: some left out, some twice, none. */
export function signedBy(name: string, signatures: (real: readonly JsonValue[]) => JsonValue[]): Rewrite {
  return rewrite((value) =>
    isEnvelope(value) && isOf(value, name) ? { ...value, signatures: signatures(value.signatures) } : value,
  );
}

/** Everywhere `a` for `b` and `b` for `a`, where they are whole texts or names of fields: ids of phones, hashes, people. */
export function swapped(a: string, b: string): Rewrite {
  const other = (text: string): string => (text === a ? b : text === b ? a : text);
  return rewrite((value) => {
    if (typeof value === "string") return other(value);
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [other(name), one])) as JsonObject;
  });
}

/** No field of these names: proofs, releases, targets, evidence that the console needs in order to verify. */
export function without(...names: readonly string[]): Rewrite {
  return rewrite((value) =>
    isObject(value)
      ? (Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name))) as JsonObject)
      : value,
  );
}

/** Lists without the items that `field` names as `value`: an order, a phone, a freeze that nobody is to see. */
export function hidden(field: string, value: string): Rewrite {
  return (answer) =>
    everywhere(answer, (one) =>
      Array.isArray(one) ? one.filter((item) => item !== value && !(isObject(item) && item[field] === value)) : one,
    ) ?? {};
}

/** These fields with these values wherever they occur, and at the top: `{frozen: false}`, `{state: "done"}`. */
export function saying(fields: JsonObject): Rewrite {
  return (answer) => {
    const changed = everywhere(answer, (value) => {
      if (!isObject(value)) return value;
      const said = Object.entries(fields).filter(([name]) => name in value);
      return { ...value, ...Object.fromEntries(said) };
    });
    return isObject(changed) ? { ...changed, ...fields } : (changed ?? {});
  };
}

/** Every number under `field` (itself one, or an object or list of them) counted as `count` says: false statistics. */
export function counted(field: string, count: (real: number) => number): Rewrite {
  const all = (value: JsonValue): JsonValue =>
    everywhere(value, (one) => (typeof one === "number" ? count(one) : one)) ?? value;
  return rewrite((value) => (isObject(value) && field in value ? { ...value, [field]: all(value[field]!) } : value));
}

/** All of these, in this order. */
export function together(...rewrites: readonly Rewrite[]): Rewrite {
  return (answer) => rewrites.reduce((told, one) => one(told), answer);
}
