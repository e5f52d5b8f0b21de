// Who works here. The server's session token lives in this tab; what signs is a passkey, an opened key file, or a
// demonstration's key. A stolen token reads; it signs nothing.

import type { Signer } from "@rempart/trust";
import { holdDirectoryKey } from "../sealed/directory-key.ts";

export type SignerKind = "passkey" | "file" | "demonstration";

export interface Session {
  readonly genesis: string;
  readonly person: string;
  readonly roles: readonly string[];
  readonly kid: string;
  readonly kind: SignerKind;
  readonly token: string;
  /** Unix seconds. */
  readonly expiresAt: number;
}

const storageKey = "rempart.session";
let current: Session | undefined = read();
/** What signs for the session, while this page is open. */
let held: Signer | undefined;
const listeners = new Set<() => void>();

function read(): Session | undefined {
  const text = sessionStorage.getItem(storageKey);
  if (text === null) return undefined;
  try {
    const session = JSON.parse(text) as Session;
    return session.expiresAt > Date.now() / 1000 ? session : undefined;
  } catch {
    return undefined;
  }
}

/** Begins a session in this tab, or ends it: then sealed texts are locked, and when somebody else goes on in its place. */
export function setSession(session: Session | undefined, signer?: Signer): void {
  if (!session || (current && current.person !== session.person)) holdDirectoryKey(undefined);
  current = session;
  held = signer;
  if (session) sessionStorage.setItem(storageKey, JSON.stringify(session));
  else sessionStorage.removeItem(storageKey);
  for (const listener of listeners) listener();
}

export function sessionNow(): Session | undefined {
  return current;
}

/** The signer that the session holds; undefined after the page was loaded again with a key file. */
export function heldSigner(): Signer | undefined {
  return held;
}

export function holdSigner(signer: Signer): void {
  held = signer;
}

export function subscribeSession(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
