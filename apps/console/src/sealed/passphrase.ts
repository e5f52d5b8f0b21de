// Passphrases for paper: words that are read and typed without mistakes.

import { fingerprintLength, fingerprintWords, randomBytes } from "@rempart/trust";

/** Words of a passphrase; each is a byte of chance: 80 bits. */
const length = 10;

/** A fresh passphrase of ten words, 80 bits. */
export function newPassphrase(): string {
  return fingerprintWords(randomBytes(fingerprintLength)).slice(0, length).join(" ");
}

/** As it was typed, brought to the form in which it was made: one space between words, lower case. */
export function readPassphrase(typed: string): string {
  return typed
    .trim()
    .toLowerCase()
    .split(/[\s-]+/)
    .join(" ");
}
