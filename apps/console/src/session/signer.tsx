// What signs for the session. A passkey is asked each time; a key file is opened once for each page.

import type { Signer } from "@rempart/trust";
import { createContext, type ReactNode, useCallback, useContext, useState } from "react";
import { demonstrationSigner } from "../demonstration/keys.ts";
import { useOrganisation } from "../organisation/context.tsx";
import { useSession } from "./context.tsx";
import { KeyFileDialog } from "./key-file-dialog.tsx";
import { passkeySigner } from "./passkey.ts";
import { heldSigner, holdSigner } from "./session.ts";

type Waiting = { resolve(signer: Signer): void; reject(error: Error): void };
const Context = createContext<(() => Promise<Signer>) | undefined>(undefined);

/** Gives everything below it a signer, and asks for the key file again where the page was loaded anew. */
export function SignerProvider({ children }: { children: ReactNode }) {
  const session = useSession();
  const { trust } = useOrganisation();
  const [waiting, setWaiting] = useState<Waiting>();
  const { rpId } = trust.newest.body;
  const signer = useCallback(async (): Promise<Signer> => {
    if (session.kind === "passkey") return passkeySigner(rpId, session.kid);
    const held = heldSigner();
    if (held) return held;
    if (session.kind === "demonstration") {
      const found = await demonstrationSigner(session.genesis, session.person);
      holdSigner(found);
      return found;
    }
    return await new Promise((resolve, reject) => setWaiting({ resolve, reject }));
  }, [session, rpId]);
  return (
    <Context value={signer}>
      {children}
      {waiting && (
        <KeyFileDialog
          kid={session.kid}
          onOpened={(found) => {
            holdSigner(found);
            waiting.resolve(found);
            setWaiting(undefined);
          }}
          onClose={() => {
            waiting.reject(new DOMException("the key file was not opened", "AbortError"));
            setWaiting(undefined);
          }}
        />
      )}
    </Context>
  );
}

/** Asks for the session's signer. Rejects with AbortError when the person closes the dialog of their key file. */
export function useSigner(): () => Promise<Signer> {
  const signer = useContext(Context);
  if (!signer) throw new Error("nobody is signed in");
  return signer;
}
