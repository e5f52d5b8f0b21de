// Section 4 of PROTOCOL: the organisation's root of trust.

import { toBase64 } from "../encoding/base64.ts";
import { charterLimit, type DocumentType } from "../envelope/envelope.ts";
import { brake, row } from "../rules/rows.ts";
import { hash, id, keyId, kid, namedKey, originPattern, size, spki, time, url } from "../schema/forms.ts";
import { checked, integer, literal, object, oneOf, optional, type Read, set, text } from "../schema/schema.ts";

const credential = checked(object({ kid, kind: oneOf("webauthn", "key"), alg: literal("ES256"), spki }), (value) =>
  value.kind === "webauthn" || value.kid === keyId(value.spki) ? undefined : "kid must be base64url(SHA-256(SPKI))",
);

const person = object({
  id,
  roles: set(oneOf("approver", "operator", "writer", "auditor"), 1, 4),
  credentials: set(credential, 0, 8, (one) => one.kid),
});

const log = object({
  epoch: integer(1),
  origin: text(1, 255, /^[!-~]+$/),
  kid,
  spki,
  startSize: size,
  startRoot: hash,
});
const origin = text(1, 255, originPattern, "must be an origin");

const fields = object({
  v: literal(1),
  org: optional(hash),
  version: integer(1),
  prev: optional(hash),
  from: size,
  roots: object({ keys: set(namedKey, 1, 8, (key) => key.kid), threshold: integer(1, 8) }),
  people: set(person, 1, 500, (one) => one.id),
  rules: set(row, 1, 100),
  brake,
  origins: set(origin, 1, 4),
  rpId: text(1, 253, /^[a-z0-9.-]+$/, "must be a host name"),
  logs: set(log, 1, 64, (one) => String(one.epoch)),
  witnesses: set(namedKey, 0, 16, (key) => key.kid),
  k: integer(0, 8),
  rendezvous: set(url, 2, 8),
  tlsPins: set(hash, 2, 8),
  sealKey: namedKey,
  directory: object({ epoch: integer(1), spki, writers: set(namedKey, 0, 16, (key) => key.kid) }),
  voids: set(hash, 0, 1000),
  issuedAt: time,
});
export type CharterBody = Read<typeof fields>;

/** Every key of a charter with the kid under which it stands. */
function allKeys(body: CharterBody): { kid: string; spki: Uint8Array }[] {
  return [
    ...body.roots.keys,
    ...body.people.flatMap((one) => one.credentials),
    ...body.logs,
    ...body.witnesses,
    body.sealKey,
    { kid: keyId(body.directory.spki), spki: body.directory.spki },
    ...body.directory.writers,
  ];
}

function problemOf(body: CharterBody): string | undefined {
  const genesis = body.version === 1;
  if (genesis && (body.prev !== undefined || body.org !== undefined)) return "version 1 has neither prev nor org";
  if (genesis && body.from !== 0) return "from must be 0 in version 1";
  if (!genesis && (body.prev === undefined || body.org === undefined))
    return "prev and org are required after version 1";
  if (body.roots.threshold > body.roots.keys.length) return "roots.threshold is larger than the number of roots";
  if (body.k > body.witnesses.length) return "k is larger than the number of witnesses";
  if (body.logs.some((one, index) => one.epoch !== index + 1)) return "logs must have the epochs 1, 2, ... in order";
  if (body.logs.some((one) => one.kid !== keyId(one.spki))) return "a log's kid must be base64url(SHA-256(SPKI))";
  const wrongRoot = body.rules.find((one) => one.need.role === "root" && one.need.count !== body.roots.threshold);
  if (wrongRoot) return "a rule for the roots must ask for their threshold";
  // One key in two places would let one holder count twice, or let a log key approve.
  const keys = allKeys(body);
  if (new Set(keys.map((key) => toBase64(key.spki))).size !== keys.length) return "a key stands twice";
  if (new Set(keys.map((key) => key.kid)).size !== keys.length) return "a kid stands twice";
  return undefined;
}

export const charterType: DocumentType<CharterBody> = {
  name: "charter",
  read: checked(fields, problemOf),
  maxBytes: charterLimit,
};
