// Everything that comes from outside passes here before it reaches a terminal or a page: an answer that moves the cursor,
// hides text or reverses its direction could make a person sign something else than they read.

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is made visible.
const unsafe = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/** `text` with control and direction characters spelled out, at most `most` characters. */
export function shown(text: string, most = 500): string {
  const cut = text.length > most ? `${text.slice(0, most)}...` : text;
  return cut
    .toWellFormed()
    .replace(unsafe, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** A hash in groups of four digits, for reading aloud and comparing. */
export function grouped(hex: string): string {
  return (hex.match(/.{1,4}/g) ?? []).join(" ");
}
