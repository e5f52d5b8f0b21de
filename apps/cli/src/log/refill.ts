// Gives a restored gatekeeper back what it lacks: from a mirror's folder, or from a witness that serves one. The
// gatekeeper proves each entry itself; this command is trusted by nobody.

import { join } from "node:path";
import { anyJson, gatekeeperProof, part } from "@rempart/client";
import { forms, fromBase64, fromHex, headType, type JsonValue, openEnvelope, schema, toBase64 } from "@rempart/trust";
import type { Context } from "../context.ts";
import { counted, t } from "../language/language.ts";
import { Problem } from "../problem.ts";
import { readNamed } from "../profile/files.ts";
import { steps } from "../progress.ts";
import { checkUrl, client } from "../remote/http.ts";
import { Mirror } from "../witness/mirror.ts";
import { readState } from "../witness/store.ts";

const page = 500;

/** Where the missing entries come from. */
interface Source {
  head: JsonValue;
  hashes(from: number, to: number): Promise<Uint8Array[]>;
  rows(from: number, limit: number): Promise<JsonValue[]>;
}

async function folderSource(folder: string, genesis: string): Promise<Source> {
  const state = readState(await readNamed(join(folder, "state.json")));
  const signed = state.signed.at(-1);
  if (!signed || state.genesis !== genesis)
    throw new Problem("mirror", folder, t`This witness follows another organisation, or signed nothing yet.`);
  const mirror = await Mirror.read(join(folder, "entries"), genesis);
  const kept = (from: number, to: number) => {
    if (from < mirror.first) throw new Problem("mirror", folder, t`The mirror begins at entry ${mirror.first}.`);
    return [...mirror.rows(from, to)].map(({ row }) => row);
  };
  return {
    head: signed.head,
    hashes: async (from, to) => kept(from, to).map(({ hash }) => fromHex(hash)),
    rows: async (from, limit) => kept(from, from + limit).map(({ json }) => json as JsonValue),
  };
}

async function urlSource(context: Context, url: string, genesis: string): Promise<Source> {
  const witness = client("witness", checkUrl("--from", url), () => []);
  const key = await context.key();
  const head = part("statement", await witness.ask("/witness/v1/statement"), "head", anyJson);
  return {
    head,
    async hashes(from, to) {
      const found: Uint8Array[] = [];
      while (from + found.length < to) {
        const answer = await witness.ask(`/witness/v1/hashes?from=${from + found.length}`);
        const bytes =
          fromBase64(part("hashes", answer, "hashes", schema.text(0, 64 * 1024 * 1024))) ?? new Uint8Array(0);
        if (bytes.length === 0) break;
        for (let at = 0; at < bytes.length && from + found.length < to; at += 32) found.push(bytes.slice(at, at + 32));
      }
      return found;
    },
    async rows(from, limit) {
      const signin = await gatekeeperProof(genesis, key.signer, context.now());
      const answer = await witness.ask("/witness/v1/entries", { body: { signin, from, limit } });
      return part("entries", answer, "entries", schema.list(anyJson, 0, 1000));
    },
  };
}

const stateShape = schema.object({
  size: forms.size,
  wanted: forms.size,
  done: schema.boolean,
  lost: schema.list(schema.object({ index: forms.size, what: schema.text(0, 1000) }), 0, 1000),
});
type RefillState = schema.Read<typeof stateShape>;

/** `rempart log refill --from DIR|URL`. */
export async function refill(context: Context, { from }: { from: string }): Promise<void> {
  const gatekeeper = await context.gatekeeper();
  const { genesis } = await context.profile();
  const source = /^https?:/.test(from) ? await urlSource(context, from, genesis) : await folderSource(from, genesis);
  const { size: wanted } = openEnvelope(headType, source.head).body;
  const have = part("status", await gatekeeper.ask("/gate/v1/status"), "size", forms.size);
  if (have >= wanted)
    throw new Problem(
      "refill",
      from,
      t`The gatekeeper holds ${have} entries, the mirror ${wanted}: nothing is missing.`,
    );
  let state: RefillState | undefined;
  const send = async (body: object): Promise<RefillState> =>
    stateShape((await gatekeeper.ask("/gate/v1/refill", { body })) ?? null, "answer");
  await steps(context, [
    [
      t`Prove ${wanted - have} entries against the signed head`,
      async () => {
        // Alone first: a gatekeeper that does not know yet that it lacks something reads no long body.
        await send({ head: source.head });
        const hashes = await source.hashes(have, wanted);
        state = await send({ head: source.head, from: have, hashes: toBase64(Buffer.concat(hashes)) });
      },
    ],
    [
      t`Bring them back`,
      async (note) => {
        while (!state!.done) {
          const entries = await source.rows(state!.size, Math.min(page, wanted - state!.size));
          if (entries.length === 0) throw new Problem("mirror", from, t`It ends at entry ${state!.size} of ${wanted}.`);
          state = await send({ from: state!.size, entries });
          note(t`${state.size} of ${wanted} entries`);
        }
      },
    ],
  ]);
  const { lost } = state!;
  context.result({ ok: true, from: have, size: wanted, lost }, [
    t`The gatekeeper holds ${wanted} entries again, ${wanted - have} of them from the mirror, and goes on.`,
    lost.length === 0 ? t`Nothing was lost.` : t`${counted(lost.length, "thing")} could not be brought back:`,
    ...lost.map(({ index, what }) => t`  entry ${index}: ${what}`),
  ]);
}
