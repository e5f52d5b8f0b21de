import { createServer } from "node:net";
import { errorCode } from "@rempart/postgres";
import { badConfiguration, LaunchError } from "./error.ts";

/** A port and who will listen on it. */
export interface PortUse {
  readonly port: number;
  readonly purpose: string;
  /** The address; `localhost` when absent. */
  readonly host?: string;
}

/** The three ports that follow from the console's. */
export function portsFrom(port: number): { console: number; api: number; tls: number } {
  return { console: port, api: port + 1, tls: port + 2 };
}

function tryListen(port: number, host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", (error) => resolve(errorCode(error) ?? "unknown"));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(undefined)));
  });
}

/** Throws, naming the port and the way out, unless all ports can be listened on. */
export async function checkPorts(uses: readonly PortUse[]): Promise<void> {
  for (const { port, purpose, host: wanted = "localhost" } of uses) {
    // "localhost" may mean either; a machine without IPv6 answers EADDRNOTAVAIL, which is no obstacle.
    for (const host of wanted === "localhost" ? ["127.0.0.1", "::1"] : [wanted]) {
      const problem = await tryListen(port, host);
      if (wanted !== "localhost" && (problem === "EADDRNOTAVAIL" || problem === "ENOTFOUND")) {
        throw new LaunchError(`${host} is no address of this machine. Choose another with --listen.`, badConfiguration);
      }
      if (problem === "EADDRINUSE") {
        throw new LaunchError(
          `Port ${port} (${purpose}) is in use by another program. Stop that program, or choose another port: npm start -- --port N`,
        );
      }
      if (problem === "EACCES") {
        throw new LaunchError(
          `This user may not listen on port ${port} (${purpose}). Choose one from 1024: npm start -- --port N`,
          badConfiguration,
        );
      }
    }
  }
}
