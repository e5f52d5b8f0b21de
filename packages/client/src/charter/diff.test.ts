import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import type { CharterBody } from "@rempart/trust";
import { openJson, richBody } from "../../../../apps/cli/src/testing/charter.ts";
import { english } from "../error/said.ts";
import { changesSomething, type Difference, diffCharters, diffLines as saidLines } from "./diff.ts";

type Path = (string | number)[];

const diffLines = (differences: readonly Difference[]): string[] => saidLines(differences).map(english);

/** Every value inside a charter, arrays and objects too. */
function* places(value: unknown, path: Path = []): Generator<[Path, unknown]> {
  yield [path, value];
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return;
  for (const [key, inner] of Object.entries(value))
    yield* places(inner, [...path, Array.isArray(value) ? Number(key) : key]);
}

/** A copy of `body` with another value at `path`. */
function changed(body: CharterBody, path: Path, value: unknown): CharterBody {
  const copy = structuredClone(body);
  let at = copy as unknown as Record<string | number, unknown>;
  for (const step of path.slice(0, -1)) at = at[step] as typeof at;
  if (value === undefined) delete at[path.at(-1)!];
  else at[path.at(-1)!] = value;
  return copy;
}

/** Other values for the one at a place: for a leaf another leaf, for a list one member less, and its members turned round. */
function others(value: unknown): unknown[] {
  if (typeof value === "number") return [value + 1];
  if (typeof value === "string") return [value.startsWith("0") ? `5${value.slice(1)}` : `0${value.slice(1)}`];
  if (value instanceof Uint8Array) return [value.with(value.length - 1, value.at(-1)! ^ 1)];
  if (!Array.isArray(value)) return [];
  const turned = value.length > 1 ? [[...value].reverse()] : [];
  return [value.slice(1), ...turned];
}

describe("the difference of two charters in words", () => {
  let body: CharterBody;
  before(async () => {
    ({ body } = await openJson(await richBody()));
  });

  it("has words for a change at every place of the schema", () => {
    const fields = new Set<string>();
    let tried = 0;
    for (const [path, value] of places(body)) {
      for (const other of others(value)) {
        const name = `${path.join(".")} = ${JSON.stringify(other)?.slice(0, 80)}`;
        for (const [from, to] of [
          [body, changed(body, path, other)],
          [changed(body, path, other), body],
        ] as const) {
          const differences = diffCharters(from, to, []);
          assert.deepEqual(
            differences.map((one) => one.field),
            [path[0]],
            name,
          );
          assert.ok(
            diffLines(differences).every((line) => line.trim().length > 5),
            name,
          );
        }
        fields.add(String(path[0]));
        tried++;
      }
    }
    assert.deepEqual([...fields].sort(), Object.keys(body).sort());
    assert.ok(tried > 140, `${tried} changes`);
    assert.deepEqual(diffCharters(body, body, []), []);
  });

  it("has words where an optional part appears or goes", () => {
    for (const path of [["rules", 0, "limit"], ["rules", 1, "max"], ["prev"], ["org"]] as Path[]) {
      const without = changed(body, path, undefined);
      assert.equal(diffCharters(body, without, []).length, 1, path.join("."));
      assert.equal(diffCharters(without, body, []).length, 1, path.join("."));
    }
  });

  it("names people, says what they lose, and gives new keys in words", () => {
    const [first, second] = body.people;
    const names = [{ id: second!.id, name: "Ben\u202e" }];
    const gone = { ...body, people: body.people.filter((one) => one !== second) };
    assert.match(
      diffLines(diffCharters(body, gone, names)).join("\n"),
      /- Ben\\u202e \(.{22}\) leaves and loses all access/,
    );
    const back = diffLines(diffCharters(gone, body, names)).join("\n");
    assert.match(
      back,
      /\+ Ben\\u202e \(.{22}\) joins as approver\n {4}with the key [\w-]{43} \(ES256\): ([a-z]+ ){11}[a-z]+$/,
    );
    const bare = { ...body, people: [{ ...first!, credentials: [] }, ...body.people.slice(1)] };
    assert.match(diffLines(diffCharters(body, bare, [])).join("\n"), /! .{22} has no credential left/);
  });

  it("tells a change from the counters that always move", () => {
    const next = { ...body, version: 3, prev: "c".repeat(64), from: 20, issuedAt: body.issuedAt + 5 };
    assert.equal(changesSomething(diffCharters(body, next, [])), false);
    assert.equal(changesSomething(diffCharters(body, { ...next, k: 2 }, [])), true);
    assert.match(
      diffLines(diffCharters(body, { ...next, k: 2 }, []))[0]!,
      /witnesses that phones demand: 1 before, 2 now/,
    );
  });
});
