// The lowest forms: strict JSON, canonical base64, strict DER, Merkle proofs.
import { type JsonValue, toBase64, toBase64url, toHex, utf8 } from "../../packages/trust/src/index.ts";
import { signDeterministic } from "../../packages/trust/src/testing/keys.ts";
import { key } from "./world.ts";

const nested = (depth: number, open = "[", close = "]", inner = ""): string =>
  open.repeat(depth) + inner + close.repeat(depth);

/** Each text with the code of its refusal; the good ones mean what any JSON reader makes of them. */
export function makeJson(): JsonValue {
  const cases: JsonValue[] = [];
  const good = (...texts: string[]): void => {
    for (const text of texts) cases.push({ text, code: "ok", value: JSON.parse(text) as JsonValue });
  };
  const bad = (...texts: string[]): void => {
    for (const text of texts) cases.push({ text, code: "json" });
  };
  const bytes = (name: string, code: string, ...values: number[]): void => {
    cases.push({ name, base64: toBase64(Uint8Array.from(values)), code });
  };
  good("{}", "[]", "null", "true", "false", "0", '""', ' {\t"a" : [ 1 ,\r\n2 ] } ', '{"a":{"a":{"a":[]}}}');
  bad("", " ", "{", "}", "[", "]", "[1", "[1,", "[1,]", "[,1]", "[1 2]", '{"a"}', '{"a":}', '{"a":1,}', '{,"a":1}');
  bad(
    '{"a":1 "b":2}',
    '{"a" 1}',
    "{a:1}",
    "{'a':1}",
    "{1:1}",
    '{"a":1}}',
    "[]]",
    "1 2",
    "{} {}",
    '{"a":1]',
    '["a"}',
    '{"a"',
    '{"a":1',
  );
  bad("nul", "True", "NULL", "undefined", "NaN", "Infinity", "truefalse", "tru", "fals", "// c\n1", "/* */1", "#1");
  bad("\u00a01", "1\u00a0", "\u20281", "\ufeff1", "1\ufeff", "\v1", "\f1", "1\u0000", "\u00001");
  bad('{"a"=1}', '{"a";1}', '{"a"":1}', "[1;2]", "[1:2]", '{"a":1;"b":2}', '{"a":1:"b":2}', "[1]2]");
  good("1", "-1", "10", "9007199254740991", "-9007199254740991", "123456789");
  bad(
    "-",
    "-0",
    "+1",
    "01",
    "00",
    "-01",
    "-00",
    "1.0",
    "1.5",
    "0.0",
    ".5",
    "1.",
    "1e3",
    "1E3",
    "1e+3",
    "1e-3",
    "0e0",
    "-1.5",
    "-0.0",
  );
  bad(
    "9007199254740992",
    "-9007199254740992",
    "9007199254740993",
    "18446744073709551616",
    "1".repeat(400),
    "0x10",
    "1_000",
    "١",
  );
  good(
    '{"a":1,"b":1}',
    '{"A":1,"a":2}',
    '{"":1}',
    '{"__proto":1}',
    '{"constructor":1}',
    '{"toString":1,"hasOwnProperty":2}',
    '[{"a":1},{"a":1}]',
  );
  bad(
    '{"a":1,"a":1}',
    '{"a":1,"a":2}',
    '{"a":1,"\\u0061":1}',
    '{"\\u0061":1,"a":1}',
    '{"x":{"a":1,"a":1}}',
    '{"é":1,"\\u00e9":1}',
  );
  bad('{"constructor":1,"constructor":1}', '{"":1,"":1}', '{"\\u0000":1,"\\u0000":1}');
  bad('{"__proto__":1}', '{"__proto__":{}}', '{"\\u005f_proto__":1}', '[{"__proto__":null}]');
  good('["__proto__"]', '{"a":"__proto__"}');
  good(
    '"a"',
    '"é"',
    '"😀"',
    '"\\ud83d\\ude00"',
    '"\\u00e9"',
    '"\\u00E9"',
    '"\\b\\f\\n\\r\\t\\\\\\/\\""',
    '"\\u0000\\u001f"',
    '"/"',
    '"\u007f\u0080\u2028"',
    '"e\u0301"',
  );
  bad(
    '"',
    '"a',
    '"a\\"',
    '"\\',
    '"\\x41"',
    '"\\u12"',
    '"\\u12g4"',
    '"\\u',
    '"\\U0041"',
    '"\\a"',
    '"\\ "',
    '"\\u 041"',
    '"\\u+041"',
    "'a'",
    '"a\nb"',
    '"a\tb"',
    '"a\u0000b"',
    '"a\u001fb"',
  );
  bad('"\\ud800"', '"\\udc00"', '"\\ude00\\ud83d"', '"\\ud83dx"', '"a\\ud83d"', '{"\\ud800":1}', '"\\ud83d\\u0041"');
  good(nested(16), nested(8, '{"a":[', "]}"), nested(16, "[", "]", "1"), `[${nested(15)},${nested(15)}]`);
  bad(
    nested(17),
    nested(16, '{"a":', "}", "{}"),
    nested(9, '{"a":[', "]}"),
    `[${nested(15)},${nested(16)}]`,
    nested(1000),
    "[".repeat(5000),
  );
  bytes("a byte order mark", "json", 0xef, 0xbb, 0xbf, 0x31);
  bytes("a byte that is not UTF-8", "encoding", 0x22, 0xff, 0x22);
  bytes("an overlong slash", "encoding", 0x22, 0xc0, 0xaf, 0x22);
  bytes("a surrogate in UTF-8", "encoding", 0x22, 0xed, 0xa0, 0x80, 0x22);
  bytes("surrogate pair in UTF-8", "encoding", 0x22, 0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80, 0x22);
  bytes("a code point above U+10FFFF", "encoding", 0x22, 0xf4, 0x90, 0x80, 0x80, 0x22);
  bytes("a cut sequence", "encoding", 0x22, 0xe2, 0x82, 0x22);
  bytes("a cut sequence at the end", "encoding", 0x31, 0xe2, 0x82);
  bytes("UTF-16", "encoding", 0xff, 0xfe, 0x31, 0x00);
  bytes("the last code point", "ok", 0x22, 0xf4, 0x8f, 0xbf, 0xbf, 0x22);
  cases.push({ name: "as many bytes as allowed", text: "[1,2]", maxBytes: 5, code: "ok", value: [1, 2] });
  cases.push({ name: "a byte more than allowed", text: "[1,2]", maxBytes: 4, code: "size" });
  cases.push({ name: "bytes count, not characters", text: '"é"', maxBytes: 3, code: "size" });
  return { cases };
}

