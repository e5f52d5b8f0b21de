// Every id that some filters match, as one long answer that is read and sent piece by piece: a million of them neither stand
// in memory nor hold up other requests, and no connection of the database is kept while a slow reader takes its time.
import { Readable } from "node:stream";
import { sql } from "kysely";
import type { Database } from "../database/schema.ts";
import { type Filters, filtered } from "./query.ts";

/** The longest list of targets an order may have (signed-documents.md). */
export const mostIds = 1_000_000;
const ordinaryPiece = 10_000;

async function* piecesOf(database: Database, wanted: Filters, most: number, piece: number): AsyncGenerator<string> {
  const matching = await filtered(database, database.selectFrom("phone"), wanted);
  let phones = 0;
  let last = "";
  yield `{"ids":[`;
  for (;;) {
    const size = Math.min(piece, most - phones);
    const ids = matching.select("id").where("id", ">", last).orderBy("id").limit(size);
    // Joined by the database: an object for each id would hold up this process.
    const { rows } = await sql<{ text: string | null; last: string; phones: number }>`
      select string_agg('"' || id || '"', ',' order by id) as text, max(id) as last, count(*) as phones
      from (${ids}) as ids`.execute(database);
    const [next] = rows;
    if (!next || next.text === null) break;
    yield (phones === 0 ? "" : ",") + next.text;
    phones += next.phones;
    last = next.last;
    if (next.phones < size || phones >= most) break;
  }
  const beyond = phones >= most && (await matching.select("id").where("id", ">", last).limit(1).execute()).length > 0;
  yield `],"phones":${phones}${beyond ? `,"more":true` : ""}}`;
}

/**
 * The answer `{"ids","phones","more"?}` with the ids of all phones that `wanted` matches, at most `most`, sorted bytewise and
 * read in pieces. The first one is read before this returns, so that a database that is away is said with a status; what fails
 * later breaks the answer off.
 */
export async function streamIds(
  database: Database,
  wanted: Filters,
  most: number = mostIds,
  piece: number = ordinaryPiece,
): Promise<Readable> {
  const pieces = piecesOf(database, wanted, most, piece);
  const [opening, first] = [await pieces.next(), await pieces.next()];
  async function* all(): AsyncGenerator<string> {
    yield `${opening.value}${first.value}`;
    yield* pieces;
  }
  return Readable.from(all());
}
