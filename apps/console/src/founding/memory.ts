// What must not outlive this page: the founding code, private keys on their way to a file, passphrases on their way to paper.

import type { GatekeeperKeys } from "@rempart/client";
import type { Signer } from "@rempart/trust";
import { useSyncExternalStore } from "react";
import type { KeyFile } from "../session/key-file.ts";

interface Memory {
  /** As it was typed, once it fitted the keys that the gatekeeper offered. */
  readonly code?: string;
  readonly gatekeeper?: GatekeeperKeys;
  /** Private keys by the id of their paper, or of their person. */
  readonly keys: ReadonlyMap<string, KeyFile>;
  /** Passphrases for sealed texts by person, and whether they were put on paper. */
  readonly sheets: ReadonlyMap<string, { passphrase: string; saved: boolean }>;
  /** What can sign for a founder after the founding without asking again: an opened key file. */
  readonly signers: ReadonlyMap<string, Signer>;
}

const empty: Memory = { keys: new Map(), sheets: new Map(), signers: new Map() };
let memory: Memory = empty;
const listeners = new Set<() => void>();

function put(next: Memory): void {
  memory = next;
  for (const listener of listeners) listener();
}

export function memoryNow(): Memory {
  return memory;
}

/** The same for components; they are drawn again when it changes. */
export function useMemory(): Memory {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, memoryNow);
}

export function rememberCode(code: string, gatekeeper: GatekeeperKeys): void {
  put({ ...memory, code, gatekeeper });
}

export function rememberKey(id: string, key: KeyFile): void {
  put({ ...memory, keys: new Map(memory.keys).set(id, key) });
}

export function rememberSheet(person: string, passphrase: string, saved: boolean): void {
  put({ ...memory, sheets: new Map(memory.sheets).set(person, { passphrase, saved }) });
}

export function rememberSigner(person: string, signer: Signer): void {
  put({ ...memory, signers: new Map(memory.signers).set(person, signer) });
}

/** Forgets private keys: of `id`, or all of them. Bytes are overwritten as far as a browser lets one. */
export function forgetKeys(id?: string): void {
  const keys = new Map(memory.keys);
  for (const [name, { pkcs8 }] of memory.keys)
    if (id === undefined || name === id) {
      pkcs8.fill(0);
      keys.delete(name);
    }
  put({ ...memory, keys });
}

/** Forgets everything, when the founding is done or given up. */
export function forgetAll(): void {
  forgetKeys();
  put(empty);
}
