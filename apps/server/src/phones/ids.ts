// Every id that some filters match, as one long answer that is read and sent piece by piece: a million of them neither stand
// in memory nor hold up other requests, and no connection of the database is kept while a slow reader takes its time.
import { Readable } from "node:stream";
import type { Phones } from "./query.ts";

/** The longest list of targets an order may have (signed-documents.md). */
export const mostIds = 1_000_000;
const piece = 10_000;

async function* piecesOf(matching: Phones<object>, most: number): AsyncGenerator<string> {
  let phones = 0;
  let last = "";
  let more = false;
  yield `{"ids":[`;
  for (;;) {
    const rows = await matching
      .select("id")
      .where("id", ">", last)
      .orderBy("id")
      .limit(Math.min(piece, most - phones) + 1)
      .execute();
    const ids = rows.slice(0, Math.min(piece, most - phones)).map(({ id }) => id);
    more = rows.length > ids.length;
    if (ids.length > 0) yield (phones === 0 ? "" : ",") + ids.map((id) => `"${id}"`).join(",");
    phones += ids.length;
    last = ids.at(-1) ?? last;
    if (!more || phones >= most) break;
  }
  yield `],"phones":${phones}${more ? `,"more":true` : ""}}`;
}

/**
 * The answer `{"ids","phones","more"?}` with the ids of `matching`, at most `most`, sorted bytewise. Its first piece is read
 * before this returns, so that a database that is away is said with a status; what fails later breaks the answer off.
 */
export async function streamIds(matching: Phones<object>, most: number = mostIds): Promise<Readable> {
  const pieces = piecesOf(matching, most);
  const [opening, first] = [await pieces.next(), await pieces.next()];
  return Readable.from(
    (async function* () {
      yield `${opening.value}${first.value}`;
      yield* pieces;
    })(),
  );
}
