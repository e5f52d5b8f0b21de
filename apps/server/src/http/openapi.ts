// The description of this API, made from the schemas that judge its requests: there is no second one to drift.
import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import { jsonSchemaTransform, jsonSchemaTransformObject } from "fastify-type-provider-zod";
import { z } from "zod";
import type { Access } from "./access.ts";
import type { App } from "./app.ts";

const words: Readonly<Record<Access, string>> = {
  public: "Anybody may call this.",
  link: "For the gatekeeper, with its link token.",
  read: "For any session.",
  person: "For a person's session that is not read-only.",
  signer: "For such a session of an operator or approver.",
};

const tags = [
  { name: "session", description: "Signing in by a signed document, and ending sessions" },
  { name: "phones", description: "The inventory: what phones signed, what the server says, how old it is" },
  { name: "groups", description: "Groups of phones; membership is signed, names are not" },
  { name: "orders", description: "Orders the gatekeeper holds or released, and what phones answered" },
  { name: "apps", description: "Files, releases of apps, rollouts by rings, OS updates" },
  { name: "drafts", description: "Documents that wait for signatures; nothing here has authority" },
  { name: "history", description: "Who did what, and what stands out" },
  { name: "events", description: "Hearing of changes: server-sent events and webhooks" },
  { name: "tokens", description: "API tokens: scoped, expiring, never able to sign" },
  { name: "running", description: "Health, figures, this description" },
  { name: "link", description: "The gatekeeper's calls" },
];

const about = `The untrusted part of Rempart. Nothing it answers carries authority: clients check what matters from signed bytes.

Every error is \`{"error", "where", "message"}\`; \`error\` is the code to decide by (schema Error lists them). Lists are cut into pages: \`next\` of an answer, where there is one, asks for the page after it.
Too many requests are 429, an absent database 503, both with Retry-After.`;

/** Styles and scripts from here alone, none inline; pictures may be inlined, as the page's own icons are. */
const pagePolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; worker-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

/** The page's own addresses are public, like the code they come from. Before `guard`, which refuses what says nothing. */
export function openDocs(app: App): void {
  app.addHook("onRoute", (route) => {
    if (route.url.startsWith("/docs")) route.config = { ...route.config, access: "public" };
  });
}

/** Serves the description at `/openapi.json` and a page to read it at `/docs`. Before the routes it describes. */
export async function describeApi(app: App): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Rempart server",
        version: "1",
        description: about,
        license: { name: "EUPL-1.2", identifier: "EUPL-1.2" },
      },
      tags,
      components: {
        securitySchemes: {
          session: {
            type: "http",
            scheme: "bearer",
            description: "A session (POST /api/v1/signin) or, where a scope is named, an API token",
          },
          link: { type: "http", scheme: "bearer", description: "The gatekeeper's link token" },
        },
      },
    },
    transform: (document) => {
      const { access = "public", scope } = document.route.config ?? {};
      const { schema, url } = jsonSchemaTransform(document);
      const scoped = scope === undefined ? "" : ` API tokens need the scope \`${scope}\`.`;
      const description = [schema.description, `${words[access]}${scoped}`].filter(Boolean).join("\n\n");
      const security = access === "public" ? [] : [access === "link" ? { link: [] } : { session: [] }];
      return { schema: { ...schema, description, security }, url };
    },
    transformObject: jsonSchemaTransformObject,
  });
  await app.register(swaggerUi, {
    routePrefix: "/docs",
    staticCSP: pagePolicy,
    uiConfig: { supportedSubmitMethods: [], deepLinking: true, layout: "BaseLayout" },
  });
  app.get(
    "/openapi.json",
    {
      config: { access: "public" },
      schema: {
        operationId: "describe",
        summary: "This description, OpenAPI 3.1",
        tags: ["running"],
        response: { 200: z.looseObject({ openapi: z.string() }) },
      },
    },
    async () => app.swagger() as { openapi: string },
  );
}
