import type { ServerResponse } from "node:http";
import { z } from "zod";
import { sessionOf } from "../http/access.ts";
import type { App } from "../http/app.ts";
import { ApiError } from "../http/error.ts";
import { errorBody } from "../http/schemas.ts";
import type { Sessions } from "../signin/sessions.ts";
import type { Change, Changes } from "./changes.ts";

const mostStreams = 500;
const mostPerPerson = 10;
const heartbeat = 20_000;
/** A reader that does not read is dropped before it fills our memory. */
const mostUnsent = 256 * 1024;

function write(response: ServerResponse, text: string): void {
  if (response.writableLength > mostUnsent) response.destroy();
  else response.write(text);
}

/** `GET /api/v1/events`: server-sent events saying what changed, never what it says now. */
export function eventRoutes(app: App, changes: Changes, sessions: Sessions): void {
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
        tags: ["events"],
        response: { 200: z.string().meta({ description: "text/event-stream" }), "4xx": errorBody, "5xx": errorBody },
      },
    },
    async (request, reply) => {
      const session = sessionOf(request);
      const own = [...open.values()].filter((person) => person === session.person).length;
      if (open.size >= mostStreams || own >= mostPerPerson) {
        throw new ApiError(429, "streams", "events", "Too many event streams are open. Close another window first.");
      }
      reply.hijack();
      const response = reply.raw;
      for (const [name, value] of Object.entries(reply.getHeaders())) if (value) response.setHeader(name, value);
      response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "x-accel-buffering": "no" });
      open.set(response, session.person);
      write(response, "retry: 2000\n\n");

      const unsubscribe = changes.subscribe((change: Change) => {
        write(response, `event: change\ndata: ${JSON.stringify(change)}\n\n`);
      });
      const timer = setInterval(() => {
        write(response, ": still here\n\n");
        // A session that expired or was struck off must not go on watching. An unreachable database proves neither.
        sessions.check(session).then(
          (valid) => {
            if (!valid) response.end();
          },
          () => {},
        );
      }, heartbeat);
      response.on("close", () => {
        clearInterval(timer);
        unsubscribe();
        open.delete(response);
      });
    },
  );
}
