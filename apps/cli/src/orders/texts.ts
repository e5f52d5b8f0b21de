// The sealed texts of an order, opened with what this profile holds.
import { type Opened, openTexts, sealedFields } from "@rempart/client";
import type { Order } from "@rempart/trust";
import type { Context } from "../context.ts";
import { readIfThere } from "../profile/files.ts";
import { loadKey } from "../profile/keys.ts";
import { keyPath } from "../profile/profile.ts";

/** The directory's private key, where this profile holds it: approvers do. */
export async function directoryKey(context: Context): Promise<Uint8Array | undefined> {
  const path = keyPath(await context.profile(), "directory");
  if (!(await readIfThere(path))) return undefined;
  return (await loadKey(context.vault, path)).pkcs8;
}

/** Opens the order's texts. The key is decrypted only when it is needed: it may ask for a passphrase. */
export async function openWithProfile(
  context: Context,
  order: Order,
  drafted: ReadonlyMap<string, string> = new Map(),
): Promise<Opened[]> {
  const known = sealedFields(order).every((field) => drafted.has(field));
  return await openTexts(order, known ? undefined : await directoryKey(context), drafted);
}
