// The server's event stream: hints that something changed, never what. A server that says nothing is noticed by the ages on
// the page, one that shouts is bounded.

import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useConfig } from "../remote/use-config.tsx";
import { useSession } from "../session/context.tsx";

const longestLine = 4096;
/** Changes that come together are asked for together. */
const gatherMs = 250;

async function* lines(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of body.pipeThrough(new TextDecoderStream() as never) as unknown as AsyncIterable<string>) {
    rest += chunk;
    const parts = rest.split("\n");
    rest = parts.pop()!;
    if (rest.length > longestLine) throw new Error("a line of the event stream is too long");
    yield* parts;
  }
}

function typeOf(line: string): string | undefined {
  if (!line.startsWith("data:")) return undefined;
  try {
    const { type } = JSON.parse(line.slice(5)) as { type?: unknown };
    return typeof type === "string" ? type : undefined;
  } catch {
    return undefined;
  }
}

async function listen(url: string, token: string, signal: AbortSignal, tell: (type: string) => void): Promise<void> {
  const response = await fetch(`${url}/api/v1/events`, {
    headers: { authorization: `Bearer ${token}`, accept: "text/event-stream" },
    credentials: "omit",
    redirect: "error",
    cache: "no-store",
    referrerPolicy: "no-referrer",
    signal,
  });
  if (!response.ok || !response.body) throw new Error(`the event stream is refused with ${response.status}`);
  for await (const line of lines(response.body)) {
    const type = typeOf(line);
    if (type !== undefined) tell(type);
  }
}

/** Keeps what is on the page fresh while somebody is signed in. */
export function useLiveChanges(): void {
  const client = useQueryClient();
  const { server } = useConfig();
  const { token } = useSession();
  useEffect(() => {
    const stop = new AbortController();
    const waiting = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const flush = (): void => {
      timer = undefined;
      const types = new Set(waiting);
      waiting.clear();
      const all = types.has("all");
      void client.invalidateQueries({
        predicate: ({ queryKey: [kind, about] }) =>
          kind === "server" && (all || (Array.isArray(about) && about.some((one) => types.has(one as string)))),
      });
      if (all || types.has("freeze") || types.has("charter"))
        void client.invalidateQueries({ queryKey: ["organisation"] });
    };
    const tell = (type: string): void => {
      waiting.add(type);
      timer ??= setTimeout(flush, gatherMs);
    };
    const run = async (): Promise<void> => {
      for (let failures = 0; !stop.signal.aborted; failures++) {
        const began = Date.now();
        await listen(server, token, stop.signal, tell).catch(() => undefined);
        if (stop.signal.aborted) return;
        if (Date.now() - began > 60_000) failures = 0;
        await new Promise((resolve) => setTimeout(resolve, Math.min(30_000, 1000 * 2 ** Math.min(failures, 5))));
        tell("all");
      }
    };
    void run();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [client, server, token]);
}