/** Good texts with their bytes, and texts that are not canonical. */
export function makeEncoding(): JsonValue {
  const cases: JsonValue[] = [];
  const samples = [
    [],
    [0],
    [255],
    [0, 0],
    [255, 255],
    [0, 0, 0],
    [255, 255, 255],
    [251, 239, 190],
    [62, 63, 64, 65],
    [1, 2, 3, 4, 5],
  ];
  for (const sample of samples) {
    const bytes = Uint8Array.from(sample);
    cases.push({ alphabet: "standard", text: toBase64(bytes), hex: toHex(bytes) });
    cases.push({ alphabet: "url", text: toBase64url(bytes), hex: toHex(bytes) });
  }
  const bad = (alphabet: string, ...texts: string[]): void => {
    for (const text of texts) cases.push({ alphabet, text, hex: null });
  };
  bad(
    "standard",
    "A",
    "AA",
    "AAA",
    "AAAAA",
    "AAAAAA",
    "A===",
    "====",
    "=",
    "AA=",
    "AAA==",
    "AAAA=",
    "AAAA====",
    "AA==AAAA",
    "AA=A",
    "=AAA",
  );
  bad(
    "standard",
    "AB==",
    "AAB=",
    "AP==",
    "AAD=",
    "AA==\n",
    "AAAA\n",
    "AA A",
    " AAAA",
    "AA\r\nAA",
    "AA--",
    "AA__",
    "-AAA",
    "_AAA",
    "AAA\u00e9",
    "AAA\u0100",
    "AAA\u0141",
    "AAA\ud83d",
  );
  bad(
    "url",
    "A",
    "AAAAA",
    "AA==",
    "AAA=",
    "AAAA====",
    "AB",
    "AAB",
    "AP",
    "AAD",
    "AA\n",
    "AAAA\n",
    " AAA",
    "A A",
    "AA++",
    "AA//",
    "+AAA",
    "/AAA",
    "AA\u00e9",
    "AA\u0141",
    "=",
  );
  return { cases };
}

