// What somebody who was asked to join is given: which organisation it is, who its people are called, where it is found. It
// holds no secret. Whoever changes it on its way is found out when the words of the genesis are compared aloud.
import { forms, fromBase64url, readJson, schema, toBase64url, utf8 } from "@rempart/trust";
import { ClientError } from "../error/client-error.ts";
import { say } from "../error/said.ts";

const { list, object, text } = schema;
const limit = 128 * 1024;

const fields = object({
  genesis: forms.hash,
  names: list(object({ id: forms.id, name: text(1, 128) }), 0, 500),
  url: text(1, 255, forms.originPattern, "must be an origin"),
});
/** Genesis hash, the names that ids have for whoever invites, and the origin where the organisation is found. */
export type Welcome = schema.Read<typeof fields>;

/** The text that goes behind the `#` of a link: no server sees it. */
export function formatWelcome(welcome: Welcome): string {
  const { genesis, names, url } = welcome;
  return toBase64url(utf8(JSON.stringify({ genesis, names: names.map(({ id, name }) => ({ id, name })), url })));
}

/** Reads such a text. Refuses with `welcome` what is none. */
export function readWelcome(input: string): Welcome {
  const bytes = input.length <= limit ? fromBase64url(input) : undefined;
  try {
    if (bytes) return fields(readJson(bytes, limit, "welcome"), "welcome");
  } catch {
    // Said below: whoever follows a link that was cut cannot mend a field of it.
  }
  throw new ClientError("welcome", "link", say`This link is not whole. Ask for it again, and copy all of it.`);
}
