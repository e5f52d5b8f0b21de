import type { ServerResponse } from "node:http";
import { z } from "zod";
import type { Database } from "../database/schema.ts";
import { sessionOf } from "../http/access.ts";
import type { App } from "../http/app.ts";
import { ApiError } from "../http/error.ts";
import { errorBody } from "../http/schemas.ts";
import type { Session } from "../signin/sessions.ts";
import { type Change, type Changes, missedSince } from "./changes.ts";

const mostStreams = 500;
const mostPerPerson = 10;
/** A reader that does not read is dropped before it fills our memory. */
const mostUnsent = 256 * 1024;

function write(response: ServerResponse, text: string): void {
  if (response.writableLength > mostUnsent) response.destroy();
  else response.write(text);
}

function format({ n, ...change }: Change): string {
  return `${n === undefined ? "" : `id: ${n}\n`}event: change\ndata: ${JSON.stringify(change)}\n\n`;
}

/** Writes what a stream missed, then what comes; what comes meanwhile waits, so that nothing falls between. */
async function follow(
  response: ServerResponse,
  changes: Changes,
  missed: () => Promise<Change[] | undefined>,
): Promise<() => void> {
  let waiting: Change[] | undefined = [];
  const unsubscribe = changes.subscribe((change) => {
    if (waiting) waiting.push(change);
    else write(response, format(change));
  });
  try {
    const old = (await missed()) ?? [{ type: "all" as const, id: "*" }];
    const told = new Set(old.map(({ n }) => n));
    for (const change of [...old, ...waiting.filter(({ n }) => n === undefined || !told.has(n))])
      write(response, format(change));
    waiting = undefined;
    return unsubscribe;
  } catch (error) {
    unsubscribe();
    throw error;
  }
}

/**
 * `GET /api/v1/events`: server-sent events saying what changed, never what it says now. `stands` tells whether a session
 * is still good; `heartbeat` in milliseconds.
 */
export function eventRoutes(
  app: App,
  database: Database,
  changes: Changes,
  stands: (session: Session) => Promise<boolean>,
  heartbeat = 20_000,
): void {
  const open = new Map<ServerResponse, string>();
  app.addHook("preClose", async () => {
    for (const response of open.keys()) response.end();
  });

  app.get(
    "/api/v1/events",
    {
      config: { access: "read", scope: "events:read" },
      schema: {
        operationId: "readEvents",
        summary: "Server-sent events: what changed, never what it says now",
        description:
          'Each is `event: change` with `{"type","id"}`; `{"type":"all","id":"*"}` says to ask for everything again. With Last-Event-ID a stream goes on where it broke off; some changes may then come twice. At most 10 streams of one person.',
        tags: ["events"],
        headers: z.looseObject({
          "last-event-id": z
            .string()
            .regex(/^\d{1,15}$/)
            .optional()
            .meta({ description: "`id` of the last event that arrived" }),
        }),
        response: { 200: z.string().meta({ description: "text/event-stream" }), "4xx": errorBody, "5xx": errorBody },
      },
    },
    async (request, reply) => {
      const session = sessionOf(request);
      const own = [...open.values()].filter((person) => person === session.person).length;
      if (open.size >= mostStreams || own >= mostPerPerson) {
        throw new ApiError(429, "streams", "events", "Too many event streams are open. Close another window first.");
      }
      const last = request.headers["last-event-id"];
      reply.hijack();
      const response = reply.raw;
      for (const [name, value] of Object.entries(reply.getHeaders())) if (value) response.setHeader(name, value);
      response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "x-accel-buffering": "no" });
      open.set(response, session.person);
      write(response, "retry: 2000\n\n");
      let unsubscribe: (() => void) | undefined;
      const timer = setInterval(() => {
        write(response, ": still here\n\n");
        // A session that expired or was struck off must not go on watching. An unreachable database proves neither.
        stands(session).then(
          (valid) => {
            if (!valid) response.end();
          },
          () => {},
        );
      }, heartbeat);
      response.on("close", () => {
        clearInterval(timer);
        unsubscribe?.();
        open.delete(response);
      });
      try {
        unsubscribe = await follow(response, changes, async () =>
          last === undefined ? [] : missedSince(database, Number(last)),
        );
        if (response.closed) unsubscribe();
      } catch {
        response.end(); // the database is away: the reader comes again
      }
    },
  );
}