const n = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const digits = (value: bigint): string => {
  const hex = value.toString(16);
  const even = hex.length % 2 ? `0${hex}` : hex;
  return Number.parseInt(even.slice(0, 2), 16) & 0x80 ? `00${even}` : even;
};
const byte = (value: number): string => value.toString(16).padStart(2, "0");
const tlv = (tag: string, hex: string, length = byte(hex.length / 2)): string => tag + length + hex;
const der = (r: string, s: string): string => tlv("30", r + s);
const int = (value: bigint): string => tlv("02", digits(value));

/** DER of signatures: r || s (hex), or null where it is refused. */
export function makeDer(): JsonValue {
  const cases: JsonValue[] = [];
  const good = (name: string, r: bigint, s: bigint): void => {
    const raw = r.toString(16).padStart(64, "0") + s.toString(16).padStart(64, "0");
    cases.push({ name, der: der(int(r), int(s)), raw });
  };
  const bad = (name: string, hex: string): void => {
    cases.push({ name, der: hex, raw: null });
  };
  const [r, s] = [0x123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0n, 0x77n];
  good("a short s", r, s);
  good("one and one", 1n, 1n);
  good("the largest", n - 1n, n - 1n);
  good("a leading zero that the sign needs", 0x80n, 0x8000n);
  good("32 bytes without a leading zero", 1n << 254n, (1n << 255n) - 1n);
  const signature = toHex(signDeterministic(key("log").secret, utf8("a text")));
  cases.push({ name: "a real one", der: signature, raw: rawOf(signature) });
  bad("r is 0", der(int(0n), int(s)));
  bad("s is 0", der(int(r), int(0n)));
  bad("r is n", der(int(n), int(s)));
  bad("s is n", der(int(r), int(n)));
  bad("r is above n", der(int((1n << 256n) - 1n), int(s)));
  bad("s is above n", der(int(r), int((1n << 256n) - 1n)));
  bad("r has 33 bytes", der(tlv("02", `01${"00".repeat(32)}`), int(s)));
  bad("s has 33 bytes", der(int(r), tlv("02", `01${"00".repeat(32)}`)));
  bad("r has 34 bytes", der(tlv("02", `00ff${"00".repeat(32)}`), int(s)));
  bad("r is negative", der(tlv("02", "80"), int(s)));
  bad("s is negative", der(int(r), tlv("02", "ff77")));
  bad("r has a needless zero", der(tlv("02", "0012"), int(s)));
  bad("s has a needless zero", der(int(r), tlv("02", "0077")));
  bad("s has two zeros", der(int(r), tlv("02", "000080")));
  bad("r has no bytes", der("0200", int(s)));
  bad("s has no bytes", der(int(r), "0200"));
  bad("nothing", "");
  bad("a tag alone", "30");
  bad("an empty sequence", "3000");
  bad("r alone", tlv("30", int(r)));
  bad("three numbers", tlv("30", int(r) + int(s) + int(s)));
  bad("another outer tag", tlv("31", int(r) + int(s)));
  bad("another tag for r", der(tlv("03", digits(r)), int(s)));
  bad("another tag for s", der(int(r), tlv("03", digits(s))));
  bad("bytes after the sequence", `${der(int(r), int(s))}00`);
  bad("bytes after s in the sequence", tlv("30", `${int(r) + int(s)}00`));
  bad("a sequence that ends early", der(int(r), int(s)).slice(0, -2));
  bad("a length of the sequence one too large", tlv("30", int(r) + int(s), byte((int(r) + int(s)).length / 2 + 1)));
  bad("a length of the sequence one too small", tlv("30", int(r) + int(s), byte((int(r) + int(s)).length / 2 - 1)));
  bad("the long form of a length", tlv("30", int(r) + int(s), `81${byte((int(r) + int(s)).length / 2)}`));
  bad("the long form of a length within", der(int(r), tlv("02", "77", "8101")));
  bad("an indefinite length", `3080${int(r)}${int(s)}0000`);
  bad("a length of s beyond the end", tlv("30", `${int(r)}020277`));
  bad("a length of r beyond the end", tlv("30", "022101"));
  bad("r || s as it is", rawOf(signature));
  return { cases };
}

function rawOf(hex: string): string {
  const rLength = Number.parseInt(hex.slice(6, 8), 16) * 2;
  const r = hex.slice(8, 8 + rLength);
  const s = hex.slice(8 + rLength + 4);
  const fit = (value: string): string => value.slice(-64).padStart(64, "0");
  return fit(r) + fit(s);
}
