// Everything the server's API can do has a command, and everything the table names is there.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startBench } from "../../../server/src/testing/server.ts";
import { processIo } from "../io.ts";
import { flat, treeOf } from "../manual/tree.ts";
import { buildProgram } from "../program.ts";
import { apiCommands, notForPeople, ownCommands } from "./table.ts";

interface Operation {
  operationId: string;
  parameters?: { name: string; in: string }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
}

interface Schema {
  properties?: Record<string, unknown>;
  /** A body that may be left out is this or null. */
  anyOf?: Schema[];
}

let bench: Awaited<ReturnType<typeof startBench>>;
const operations = new Map<string, Operation & { method: string; path: string }>();
before(async () => {
  bench = await startBench();
  const { body } = await bench.get("/openapi.json");
  for (const [path, methods] of Object.entries(
    (body as unknown as { paths: Record<string, Record<string, Operation>> }).paths,
  ))
    for (const [method, one] of Object.entries(methods)) operations.set(one.operationId, { ...one, method, path });
});
after(() => bench.stop());

test("no operation is forgotten", () => {
  const covered = new Set([
    ...apiCommands.map(({ operation }) => operation),
    ...Object.keys(ownCommands),
    ...notForPeople,
  ]);
  const forgotten = [...operations.values()].filter(({ operationId }) => !covered.has(operationId));
  assert.deepEqual(
    forgotten.map(({ operationId }) => operationId),
    [],
  );
});

test("each row is the operation that it names, with its parameters", () => {
  for (const { operation, method, path, flags = [], paged } of apiCommands) {
    const one = operations.get(operation);
    assert.ok(one, `${operation} is no operation of the server`);
    assert.deepEqual([one.method.toUpperCase(), one.path.replace(/\{[^}]+\}/g, "{id}")], [method, path], operation);
    const query = new Set(
      (one.parameters ?? []).filter((parameter) => parameter.in === "query").map(({ name }) => name),
    );
    const schema = Object.values(one.requestBody?.content ?? {})[0]?.schema;
    const bodies = [schema, ...(schema?.anyOf ?? [])];
    const known = method === "GET" ? query : new Set(bodies.flatMap((one) => Object.keys(one?.properties ?? {})));
    const ours = [...flags.map(({ field }) => field), ...(paged ? [paged] : [])];
    assert.deepEqual(
      ours.filter((field) => !known.has(field)),
      [],
      `${operation}: unknown to the server`,
    );
    const paging = new Set(["after", "before", "limit", "offset"]);
    assert.deepEqual(
      [...known].filter((field) => !ours.includes(field) && !paging.has(field)),
      [],
      `${operation}: not offered`,
    );
  }
});

test("the commands that the table names exist", () => {
  const words = new Set(flat(treeOf(buildProgram(processIo("/nowhere")))).map((entry) => entry.words.join(" ")));
  for (const command of [...apiCommands.map((row) => row.words), ...Object.values(ownCommands)])
    if (!command.startsWith("every command")) assert.ok(words.has(command), command);
});
