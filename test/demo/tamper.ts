// Every kind of tampering with one signed order: each field of the payload changed, removed, added; each part of each
// signature and of the envelope changed. The signatures stay as they were.
import { fromBase64, type JsonValue, toBase64, utf8 } from "@rempart/trust";

export interface Tampered {
  what: string;
  envelope: JsonValue;
}

type Fields = Record<string, JsonValue>;

function changed(value: JsonValue): JsonValue {
  if (typeof value === "number") return value + 1;
  if (typeof value === "boolean") return !value;
  if (typeof value === "string") {
    // The middle character, replaced by one of the same alphabet.
    const at = Math.floor(value.length / 2);
    return value.slice(0, at) + (value[at] === "a" ? "b" : "a") + value.slice(at + 1);
  }
  if (Array.isArray(value)) return [...value, 1];
  return { ...value, extra: 1 };
}

/** Every leaf of `value` with a way to rebuild the whole around a new one. */
function* leaves(
  value: JsonValue,
  path: string,
  rebuild: (next: JsonValue) => JsonValue,
): Generator<[string, JsonValue, (next: JsonValue) => JsonValue]> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    for (const key of Object.keys(value)) {
      yield* leaves(value[key]!, `${path}.${key}`, (next) => rebuild({ ...value, [key]: next }));
    }
    return;
  }
  yield [path, value, rebuild];
}

function flip(text: string, at: number): string {
  const bytes = fromBase64(text)!;
  bytes[at] = bytes[at]! ^ 1;
  return toBase64(bytes);
}

/** The tampered copies of `envelope`. */
export function* tamperings(envelope: JsonValue): Generator<Tampered> {
  const outer = envelope as { payloadType: string; payload: string; signatures: Fields[] };
  const text = new TextDecoder().decode(fromBase64(outer.payload));
  const payload = JSON.parse(text) as Fields;
  const withText = (next: string): JsonValue => ({ ...outer, payload: toBase64(utf8(next)) });
  const withPayload = (next: JsonValue): JsonValue => withText(JSON.stringify(next));
  for (const [path, value, rebuild] of leaves(payload, "payload", (next) => next)) {
    yield { what: `${path} changed`, envelope: withPayload(rebuild(changed(value))) };
  }
  for (const key of Object.keys(payload)) {
    const { [key]: _removed, ...rest } = payload;
    yield { what: `payload.${key} removed`, envelope: withPayload(rest) };
  }
  yield { what: "an unknown field added", envelope: withPayload({ ...payload, extra: 1 }) };
  yield { what: "a field named twice", envelope: withText(text.replace('{"v":1', '{"v":1,"v":1')) };
  yield { what: "a space added", envelope: withText(`${text} `) };
  yield {
    what: "the fields in another order",
    envelope: withPayload(Object.fromEntries(Object.entries(payload).reverse())),
  };
  yield {
    what: "payloadType of a ticket",
    envelope: { ...outer, payloadType: outer.payloadType.replace("order", "ticket") },
  };
  yield { what: "payload not canonical base64", envelope: { ...outer, payload: `${outer.payload}\n` } };
  yield { what: "no signature", envelope: { ...outer, signatures: [] } };
  yield* signatureTamperings(outer);
}

function* signatureTamperings(outer: { signatures: Fields[] }): Generator<Tampered> {
  for (const [number, signature] of outer.signatures.entries()) {
    const withSignature = (next: Fields): JsonValue => ({
      ...outer,
      signatures: outer.signatures.map((one, index) => (index === number ? next : one)),
    });
    const length = fromBase64(String(signature.sig))!.length;
    for (let at = 0; at < length; at++) {
      yield {
        what: `signature ${number}, byte ${at} flipped`,
        envelope: withSignature({ ...signature, sig: flip(String(signature.sig), at) }),
      };
    }
    yield {
      what: `signature ${number}, other keyid`,
      envelope: withSignature({ ...signature, keyid: changed(String(signature.keyid)) }),
    };
  }
}
