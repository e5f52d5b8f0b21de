import { concat, fromHex, sha256, toBase64url, utf8 } from "@rempart/trust";

/** Kinds of names that ids are made from. */
export type Named = "group" | "policy" | "certificate";

/**
 * The id of a name: the first 16 bytes of SHA-256("rempart/configuration/v1\n" || genesis || kind \n name \n group \n).
 * No file has to remember it: whoever applies the same folder to the same organisation means the same documents. The group is
 * part of it, since a document moved to other phones must leave the old ones. `genesis` is 64 hex digits; `group`
 * the id of a group, "" for a group itself.
 */
export function idOf(genesis: string, kind: Named, name: string, group: string): string {
  const bytes = concat(
    utf8("rempart/configuration/v1\n"),
    fromHex(genesis),
    utf8(`${kind}\n${name.normalize("NFC")}\n${group}\n`),
  );
  return toBase64url(sha256(bytes).subarray(0, 16));
}
