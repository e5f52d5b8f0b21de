// The directory's private key while this page is open: what opens sealed texts and what phones report. In memory alone, and
// gone after a quarter of an hour in which nobody touched the page: a computer left open shows no more than it showed.

import { useSyncExternalStore } from "react";

/** How long nobody may touch the page before it is locked. */
export const idleMs = 15 * 60_000;
const signs = ["pointerdown", "keydown", "wheel", "touchstart"] as const;

let held: { genesis: string; key: Uint8Array } | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

function touched(): void {
  clearTimeout(timer);
  timer = setTimeout(() => holdDirectoryKey(undefined), idleMs);
}

function watch(on: boolean): void {
  clearTimeout(timer);
  for (const sign of signs)
    if (on) addEventListener(sign, touched, { passive: true, capture: true });
    else removeEventListener(sign, touched, { capture: true });
  if (on) touched();
}

/** Keeps the unlocked key (PKCS #8 DER) in this page's memory, or forgets it: its bytes are overwritten then. */
export function holdDirectoryKey(next: { genesis: string; key: Uint8Array } | undefined): void {
  if (held && held.key !== next?.key) held.key.fill(0);
  held = next;
  watch(next !== undefined);
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
