// The directory's private key while this page is open: what opens sealed texts and what phones report. In memory alone.

import { useSyncExternalStore } from "react";

let held: { genesis: string; key: Uint8Array } | undefined;
const listeners = new Set<() => void>();

/** Keeps the unlocked key (PKCS #8 DER) in this page's memory, or forgets it. */
export function holdDirectoryKey(next: { genesis: string; key: Uint8Array } | undefined): void {
  held = next;
  for (const listener of listeners) listener();
}

/** The unlocked key of the organisation `genesis`; undefined while sealed texts are locked. */
export function heldDirectoryKey(genesis: string): Uint8Array | undefined {
  return held?.genesis === genesis ? held.key : undefined;
}

/** The same for components; they are drawn again when it is unlocked. */
export function useDirectoryKey(genesis: string): Uint8Array | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => heldDirectoryKey(genesis),
  );
}
