import { fromBase64 } from "@rempart/trust";

const most = 32 * 1024;
const block = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/g;

/** Whether the bytes are one DER SEQUENCE and nothing behind it: a certificate's outermost form. */
function isSequence(der: Uint8Array): boolean {
  if (der.length < 4 || der.length > most || der[0] !== 0x30) return false;
  const first = der[1]!;
  if (first < 0x80) return der.length === 2 + first;
  const bytes = first & 0x7f;
  if (bytes < 1 || bytes > 3) return false;
  const length = der.subarray(2, 2 + bytes).reduce((sum, byte) => sum * 256 + byte, 0);
  return der.length === 2 + bytes + length;
}

/** The DER of the one certificate in a PEM or DER file; undefined when there is not exactly one. */
export function certificateDer(file: Uint8Array): Uint8Array | undefined {
  if (isSequence(file)) return file;
  if (file.length > 2 * most) return undefined;
  const found = [...new TextDecoder().decode(file).matchAll(block)];
  const der = found.length === 1 ? fromBase64(found[0]![1]!.replaceAll(/\s/g, "")) : undefined;
  return der && isSequence(der) ? der : undefined;
}

/** PEM of base64 DER (RFC 7468). */
export function certificatePem(base64: string): string {
  const lines = base64.match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}
