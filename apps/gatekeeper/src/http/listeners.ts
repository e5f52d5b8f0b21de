// The two listeners. Certificates are read again when their files change: phones and browsers notice nothing.
import { readFileSync, statSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import { createServer as createTlsServer, type Server as TlsServer } from "node:https";
import type { Server } from "node:net";
import type { Config } from "../config.ts";
import { say } from "../output.ts";

const keepAliveTimeout = 75_000;
/** Looks at the certificates' files this often. */
const everyMs = 5_000;

type Files = readonly [cert: string, key: string, ...chain: string[]];

function contextOf([cert, key, ...chain]: Files) {
  return { cert: [cert, ...chain].map((path) => readFileSync(path, "utf8")).join("\n"), key: readFileSync(key) };
}

function stamp(files: Files): string {
  return files.map((path) => `${statSync(path).mtimeMs}/${statSync(path).ino}`).join(" ");
}

/** Gives `server` its certificate anew when the files change; a pair that does not fit is told, and the old one kept. */
function reload(server: TlsServer, files: Files): NodeJS.Timeout {
  let seen = stamp(files);
  const timer = setInterval(() => {
    try {
      const now = stamp(files);
      if (now === seen) return;
      seen = now;
      server.setSecureContext({ minVersion: "TLSv1.3", ...contextOf(files) });
    } catch (error) {
      say("error", { where: "tls", message: `the certificate is not taken: ${(error as Error).message}` });
    }
  }, everyMs);
  timer.unref();
  return timer;
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

/** Opens both; `console_` and `tls` answer for the console's origin and for phones. */
export async function openListeners(config: Config, console_: RequestListener, tls: RequestListener) {
  const { cert, key, ca } = config.tls;
  const own = config.console.tls;
  // The chain holds the authority's certificate: its key is what phones pin, so the leaf may be renewed.
  const phones: Files = [cert, key, ca];
  const people: Files | undefined = own && [own.cert, own.key];
  const secure = (files: Files, listener: RequestListener): TlsServer =>
    createTlsServer({ minVersion: "TLSv1.3", ...contextOf(files), keepAliveTimeout }, listener);
  const phonesServer = secure(phones, tls);
  const peopleServer = people ? secure(people, console_) : createServer({ keepAliveTimeout }, console_);
  await listen(peopleServer, config.console.host, config.console.port);
  await listen(phonesServer, config.tls.host, config.tls.port);
  const timers = [reload(phonesServer, phones)];
  if (people) timers.push(reload(peopleServer as TlsServer, people));
  return {
    close(): void {
      for (const timer of timers) clearInterval(timer);
      for (const server of [peopleServer, phonesServer]) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
}
