import type { Ask } from "@rempart/client";
import { createContext, type ReactNode, useContext, useMemo, useSyncExternalStore } from "react";
import { asker } from "../remote/http.ts";
import { useConfig } from "../remote/use-config.tsx";
import { type Session, sessionNow, setSession, subscribeSession } from "./session.ts";
import { endOnly, watching } from "./watching.ts";

/** The session of this tab, if there is one. */
export function useMaybeSession(): Session | undefined {
  return useSyncExternalStore(subscribeSession, sessionNow);
}

interface Signed {
  session: Session;
  server: Ask;
}
const Context = createContext<Signed | undefined>(undefined);

export function SessionProvider({ session, children }: { session: Session; children: ReactNode }) {
  const { server } = useConfig();
  const value = useMemo(() => {
    const ended = endOnly(session, sessionNow, () => setSession(undefined));
    return {
      session,
      server: watching(
        asker(server, () => session.token),
        ended,
      ),
    };
  }, [session, server]);
  return <Context value={value}>{children}</Context>;
}

/** Who is signed in; only below the sign-in gate. */
export function useSession(): Session {
  return useSigned().session;
}

/** An asker for the server with this session. Its answers are the server's word. */
export function useServerAsk(): Ask {
  return useSigned().server;
}

function useSigned(): Signed {
  const signed = useContext(Context);
  if (!signed) throw new Error("nobody is signed in");
  return signed;
}
