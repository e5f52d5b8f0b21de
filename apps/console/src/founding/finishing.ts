// Between the founding and the first sign-in: what is left to do survives a reload, and a tab that was closed too early. Nothing in it is secret: the copies of the
// directory's key are wrapped already.

import { useSyncExternalStore } from "react";
import { keepNote, keptNote } from "../organisation/store.ts";
import type { Copy } from "../sealed/copies.ts";
import type { PlannedPerson } from "./plan.ts";

/** What the founder still has to do with an organisation that was just founded. */
export interface Finishing {
  genesis: string;
  organisation: string;
  people: readonly Pick<PlannedPerson, "id" | "name" | "role" | "from" | "keys">[];
  /** Copies of the directory's key that were not brought to the gatekeeper yet. */
  copies: readonly Copy[];
}

const storageKey = "rempart.founding";
const noteId = "founding/finishing";
const listeners = new Set<() => void>();

function tell(): void {
  for (const listener of listeners) listener();
}

/** Keeps what is left to do; the gate shows the founder's last page from now on. */
export async function beginFinishing(state: Finishing): Promise<void> {
  await keepNote(noteId, state);
  localStorage.setItem(storageKey, state.genesis);
  tell();
}

export async function finishingNow(): Promise<Finishing | undefined> {
  return await keptNote<Finishing>(noteId);
}

/** Ends it: from now on the gate shows what it shows to everybody. */
export async function endFinishing(): Promise<void> {
  await keepNote(noteId, undefined);
  localStorage.removeItem(storageKey);
  tell();
}

let busy = false;

/** Holds the gate while a founding is under way: it would show the sign-in as soon as the gatekeeper is founded. */
export function holdGate(held: boolean): void {
  busy = held;
  tell();
}

/** `busy` in the middle of a founding; else the genesis of an organisation whose founder did not sign in yet. */
export function useFoundingStage(): string | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => (busy ? "busy" : (localStorage.getItem(storageKey) ?? undefined)),
  );
}
