// What the link carries that asks somebody to make a key: where their passkey is to be bound, and for whom. It stands behind
// the `#`, which no server sees. It is believed for nothing: a wrong one makes a key that no founder lets in.

import { fromBase64url, readJson, schema, toBase64url, utf8 } from "@rempart/trust";

const { literal, object, text } = schema;
const fields = object({
  v: literal(1),
  organisation: text(1, 64),
  rpId: text(1, 253, /^[a-z0-9.-]+$/, "must be a host name"),
});
const limit = 2048;

/** What somebody is asked to join. */
export interface Joining {
  organisation: string;
  rpId: string;
}

/** The link at `origin` to send to somebody who is to join. */
export function joinLink(origin: string, { organisation, rpId }: Joining): string {
  return `${origin}/#join=${toBase64url(utf8(JSON.stringify({ v: 1, organisation, rpId })))}`;
}

/** Reads the part of an address behind `#`; undefined when it asks nobody to join, or was cut. */
export function readJoining(hash: string): Joining | undefined {
  const encoded = /^#join=([A-Za-z0-9_-]+)$/.exec(hash)?.[1];
  const bytes = encoded === undefined || encoded.length > limit ? undefined : fromBase64url(encoded);
  if (!bytes) return undefined;
  try {
    const { organisation, rpId } = fields(readJson(bytes, limit, "join"), "join");
    return { organisation, rpId };
  } catch {
    return undefined;
  }
}
