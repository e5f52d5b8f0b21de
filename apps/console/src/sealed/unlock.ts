// Opening the directory's key: the copies of whoever is signed in are fetched, one of them is opened, what comes out is
// compared with the charter. The gatekeeper may withhold a copy; it cannot make one that opens to another key unnoticed.

import type { Ask } from "@rempart/client";
import type { Charter, Signer } from "@rempart/trust";
import { Problem } from "../problem/problem.ts";
import { bringCopies, copyOf, fetchCopies, type HeldCopy } from "./copies.ts";
import { dropTransferKey, transferPair } from "./transfer.ts";
import {
  isDirectoryKey,
  prfInput,
  scopeOf,
  unwrapByPassphrase,
  unwrapByPrf,
  unwrapByTransfer,
  wrapByPrf,
} from "./wrap.ts";

/** What unlocking needs from around it. */
export interface UnlockTools {
  gatekeeper: Ask;
  charter: Charter;
  person: string;
  signer: Signer;
  /** The secret of a passkey of this person for an input; undefined where there is none. */
  secretOf(kid: string, input: Uint8Array): Promise<Uint8Array | undefined>;
  /** The passkey that is signed in, where one is. */
  kid: string | undefined;
}

async function checked(charter: Charter, key: Uint8Array | undefined): Promise<Uint8Array | undefined> {
  return key && (await isDirectoryKey(charter, key)) ? key : undefined;
}

async function byPrf(tools: UnlockTools, copies: readonly HeldCopy[]): Promise<Uint8Array | undefined> {
  const { charter, person, kid } = tools;
  const copy = copies.find((one) => one.form === "prf" && one.kid === kid);
  if (!copy) return undefined;
  const scope = scopeOf(charter, person);
  const secret = await tools.secretOf(copy.kid, prfInput(scope.genesis, scope.epoch));
  return secret && (await checked(charter, await unwrapByPrf(secret, scope, copy.value)));
}

async function byTransfer(tools: UnlockTools, copies: readonly HeldCopy[]): Promise<Uint8Array | undefined> {
  const { charter, person } = tools;
  const own = await transferPair(person);
  if (!own) return undefined;
  for (const copy of copies.filter(({ form, kid }) => form === "transfer" && kid === own.kid)) {
    const key = await checked(charter, await unwrapByTransfer(own.pair, scopeOf(charter, person), copy.value));
    if (key) return key;
  }
  return undefined;
}

/**
 * After a transfer: wraps the key under what the passkey derives, so that it opens on every browser with this passkey; the
 * browser's own key has then served. Says whether it was done; where the passkey derives nothing, the transfer key stays.
 */
export async function rewrap(tools: UnlockTools, key: Uint8Array): Promise<boolean> {
  const { gatekeeper, charter, person, signer, kid } = tools;
  if (kid === undefined) return false;
  const scope = scopeOf(charter, person);
  const secret = await tools.secretOf(kid, prfInput(scope.genesis, scope.epoch));
  if (!secret) return false;
  const value = await wrapByPrf(secret, scope, key);
  await bringCopies(gatekeeper, charter, signer, [copyOf(person, kid, scope.epoch, "prf", value)]);
  await dropTransferKey(person);
  return true;
}

/** What came of trying: the key, and how it was opened; or that only a passphrase is left. */
export type Unlocked = { by: "prf" | "transfer"; key: Uint8Array } | { by: "passphrase"; copies: readonly HeldCopy[] };

/**
 * Tries what needs nothing typed. Rejects with `sealed.none` when nobody left a copy that this browser can open, and with
 * what the passkey and the gatekeeper refuse.
 */
export async function unlock(tools: UnlockTools): Promise<Unlocked> {
  const copies = await fetchCopies(tools.gatekeeper, tools.charter, tools.signer);
  const transferred = await byTransfer(tools, copies);
  if (transferred) return { by: "transfer", key: transferred };
  const derived = await byPrf(tools, copies);
  if (derived) return { by: "prf", key: derived };
  const left = copies.filter(({ form }) => form === "passphrase");
  if (left.length > 0) return { by: "passphrase", copies: left };
  throw new Problem("sealed.none", "wrapped", "no copy of the key opens here");
}

/** Opens one of `copies` with a passphrase. Rejects with `passphrase.wrong`. */
export async function unlockByPassphrase(
  charter: Charter,
  copies: readonly HeldCopy[],
  passphrase: string,
): Promise<Uint8Array> {
  for (const { value } of copies) {
    const key = await checked(charter, await unwrapByPassphrase(passphrase, value));
    if (key) return key;
  }
  throw new Problem("passphrase.wrong", "wrapped", "does not open the copy");
}
