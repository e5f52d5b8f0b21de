// C2SP signed-note and tlog-checkpoint, for readers that know nothing of Rempart: the text that a log's key signs, and the
// note around it. Signing and verifying are the caller's.
import { fromBase64, sha256, toBase64, utf8 } from "@rempart/trust";
import { LogError } from "./error.ts";

/** A checkpoint's text: origin, size and root, each on a line. */
export type Checkpoint = { origin: string; size: number; root: Uint8Array };

/** One signature of a note; `spki` is the P-256 key's, `signature` its DER over SHA-256 of the text. */
export type NoteSignature = { name: string; spki: Uint8Array; signature: Uint8Array };

/** A note as it was read: the text that is signed, and its signatures, none of them verified. */
export type Note = { text: string; signatures: { name: string; keyId: Uint8Array; signature: Uint8Array }[] };

const mostBytes = 64 * 1024;
const mostSignatures = 64;

function fail(message: string): never {
  throw new LogError("log.note", message);
}

/** The text that a checkpoint's signature covers. Throws LogError `log.note` for an origin that is no line of its own. */
export function checkpointText({ origin, size, root }: Checkpoint): string {
  // No space: nothing that this key signs elsewhere begins with a line like it, so neither can pass for the other.
  if (!/^[!-~]{1,255}$/.test(origin)) fail("an origin is printable ASCII without spaces");
  if (!Number.isSafeInteger(size) || size < 0 || root.length !== 32) fail("no size and root of a log");
  return `${origin}\n${size}\n${toBase64(root)}\n`;
}

/** Reads what `checkpointText` writes; further lines are refused. Throws LogError `log.note`. */
export function readCheckpoint(text: string): Checkpoint {
  const match = /^([!-~]{1,255})\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]{43}=)\n$/.exec(text);
  const root = match ? fromBase64(match[3]!) : undefined;
  const size = Number(match?.[2]);
  if (!match || !root || !Number.isSafeInteger(size)) fail("not a checkpoint");
  return { origin: match[1]!, size, root };
}

/** A key's id for ECDSA (type 0x02): the first four bytes of SHA-256 of its SPKI. */
export function ecdsaKeyId(spki: Uint8Array): Uint8Array {
  return sha256(spki).slice(0, 4);
}

/** Puts signatures under a text. Throws LogError `log.note` for a key's name with spaces or plus signs. */
export function signNote(text: string, signatures: readonly NoteSignature[]): string {
  const lines = signatures.map(({ name, spki, signature }) => {
    if (!/^[!-*,-~]{1,1364}$/.test(name)) fail("a key's name is printable ASCII without spaces and plus signs");
    const blob = new Uint8Array(4 + signature.length);
    blob.set(ecdsaKeyId(spki));
    blob.set(signature, 4);
    return `\u2014 ${name} ${toBase64(blob)}\n`;
  });
  return `${text}\n${lines.join("")}`;
}

/** Reads a note. Throws LogError `log.note` for anything malformed; what its signatures are worth is not judged. */
export function readNote(note: string): Note {
  if (utf8(note).length > mostBytes) fail("a note is larger than 64 KiB");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the specification forbids exactly these.
  if (/[\u0000-\u0009\u000b-\u001f]/.test(note) || !note.isWellFormed()) fail("a note holds a control character");
  const at = note.lastIndexOf("\n\n");
  if (at < 0) fail("a note without signatures");
  const lines = note.slice(at + 2).split("\n");
  if (lines.pop() !== "" || lines.length === 0 || lines.length > mostSignatures) fail("not the signatures of a note");
  const signatures = lines.map((line) => {
    const match = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/u.exec(line);
    const blob = match ? fromBase64(match[2]!) : undefined;
    if (!match || !blob || blob.length < 5) fail("a malformed signature line");
    return { name: match[1]!, keyId: blob.slice(0, 4), signature: blob.slice(4) };
  });
  return { text: note.slice(0, at + 1), signatures };
}
