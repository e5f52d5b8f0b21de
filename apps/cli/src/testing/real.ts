// A world whose gatekeeper is the real one, with its PostgreSQL; the server is still the small one of the tests.
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { startTestGatekeeper } from "../../../gatekeeper/src/testing/start.ts";
import { fakeServer } from "./server.ts";
import { emptyFolder, type Ran, runMain } from "./world.ts";

export type RealWorld = Awaited<ReturnType<typeof realWorld>>;

/** Founded by anna, ben, chloe (approvers) and otto (operator), two of three roots. */
export async function realWorld(rendezvous: (tlsPort: number) => string[] = () => []) {
  const gatekeeper = await startTestGatekeeper();
  const now = (): number => Math.floor(Date.now() / 1000);
  const server = await fakeServer(gatekeeper.url, now);
  const { folder, identity, write } = await emptyFolder();
  server.book = async () => {
    const { book, pool } = gatekeeper.context;
    const { rows } = await pool.query<{ order_hash: string; devices: string[] }>(
      "select order_hash, array_agg(device order by tree_index) as devices from order_target group by order_hash",
    );
    const targets = new Map(rows.map((row) => [row.order_hash, row.devices]));
    return [...book.byHash].map(([hash, { document, state, phones }]) => ({
      hash,
      envelope: document.envelope,
      state,
      phones,
      targets: targets.get(hash) ?? [],
      outcomes: {},
    }));
  };
  const profiles = join(folder, "profiles");
  const profileOf = (person: string): string => join(profiles, person);
  const people = ["anna", "ben", "chloe"].flatMap((name) => ["--approver", name]);
  const code = await write("code", `${gatekeeper.code}\n`);
  const addresses = ["--gatekeeper", gatekeeper.url, "--server", server.url, "--organisation", "Ministry of Tests"];
  const found = ["found", ...addresses, ...people, "--operator", "otto", "--code-file", code, "--profiles", profiles];
  for (const url of rendezvous(gatekeeper.config.tls.port)) found.push("--rendezvous", url);
  const founded = await runMain([...found, "--identity", identity, "--json"], folder);
  if (founded.code !== 0) throw new Error(`founding failed: ${founded.stdout}${founded.stderr}`);
  return {
    gatekeeper,
    server,
    folder,
    write,
    profileOf,
    founding: founded.json,
    /** File of a root's key. */
    root: (number: number): string => join(profiles, "roots", "roots", `${number}.age`),
    /** Command line that joins the organisation. */
    joining: ["join", "--genesis", founded.json.genesis as string, ...addresses],
    /** Runs a command line with --json, as the person whose profile this is. */
    run: (person: string, ...argv: string[]): Promise<Ran> =>
      runMain([...argv, "--profile", profileOf(person), "--identity", identity, "--json"], folder),
    async close(): Promise<void> {
      await server.close();
      await gatekeeper.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
