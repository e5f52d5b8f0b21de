import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Validator } from "@seriousme/openapi-schema-validator";
import { type Bench, startBench } from "../testing/server.ts";
import { errorCodes } from "./error-codes.ts";

interface Operation {
  operationId?: string;
  summary?: string;
  description?: string;
  tags?: string[];
  security?: object[];
  responses: Record<string, unknown>;
}

let bench: Bench;
// biome-ignore lint/suspicious/noExplicitAny: the description is walked like data.
let description: any;
before(async () => {
  bench = await startBench();
  description = (await bench.get("/openapi.json")).body;
});
after(() => bench.stop());

const operations = (): [string, Operation][] =>
  Object.entries(description.paths as Record<string, Record<string, Operation>>).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, one]): [string, Operation] => [`${method} ${path}`, one]),
  );

test("the description is valid OpenAPI 3.1", async () => {
  const result = await new Validator().validate(description);
  assert.deepEqual(result.errors, undefined, JSON.stringify(result.errors)?.slice(0, 2000));
  assert.match(description.openapi, /^3\.1\./);
});

test("every operation says what it is, who may call it and how it fails", () => {
  assert.ok(operations().length > 15);
  const ids = new Set<string>();
  for (const [name, one] of operations()) {
    for (const field of ["operationId", "summary", "description"] as const) assert.ok(one[field], `${name}: ${field}`);
    assert.ok(!ids.has(one.operationId!), `${one.operationId} stands twice`);
    ids.add(one.operationId!);
    const known = description.tags.map((tag: { name: string }) => tag.name);
    assert.ok(one.tags?.length === 1 && known.includes(one.tags[0]), `${name}: one of the tags`);
    if (name === "get /openapi.json") continue;
    for (const status of name.endsWith("z") || name.endsWith("metrics") ? [] : ["4XX", "5XX"])
      assert.ok(one.responses[status], `${name}: ${status}`);
  }
});

test("schemas that are judged by functions are described too", () => {
  const { Envelope, Signature, Error: error } = description.components.schemas;
  assert.deepEqual(Envelope.required, ["payloadType", "payload", "signatures"]);
  assert.deepEqual(Signature.required, ["keyid", "sig"]);
  assert.match(error.properties.error.description, /`signature\.quorum`/);
});

test("every code that this server answers with is described", () => {
  const root = join(import.meta.dirname, "..");
  for (const file of globSync("**/*.ts", { cwd: root }).filter((name) => !/\.test\.ts$|testing\//.test(name))) {
    const text = readFileSync(join(root, file), "utf8");
    for (const [, code] of text.matchAll(/new ApiError\(\s*\d+,\s*"([^"]+)"/g))
      assert.ok(code! in errorCodes, `${file} answers with ${code}`);
  }
});

test("the page to read it runs nothing but its own files, and all else keeps the strict policy", async () => {
  const { app } = bench.server;
  const page = await app.inject({ url: "/docs/" });
  assert.equal(page.statusCode, 200);
  const policy = String(page.headers["content-security-policy"]);
  assert.match(policy, /default-src 'none'; script-src 'self'; style-src 'self';/);
  assert.doesNotMatch(policy, /unsafe|https?:/);
  assert.doesNotMatch(page.body, /<script(?![^>]*\ssrc=)|\son[a-z]+=|https?:\/\//);
  for (const [, file] of page.body.matchAll(/(?:src|href)="([^"]+)"/g)) {
    const url = new URL(file!, "http://localhost/docs/").pathname;
    const answer = await app.inject({ url });
    assert.equal(answer.statusCode, 200, url);
    assert.equal(answer.headers["x-content-type-options"], "nosniff");
  }
  const other = await app.inject({ url: "/openapi.json" });
  assert.equal(other.headers["content-security-policy"], "default-src 'none'; frame-ancestors 'none'");
});
