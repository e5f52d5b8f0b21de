import type { IncomingMessage } from "node:http";
import cors from "@fastify/cors";
import { readJson } from "@rempart/trust";
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type RawReplyDefaultExpression,
  type RawRequestDefaultExpression,
  type RawServerDefault,
} from "fastify";
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from "fastify-type-provider-zod";
import type { Config } from "../config.ts";
import type { Report } from "../report.ts";
import { answerTo } from "./answer.ts";
import { ApiError } from "./error.ts";

/** Fastify whose handlers get what their zod schemas let through. */
export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** What an ordinary request may weigh. */
export const ordinaryBody = 2 * 1024 * 1024;
/** A million targets of 22 characters, quoted and parted. */
export const largestBody = 64 * 1024 * 1024;

/** Ends a request whose body is not there after a minute. */
function hurry(request: IncomingMessage): void {
  const late = setTimeout(() => {
    if (!request.complete) request.destroy();
  }, 60_000).unref();
  request.once("close", () => clearTimeout(late));
}

/** An empty server with our rules: strict JSON in, one error form out, no cookies, one foreign origin. */
export async function buildApp(
  { consoleOrigin, trustedProxies = [] }: Pick<Config, "consoleOrigin" | "trustedProxies">,
  report: Report,
): Promise<App> {
  const app = Fastify({
    logger: false,
    bodyLimit: ordinaryBody,
    exposeHeadRoutes: false,
    // The longest upload; all other bodies are given a minute below.
    requestTimeout: 3_600_000,
    // 1,364 characters of a kid are the longest parameter the protocol knows; ours are hashes and ids.
    routerOptions: { maxParamLength: 128 },
    forceCloseConnections: true,
    // Whose X-Forwarded-For is believed: nobody's, unless configured. Else anyone could pass for a new address.
    trustProxy: trustedProxies.length > 0 ? trustedProxies : false,
    frameworkErrors: (error, _request, reply) => {
      const { status, body } = answerTo(error, report);
      // Before routing there is no schema, hence no typed reply.
      void (reply as FastifyReply)
        .code(status)
        .header("content-type", "application/json; charset=utf-8")
        .send(JSON.stringify(body));
    },
  }).withTypeProvider<ZodTypeProvider>();
  app.server.maxConnections = 2_000;
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);

  // The reader of the signed documents also reads requests: two readers that disagree are how things get in.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "buffer" }, async (_request: unknown, body: Buffer) =>
    body.length === 0 ? undefined : readJson(body, largestBody, "body"),
  );

  app.addHook("onRequest", async (request, reply) => {
    if (!request.routeOptions.config?.slow) hurry(request.raw);
    reply.header("x-content-type-options", "nosniff");
    reply.header("cache-control", "no-store");
    // These answers are data: opened as a page, they may load and run nothing.
    reply.header("content-security-policy", "default-src 'none'; frame-ancestors 'none'");
  });
  // Only the console's page may read answers, and only with a token it holds itself: there are no cookies to ride on.
  await app.register(cors, {
    origin: [consoleOrigin],
    methods: ["GET", "POST", "PUT", "PATCH", "DELETE"],
    allowedHeaders: ["authorization", "content-type", "last-event-id"],
    exposedHeaders: ["retry-after"],
    credentials: false,
    maxAge: 600,
  });
  app.setErrorHandler((error, _request, reply) => {
    const { status, body, retryAfter } = answerTo(error, report);
    if (retryAfter !== undefined) reply.header("retry-after", retryAfter);
    // Sent as text: an error must not depend on the schema of the route it happened in.
    return reply.code(status).header("content-type", "application/json; charset=utf-8").send(JSON.stringify(body));
  });
  app.setNotFoundHandler(() => {
    throw new ApiError(404, "not-found", "path", "There is no such address here.");
  });
  return app;
}
