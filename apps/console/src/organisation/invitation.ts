// What an invitation link carries in its fragment, which no browser sends to any server: which organisation, and what its
// people are called.

import { forms, fromBase64url, readJson, schema } from "@rempart/trust";

const { list, literal, object, text } = schema;
const fields = object({
  v: literal(1),
  genesis: forms.hash,
  names: list(object({ id: forms.id, name: text(1, 128) }), 0, 500),
});

export interface Invitation {
  genesis: string;
  names: Record<string, string>;
}

/** The invitation in this page's address; undefined when there is none, or a broken one. */
export function invitationOf(): Invitation | undefined {
  const encoded = /^#invitation=([A-Za-z0-9_-]{1,65536})$/.exec(location.hash)?.[1];
  const bytes = encoded === undefined ? undefined : fromBase64url(encoded);
  if (!bytes) return undefined;
  try {
    const { genesis, names } = fields(readJson(bytes, 65_536, "invitation"), "invitation");
    return { genesis, names: Object.fromEntries(names.map(({ id, name }) => [id, name])) };
  } catch {
    return undefined;
  }
}
