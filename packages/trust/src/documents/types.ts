// Section 8 of PROTOCOL: the documents that are not orders and not charters.
import { type DocumentType, payloadLimit } from "../envelope/envelope.ts";
import { reason } from "../order/order.ts";
import { refusalCodes } from "../refusal.ts";
import { bytes, hash, id, label, nonce, size, spki, time } from "../schema/forms.ts";
import {
  boolean,
  checked,
  integer,
  literal,
  object,
  oneOf,
  optional,
  type Read,
  type Reader,
  set,
  text,
  variant,
} from "../schema/schema.ts";

function type<T>(name: string, read: Reader<T>): DocumentType<T> {
  return { name, read, maxBytes: payloadLimit };
}
function record<T>(name: string, read: Reader<T>): DocumentType<T> {
  return { ...type(name, read), record: true };
}
const common = { v: literal(1), org: hash };

const ticket = checked(
  object({
    ...common,
    id,
    floor: object({ version: integer(1), hash }),
    groups: set(id, 0, 64),
    person: optional(id),
    uses: integer(1, 1_000_000),
    confirm: boolean,
    createdAt: time,
    expiresAt: time,
    secretHash: hash,
  }),
  (value) => (value.expiresAt > value.createdAt ? undefined : "expiresAt must lie after createdAt"),
);
/** An invitation to enrol. */
export const ticketType = type("ticket", ticket);
export type Ticket = Read<typeof ticket>;

const signin = object({ ...common, audience: oneOf("gatekeeper", "server"), nonce, issuedAt: time });
/** Proof of who asks, for one audience, once. */
export const signinType = type("signin", signin);
export type Signin = Read<typeof signin>;

const scope = variant({
  names: object({ names: literal(true) }),
  person: object({ person: id, tier: literal("contact") }),
  device: object({ device: id }),
});
const reveal = object({ ...common, scope, reason, nonce, issuedAt: time });
/** A request to read sealed data, with its reason. */
export const revealType = type("reveal", reveal);
export type Reveal = Read<typeof reveal>;

const head = object({
  ...common,
  epoch: integer(1),
  size,
  root: hash,
  time,
  charter: hash,
  freeze: optional(hash),
  nonce: optional(nonce),
});
/** The state of the log, signed by its key. */
export const headType = type("head", head);
export type Head = Read<typeof head>;

const witness = object({ ...common, origin: text(1, 255), size, root: hash, time });
/** A witness saw this size and root to be consistent. */
export const witnessType = type("witness", witness);
export type Witness = Read<typeof witness>;

const enrolmentFacts = { model: label(128), os: label(64), patch: optional(label(64)) };
const enrolment = variant({
  device: object({ ...common, ticket: hash, device: id, platform: literal("ios"), ...enrolmentFacts }),
  challenge: object({
    ...common,
    ...{ ticket: hash, challenge: nonce, spki, platform: literal("android") },
    ...enrolmentFacts,
    agent: integer(),
  }),
});
/** A phone's first word, signed by its own key. */
export const enrolmentType = type("enrolment", enrolment);
export type Enrolment = Read<typeof enrolment>;

const stream = text(1, 300, /^[A-Za-z0-9._/-]+$/);
const hello = object({
  ...common,
  device: id,
  count: integer(1),
  os: label(64),
  patch: optional(label(64)),
  agent: integer(),
  streams: set(object({ stream, n: integer() }), 0, 512, (one) => one.stream),
  at: optional(time),
});
/** A phone opens a session. */
export const helloType = type("hello", hello);
export type Hello = Read<typeof hello>;

const result = checked(
  object({
    ...common,
    device: id,
    seq: integer(1),
    kind: oneOf("order", "inventory", "drift", "fence", "alert"),
    order: optional(hash),
    index: optional(size),
    head: optional(object({ size, hash })),
    outcome: oneOf("done", "started", "failed", "refused", "unsupported", "interrupted", "observed"),
    code: optional(oneOf(...refusalCodes)),
    data: optional(hash),
    at: time,
  }),
  (value) => {
    if (value.kind === "order" && value.order === undefined) return "order is required for kind order";
    return (value.outcome === "refused") === (value.code !== undefined) ? undefined : "code goes with outcome refused";
  },
);
/** What a phone did, refused or observed. */
export const resultType = type("result", result);
export type Result = Read<typeof result>;

const directoryBatch = object({
  ...common,
  seq: integer(1),
  prev: optional(hash),
  epoch: integer(1),
  enc: bytes(65, 65),
  count: integer(1),
  root: hash,
});
/** A batch of sealed person records. */
export const directoryBatchType = type("directory-batch", directoryBatch);
export type DirectoryBatch = Read<typeof directoryBatch>;

const reach = variant({
  none: object({ none: literal(true) }),
  all: object({ all: literal(true) }),
  below: object({ below: hash }),
  phones: object({ phones: set(hash, 1, 50) }),
});
export type Reach = Read<typeof reach>;
const release = object({
  ...common,
  order: hash,
  accepted: time,
  at: time,
  phones: integer(),
  reach,
  by: set(id, 0, 16),
});
/** The gatekeeper accepted a quorate order, for these phones. Authentic by inclusion in the log alone. */
export const releaseType = record("release", release);
export type Release = Read<typeof release>;

const results = object({ ...common, count: integer(1, 10_000), root: hash, at: time });
/** A batch of phones' results. A record, as `release`. */
export const resultsType = record("results", results);

const erasure = object({ ...common, at: time, hashes: set(hash, 1, 1000) });
/** Bodies that were erased from the log's store. A record, as `release`. */
export const erasureType = record("erasure", erasure);
