// Several gatekeepers on one database: one is active, the others stand by. Whoever stands by follows the log's size, so
// that a database put back just before a takeover is noticed as well as by the one that signed.
import { join } from "node:path";
import { type Turn, waitForTurn } from "@rempart/postgres";
import type { Config } from "./config.ts";
import { GateError } from "./error.ts";
import { ok, type Route } from "./http/router.ts";
import { SignedFloor } from "./log/floor.ts";
import { say } from "./output.ts";

/** Where the newest signed head is kept, outside PostgreSQL. */
export function recordPath(config: Config): string {
  return join(config.data, "signed-head.json");
}

/** `GET /readyz`, for balancers. */
export function readyRoutes(state: "active"): Route[] {
  return [{ method: "GET", path: /^\/readyz$/, handle: () => ok({ state }) }];
}

function refuse(): never {
  throw new GateError("standby", "gatekeeper", "another one is active: this one stands by to take over");
}

/** While standing by, everything is refused. */
export const standbyRoutes: Route[] = [
  { method: "GET", path: /^/, handle: refuse },
  { method: "POST", path: /^/, handle: refuse },
];

/** Raises this replica's own record with what the active one committed: it signed no head above that. */
function openFollower(config: Config) {
  const floor = new SignedFloor(recordPath(config));
  let told = false;
  return {
    take(size: number, root: Uint8Array): void {
      if (floor.head && size < floor.head.size && !told) {
        told = true;
        const message = `the log has ${size} entries, and had ${floor.head.size}: the database was put back`;
        say("alarm", { where: "standby", message });
      }
      // A replica that was restored does not learn from another one of the same database that it is whole.
      if (floor.head?.restored === undefined) floor.raise({ size, root });
    },
    close: (): void => floor.close(),
  };
}

/** Waits for this process's turn on the database. `whileWaiting` is called before each further look. */
export async function takeTurn(
  config: Config,
  whileWaiting: () => Promise<void>,
): Promise<{
  turn: Turn;
  /** Another one was active before. */
  waited: boolean;
}> {
  const follower = openFollower(config);
  let waited = false;
  const turn = await waitForTurn(config.database, async (client) => {
    await whileWaiting();
    if (!waited) {
      waited = true;
      say("standby");
      say("ready");
    }
    const there = await client.query<{ name: string | null }>("select to_regclass('log_state') as name");
    if (there.rows[0]!.name === null) return;
    const { rows } = await client.query<{ size: string; root: Buffer }>("select size, root from log_state");
    for (const { size, root } of rows) if (size !== "0") follower.take(Number(size), new Uint8Array(root));
  });
  follower.close();
  return { turn, waited };
}
