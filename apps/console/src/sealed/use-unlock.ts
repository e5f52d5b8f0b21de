import { useCallback, useState } from "react";
import { directoryNote } from "../demonstration/keys.ts";
import { gatekeeper, useOrganisation } from "../organisation/context.tsx";
import { keptNote } from "../organisation/store.ts";
import { Problem } from "../problem/problem.ts";
import { useSession } from "../session/context.tsx";
import type { KeyFile } from "../session/key-file.ts";
import { passkeySecret } from "../session/passkey.ts";
import { useSigner } from "../session/signer.tsx";
import type { HeldCopy } from "./copies.ts";
import { holdDirectoryKey, useDirectoryKey } from "./directory-key.ts";
import { readPassphrase } from "./passphrase.ts";
import { rewrap, type UnlockTools, unlock, unlockByPassphrase } from "./unlock.ts";
import { isDirectoryKey } from "./wrap.ts";

export interface Unlock {
  /** Whether sealed texts can be read on this page now. */
  readonly unlocked: boolean;
  /** Whether whoever is signed in could ever unlock them. */
  readonly possible: boolean;
  readonly busy: boolean;
  readonly error: unknown;
  /** Whether the words from paper are wanted: pass them to `withPassphrase`. */
  readonly wantsPassphrase: boolean;
  unlock(): Promise<void>;
  withPassphrase(typed: string): Promise<void>;
  /** Unlocks with the directory's own key file, as the command line hands it to approvers. Rejects with `directory.key`. */
  withFile(file: KeyFile): Promise<void>;
  lock(): void;
}

/** Unlocking sealed texts for whoever is signed in; the key stays in this page's memory. */
export function useUnlock(): Unlock {
  const { trust, demonstration } = useOrganisation();
  const charter = trust.newest;
  const { genesis } = charter;
  const session = useSession();
  const signer = useSigner();
  const key = useDirectoryKey(genesis);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [copies, setCopies] = useState<readonly HeldCopy[]>();

  const attempt = useCallback(async (work: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      await work();
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  }, []);

  const tools = useCallback(
    async (): Promise<UnlockTools> => ({
      ...{ gatekeeper, charter, person: session.person, signer: await signer() },
      secretOf: (kid, input) => passkeySecret(charter.body.rpId, kid, input),
      kid: session.kind === "passkey" ? session.kid : undefined,
    }),
    [charter, session, signer],
  );

  return {
    unlocked: key !== undefined,
    possible: session.roles.includes("approver"),
    busy,
    error,
    wantsPassphrase: copies !== undefined && key === undefined,
    unlock: () =>
      attempt(async () => {
        if (demonstration) {
          const kept = await keptNote<Uint8Array>(directoryNote(genesis));
          if (kept) return holdDirectoryKey({ genesis, key: kept });
        }
        const using = await tools();
        const opened = await unlock(using);
        if (opened.by === "passphrase") return setCopies(opened.copies);
        holdDirectoryKey({ genesis, key: opened.key });
        // A copy: the key is overwritten when the page is locked meanwhile. What fails here is tried at the next unlocking.
        if (opened.by === "transfer") await rewrap(using, opened.key.slice()).catch(() => false);
      }),
    withPassphrase: (typed) =>
      attempt(async () => {
        const opened = await unlockByPassphrase(charter, copies ?? [], readPassphrase(typed));
        holdDirectoryKey({ genesis, key: opened });
        setCopies(undefined);
      }),
    withFile: async ({ kind, pkcs8 }) => {
      if (kind !== "directory" || !(await isDirectoryKey(charter, pkcs8)))
        throw new Problem("directory.key", "file", "this is not the key of the directory that the charter names");
      holdDirectoryKey({ genesis, key: pkcs8 });
    },
    lock: () => holdDirectoryKey(undefined),
  };
}
