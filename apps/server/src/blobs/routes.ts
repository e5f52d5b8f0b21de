import { PassThrough, type Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { JsonValue } from "@rempart/trust";
import type { FastifyReply } from "fastify";
import { z } from "zod";
import type { Clock } from "../clock.ts";
import type { Database } from "../database/schema.ts";
import { announce } from "../events/changes.ts";
import { note } from "../history/note.ts";
import { sessionOf } from "../http/access.ts";
import type { App } from "../http/app.ts";
import { ApiError } from "../http/error.ts";
import { answers, count, done, errorBody, hash, id, queryNumber, time } from "../http/schemas.ts";
import { readStored } from "./apk.ts";
import { asJson, type BlobRow, findBlob, forgetBlob, keepBlob, usesOf } from "./catalogue.ts";
import { readRange } from "./range.ts";
import type { BlobStore } from "./store.ts";
import { verified } from "./verified.ts";

/** Uploads at once, and files being read: each holds a few MiB and a share of the CPU. */
const mostUploads = 4;
/** Milliseconds without a byte, after which an upload is over. */
const silence = 60_000;
export const usualLargest = 1024 ** 3;

const readApk = z
  .custom<JsonValue>(() => true)
  .meta({
    id: "ReadApk",
    type: "object",
    description: "What the server read of an APK, or `problem`. For lists: read the file yourself before you sign",
  });
const blob = z
  .object({
    sha256: hash,
    size: count,
    uploadedBy: id,
    uploadedAt: time,
    apk: readApk.optional(),
    orders: z.array(hash).meta({ description: "Accepted orders that name it" }),
    drafts: z.array(hash).meta({ description: "Drafts that name it and wait" }),
  })
  .meta({ id: "Blob" });

function present(row: BlobRow, uses: { orders: string[]; drafts: string[] }): z.output<typeof blob> {
  const apk = asJson(row.apk);
  return {
    sha256: row.sha256,
    size: row.size,
    uploadedBy: row.uploaded_by,
    uploadedAt: row.uploaded_at,
    ...(apk !== undefined && { apk }),
    ...uses,
  };
}

/** An upload's bytes, ended when nothing comes any more. */
function patient(body: Readable): Readable {
  const out = new PassThrough();
  const quiet = setTimeout(
    () => body.destroy(new ApiError(408, "blob.slow", "body", "Nothing came for a minute.")),
    silence,
  );
  body.on("data", () => quiet.refresh());
  void pipeline(body, out)
    .catch(() => {})
    .finally(() => clearTimeout(quiet));
  return out;
}

function announcedSize(header: string | undefined, largest: number): number {
  const size = /^\d{1,15}$/.test(header ?? "") ? Number(header) : Number.NaN;
  if (!(size >= 1)) throw new ApiError(411, "size", "content-length", "Say how many bytes come: at least one.");
  if (size > largest) throw new ApiError(413, "size", "content-length", `A file has at most ${largest} bytes here.`);
  return size;
}

async function send(
  reply: FastifyReply,
  database: Database,
  store: BlobStore | undefined,
  sha256: string,
  header: string | undefined,
): Promise<FastifyReply> {
  const { size } = await findBlob(database, sha256);
  const range = readRange(header, size);
  const { from, to } = range ?? { from: 0, to: size - 1 };
  const stream = await demandStore(store).open(sha256, { from, to });
  if (!stream) throw new ApiError(502, "blob.store", "store", "The store lost this file. Upload it again.");
  reply
    .code(range ? 206 : 200)
    .header("content-type", "application/octet-stream")
    .header("content-length", to - from + 1)
    .header("accept-ranges", "bytes")
    .header("etag", `"${sha256}"`);
  if (range) reply.header("content-range", `bytes ${from}-${to}/${size}`);
  return reply.send(stream);
}

function demandStore(store: BlobStore | undefined): BlobStore {
  if (store) return store;
  throw new ApiError(503, "blob.store", "store", "No store of files is configured: give the server `blobs` or `data`.");
}

const params = z.object({ sha256: hash });
const bytes = { ...answers(z.any().meta({ description: "The bytes" })), 206: z.any() };

/** Files that orders name: uploaded by people, fetched by the gatekeeper for phones. */
export function blobRoutes(
  app: App,
  database: Database,
  store: BlobStore | undefined,
  clock: Clock,
  largest: number,
): void {
  let uploads = 0;

  // In a scope of its own: nowhere else is anything but JSON read.
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("application/octet-stream", (_request, payload, parsed) => parsed(null, payload));
    (scope as App).put(
      "/api/v1/blobs/:sha256",
      {
        config: { access: "signer", slow: true },
        bodyLimit: largest,
        schema: {
          operationId: "putBlob",
          summary: "Upload a file under its hash",
          tags: ["apps"],
          params,
          response: { ...answers(blob), 201: blob },
        },
      },
      async (request, reply) => {
        const { sha256 } = request.params;
        const { person } = sessionOf(request);
        const into = demandStore(store);
        const size = announcedSize(request.headers["content-length"], largest);
        const body = request.body as Readable;
        const known = await database
          .selectFrom("blob")
          .select("sha256")
          .where("sha256", "=", sha256)
          .executeTakeFirst();
        const have = known !== undefined && (await into.has(sha256, size));
        if (!have) {
          if (uploads >= mostUploads) throw new ApiError(503, "busy", "body", "Other uploads are under way.", {}, 5);
          uploads++;
          try {
            const checked = verified(sha256, size);
            const flow = pipeline(patient(body), checked);
            await Promise.all([into.put(sha256, size, checked), flow]);
            const apk = await readStored(into, sha256, size);
            await database.transaction().execute(async (work) => {
              await keepBlob(work, { sha256, size, person, at: clock(), apk });
              await note(work, clock(), { kind: "blob.uploaded", object: sha256, person, detail: { size } });
              await announce(work, { type: "app", id: sha256 });
            });
          } finally {
            uploads--;
          }
        } else {
          body.resume();
        }
        const uses = (await usesOf(database, [sha256])).get(sha256)!;
        return reply.code(have ? 200 : 201).send(present(await findBlob(database, sha256), uses));
      },
    );
  });

  app.get(
    "/api/v1/blobs",
    {
      config: { access: "read", scope: "orders:read" },
      schema: {
        operationId: "listBlobs",
        summary: "Uploaded files, newest first, and which documents name them",
        tags: ["apps"],
        querystring: z.object({ before: hash.optional(), limit: queryNumber(1, 200).default(50) }),
        response: answers(z.object({ blobs: z.array(blob), next: hash.optional() })),
      },
    },
    async ({ query: { before, limit } }) => {
      const from = before === undefined ? undefined : await findBlob(database, before);
      const all = database
        .selectFrom("blob")
        .selectAll()
        .orderBy("uploaded_at", "desc")
        .orderBy("sha256", "desc")
        .limit(limit + 1);
      const rows = (await (from === undefined
        ? all
        : all.where((is) => is(is.refTuple("uploaded_at", "sha256"), "<", is.tuple(from.uploaded_at, from.sha256)))
      ).execute()) as BlobRow[];
      const page = rows.slice(0, limit);
      const uses = await usesOf(
        database,
        page.map(({ sha256 }) => sha256),
      );
      const blobs = page.map((row) => present(row, uses.get(row.sha256)!));
      const last = page.at(-1);
      return rows.length > limit && last ? { blobs, next: last.sha256 } : { blobs };
    },
  );

  app.get(
    "/api/v1/blobs/:sha256",
    {
      config: { access: "signer", slow: true },
      schema: {
        operationId: "getBlob",
        summary: "A file, or a range of it",
        tags: ["apps"],
        params,
        response: bytes,
      },
    },
    (request, reply) => send(reply, database, store, request.params.sha256, request.headers.range),
  );

  app.delete(
    "/api/v1/blobs/:sha256",
    {
      config: { access: "signer" },
      schema: {
        operationId: "deleteBlob",
        summary: "Remove a file that no document names",
        tags: ["apps"],
        params,
        response: answers(done),
      },
    },
    async (request) => {
      const { sha256 } = request.params;
      const { person } = sessionOf(request);
      await database.transaction().execute(async (work) => {
        await forgetBlob(work, sha256, () => demandStore(store).remove(sha256));
        await note(work, clock(), { kind: "blob.removed", object: sha256, person });
      });
      return { done: true as const };
    },
  );

  app.get(
    "/link/v1/blobs/:sha256",
    {
      config: { access: "link", slow: true },
      schema: {
        operationId: "getBlobForPhones",
        summary: "A file, for the gatekeeper to pass on to phones",
        tags: ["link"],
        params,
        response: { ...bytes, "4xx": errorBody },
      },
    },
    (request, reply) => send(reply, database, store, request.params.sha256, request.headers.range),
  );
}
