import { fingerprintWords, fromHex, sha256 } from "@rempart/trust";

/** A public key as twelve words, for comparing aloud with whoever holds it. */
export function keyWords(spki: Uint8Array): string {
  return fingerprintWords(sha256(spki)).join(" ");
}

/** A hash (of the genesis, say), or the pin of a TLS key, as twelve words. */
export function hashWords(hex: string): string {
  return fingerprintWords(fromHex(hex)).join(" ");
}
