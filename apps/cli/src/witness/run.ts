// A running witness: follower, mirror and listener put together.
import { join } from "node:path";
import { coded, Problem } from "../problem.ts";
import { type Client, client } from "../remote/http.ts";
import { Follower, type Tell } from "./follower.ts";
import { Mirror } from "./mirror.ts";
import { type Listen, serveWitness } from "./serve.ts";
import { WitnessStore } from "./store.ts";

export interface WitnessOptions {
  data: string;
  gatekeeper: string;
  genesis?: string | undefined;
  listen?: Listen | undefined;
  /** Bytes; 0 keeps no mirror. */
  mirrorBytes: number;
  /** Seconds. */
  silence: number;
  tell: Tell;
  now?(): number;
}

export interface RunningWitness {
  /** Where it listens. */
  url: string | undefined;
  /** Resolves when it was stopped; rejects when it must not go on (a fork). */
  done: Promise<void>;
  stop(): Promise<void>;
}

const wait = 20;

/** Starts a witness; see `docs/operate/witness.md`. */
export async function startWitness(options: WitnessOptions): Promise<RunningWitness> {
  const { data, tell, silence, mirrorBytes } = options;
  const now = options.now ?? Date.now;
  const store = await WitnessStore.open(data);
  const ending = new AbortController();
  let follower: Follower;
  let listener: Awaited<ReturnType<typeof serveWitness>> | undefined;
  try {
    // The pins of the charter that is followed; before there is one, what comes is believed by its signatures alone.
    const pins = () => (follower.charters.length > 0 ? follower.newest.body.tlsPins : "any");
    const plain = client("gatekeeper", options.gatekeeper, pins);
    const gatekeeper: Client = {
      base: plain.base,
      ask: (path, ask) => plain.ask(path, { ...ask, signal: ending.signal }),
    };
    follower = new Follower({ store, gatekeeper, genesis: options.genesis, silence, wait, tell, now });
    await follower.open();
    if (options.listen) listener = await serveWitness(options.listen, store, follower, now);
  } catch (error) {
    store.close();
    throw error;
  }

  async function openMirror(): Promise<void> {
    if (mirrorBytes === 0 || follower.mirror || follower.charters.length === 0) return;
    follower.mirror = await Mirror.open(join(data, "entries"), follower.newest.genesis, mirrorBytes);
  }

  async function rest(milliseconds: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      ending.signal.addEventListener("abort", () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  async function loop(): Promise<void> {
    let failures = 0;
    let said = "";
    while (!ending.signal.aborted) {
      try {
        await openMirror();
        // One turn after the other, each to its end: two at once could sign an older size after a newer one.
        await follower.turn();
        failures = 0;
        said = "";
      } catch (error) {
        if (error instanceof Problem && error.code === "witness.fork") throw error;
        if (ending.signal.aborted) return;
        failures++;
        const message = coded(error as Error);
        if (message !== said) tell("refused", { message });
        said = message;
      }
      if (failures > 0) await rest(Math.min(2000, 50 * 2 ** failures));
    }
  }

  const watch = setInterval(() => follower.checkSilence(), 1000);
  async function live(): Promise<void> {
    try {
      await loop();
    } finally {
      clearInterval(watch);
      ending.abort();
      await follower.idle();
      await listener?.close();
      store.close();
    }
  }
  const done = live();
  done.catch(() => {});
  return {
    url: listener?.url,
    done,
    async stop() {
      ending.abort();
      await done.catch(() => {});
    },
  };
}
