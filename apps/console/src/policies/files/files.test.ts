import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { crc32 } from "node:zlib";
import type { Standing } from "@rempart/configuration";
import { askedBy, ConfigurationError, filesOf } from "./exchange.ts";
import { frenchFault, translated } from "./fault-words.ts";
import { folderOf } from "./folder.ts";
import { zipOf } from "./zip.ts";

const genesis = "cd".repeat(32);
const id = "aaaaaaaaaaaaaaaaaaaaaA";
const group = "bbbbbbbbbbbbbbbbbbbbbA";
const standing: Standing[] = [
  {
    ...{ action: "policy", stream: `policy/${id}`, n: 2, hash: "ef".repeat(32), group },
    params: { id, rules: [{ kind: "camera", disabled: true }] },
  },
];
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const chosen = (files: Record<string, string>): Map<string, Uint8Array> =>
  new Map(Object.entries(files).map(([path, text]) => [path, bytes(text)]));

describe("export and import", () => {
  it("gives back exactly what stands", () => {
    const files = filesOf(standing, genesis, new Map([[id, "Cameras"]]));
    assert.deepEqual([...files.keys()], ["rempart.yaml", "policies/cameras.yaml"]);
    const { plan, names } = askedBy(
      new Map([...files].map(([path, text]) => [`my folder/${path}`, bytes(text)])),
      genesis,
      standing,
      new Map(),
    );
    assert.deepEqual([plan.changes, plan.same.length], [[], 1]);
    assert.equal(names.policies[id], "Cameras");
    assert.ok(Object.hasOwn(names.groups, group));
  });

  it("takes one policy by itself, for a group that is known by name", () => {
    const file = "name: Cameras\ngroup: Sales é\nrules:\n  - kind: camera\n    disabled: true\n";
    const { plan } = askedBy(chosen({ "cameras.yml": file }), genesis, [], new Map([["Sales é", group]]));
    assert.deepEqual([plan.changes.length, plan.changes[0]!.group, plan.changes[0]!.name], [1, group, "Cameras"]);
  });

  it("says every fault with its place, in French too", () => {
    const file =
      "version: 1\npolicies:\n  - name: A\n    group: all\n    rules:\n      - kind: camera\n        disabled: 3\n";
    assert.throws(
      () => askedBy(chosen({ "all.yaml": `${file}  - {name: B, group: nobody}\n` }), genesis, [], new Map()),
      (error: ConfigurationError) => {
        assert.deepEqual(
          error.faults.map(({ line, column }) => [line, column]),
          [
            [7, 19],
            [8, 5],
            [8, 22],
          ],
        );
        assert.equal(frenchFault(error.faults[0]!), "la règle.disabled : choisissez oui ou non");
        return error instanceof ConfigurationError;
      },
    );
  });

  it("refuses files of another organisation, and a heap that begins nowhere", () => {
    const foreign = chosen({ "rempart.yaml": `version: 1\norganisation: ${"ab".repeat(32)}\n` });
    assert.throws(() => askedBy(foreign, genesis, [], new Map()), { code: "org" });
    assert.throws(() => folderOf(chosen({ "a.yaml": "", "b.yaml": "" }), new Map()), { code: "files" });
    assert.throws(() => folderOf(chosen({ "a.txt": "" }), new Map()), { code: "files" });
    assert.throws(() => folderOf(chosen({ "a/rempart.yaml": "", "b/rempart.yaml": "" }), new Map()), { code: "files" });
  });

  it("has French words for every fault of the configuration's reader", () => {
    const folder = join(import.meta.dirname, "../../../../../packages/configuration/src");
    const source = readdirSync(folder)
      .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
      .map((name) => readFileSync(join(folder, name), "utf8"))
      .join("\n");
    const texts = [...source.matchAll(/"((?:[^"\\\n]|\\.)*)"/g)].map(([text]) => JSON.parse(text) as string);
    const sentences = texts.filter((text) => text.trim().includes(" ") && !text.startsWith("-----"));
    assert.ok(sentences.length > 50);
    assert.deepEqual(
      sentences.filter((text) => !translated.includes(text)),
      [],
    );
  });
});

describe("an archive", () => {
  it("holds each file whole, with its sum, and a directory that names it", () => {
    const made = zipOf(
      new Map([
        ["é/a.yaml", "name: é\n"],
        ["b", ""],
      ]),
    );
    const view = new DataView(made.buffer);
    const end = made.length - 22;
    assert.equal(view.getUint32(end, true), 0x06054b50);
    assert.deepEqual([view.getUint16(end + 8, true), view.getUint16(end + 10, true)], [2, 2]);
    const at = view.getUint32(end + 16, true);
    assert.equal(view.getUint32(at, true), 0x02014b50);
    assert.equal(at + view.getUint32(end + 12, true), end);
    const [crc, size, name] = [view.getUint32(14, true), view.getUint32(22, true), view.getUint16(26, true)];
    const content = made.subarray(30 + name, 30 + name + size);
    assert.equal(new TextDecoder().decode(made.subarray(30, 30 + name)), "é/a.yaml");
    assert.equal(new TextDecoder().decode(content), "name: é\n");
    assert.equal(crc, crc32(content));
  });
});
