import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ConfigurationError } from "./fault.ts";
import { readConfiguration } from "./read.ts";
import { resolvePath } from "./shape.ts";

const read = (files: Record<string, string | Uint8Array>) =>
  readConfiguration((path) => {
    const file = Object.hasOwn(files, path) ? files[path] : undefined;
    return typeof file === "string" ? new TextEncoder().encode(file) : file;
  });

/** The faults as `file:line:column: message`. */
function faults(files: Record<string, string | Uint8Array> | string): string[] {
  try {
    read(typeof files === "string" ? { "rempart.yaml": files } : files);
  } catch (error) {
    assert.ok(error instanceof ConfigurationError, String(error));
    return error.message.split("\n");
  }
  return assert.fail("nothing was refused");
}

const hash = "ab".repeat(32);
const good = `version: 1
prune: true
groups:
  - name: field
    label: Field staff
policies:
  - name: baseline
    group: all
    rules:
      - {kind: camera, disabled: true}
  - path: policies/field.yaml
apps:
  - package: org.example.app
    group: field
    versionCode: 12
    sha256: ${hash}
    size: 1000
    signer: ${hash}
osUpdates:
  - platform: android
    group: all
    minimum: "15"
    deadline: 2027-03-01T06:00:00Z
`;

describe("a folder of YAML", () => {
  it("is read with the parts that it names by path", () => {
    const field = "- name: field\n  group: field\n  rules: {path: rules/field.yaml}\n";
    const configuration = read({
      "rempart.yaml": good,
      "policies/field.yaml": field,
      "policies/rules/field.yaml": "- kind: passcode\n  minimumLength: 8\n",
    });
    assert.deepEqual(configuration.policies, [
      { name: "baseline", group: "all", rules: [{ kind: "camera", disabled: true }] },
      { name: "field", group: "field", rules: [{ kind: "passcode", minimumLength: 8 }] },
    ]);
    assert.equal(configuration.prune, true);
    assert.deepEqual(configuration.groups, [{ name: "field", label: "Field staff" }]);
    assert.equal(configuration.apps[0]!.state, "required");
    assert.equal(configuration.osUpdates[0]!.deadline, Date.parse("2027-03-01T06:00:00Z") / 1000);
  });

  it("never prunes unless told", () => assert.equal(read({ "rempart.yaml": "version: 1\n" }).prune, false));

  it("names file, line and column of everything that is wrong, and what was meant", () => {
    const wrong = good
      .replace("- path: policies/field.yaml", "- path: policies/none.yaml")
      .replace("group: field", "group: feild")
      .replace("disabled: true", "disabled: yes")
      .replace("size:", "sise:");
    assert.deepEqual(faults(wrong), [
      "rempart.yaml:10:34: the rule.disabled must be true or false",
      "rempart.yaml:11:11: there is no file policies/none.yaml in this folder",
      "rempart.yaml:13:5: a release is pinned by versionCode, sha256, size, signer; missing: size",
      "rempart.yaml:14:12: there is no group feild; did you mean field?",
      "rempart.yaml:17:5: sise is not known here; did you mean size?",
    ]);
    assert.deepEqual(faults("version: 1\npolices: []\n"), [
      "rempart.yaml:2:1: polices is not known here; did you mean policies?",
    ]);
    assert.deepEqual(faults({}), ["rempart.yaml:1:1: there is no such file"]);
  });

  for (const [what, text, expected] of [
    ["a field twice", "version: 1\nprune: true\nprune: false\n", /3:1: prune stands twice, first in line 2/],
    ["tabs", "version: 1\ngroups:\n\t- name: x\n", /3:1: a tab indents this line/],
    ["an open quote", 'version: 1\norganisation: "abc\n', /a quote, comma or bracket is missing/],
    ["two documents", "version: 1\n---\nversion: 1\n", /a second document begins here/],
    ["a tag", "version: !!js/function 1\n", /tags/],
    ["an unknown anchor", "version: *one\n", /names no anchor|Unresolved alias/],
    ["a list for a map", "- 1\n", /1:1: must have fields: version/],
    ["a number too large", "version: 123456789012345678901\n", /no number that can be kept exactly/],
    ["not a number", "version: .nan\n", /no number that can be kept exactly/],
    ["the wrong version", "version: 2\n", /must be a whole number 1..1/],
    ["a merge key", "version: 1\n<<: {prune: true}\n", /<< is not known here/],
    ["__proto__", "version: 1\n__proto__: {prune: true}\n", /__proto__ is not known here/],
    ["all as a name", "version: 1\ngroups: [{name: all}]\n", /all is the group of every phone/],
    ["one name twice", "version: 1\ngroups: [{name: a}, {name: a}]\n", /a stands twice, first in rempart.yaml line 2/],
    [
      "a bare version",
      "version: 1\nosUpdates: [{platform: android, group: all, minimum: 15}]\n",
      /must be text: put 15 into quotes/,
    ],
    [
      "30 February",
      'version: 1\nosUpdates: [{platform: android, group: all, minimum: "15", deadline: 2027-02-30}]\n',
      /must be a day/,
    ],
    [
      "a fraction in a rule",
      "version: 1\npolicies: [{name: p, group: all, rules: [{kind: passcode, minimumLength: 4.5}]}]\n",
      /only whole numbers can be signed/,
    ],
    ["a key that is a list", "version: 1\n? [a]\n: 1\n", /the name of a field is plain text/],
    [
      "no certificate",
      "version: 1\ncertificates: [{name: c, group: all, file: rempart.yaml}]\n",
      /one certificate, PEM or DER/,
    ],
  ] as const)
    it(`refuses ${what}`, () => assert.match(faults(text).join("\n"), expected));

  it("leaves the folder by no path", () => {
    for (const path of ["../x.yaml", "/etc/passwd", "a/../../x", "C:/x", "a\\b", ""])
      assert.equal(resolvePath("rempart.yaml", path), undefined, path);
    assert.equal(resolvePath("policies/a.yaml", "../apps/./b.yaml"), "apps/b.yaml");
    assert.match(faults("version: 1\ngroups: {path: ../../secret}\n")[0]!, /does not stay inside this folder/);
  });

  it("ends bombs: aliases, depth, circles of files, size", () => {
    const levels = Array.from({ length: 12 }, (_, level) =>
      level === 0
        ? "a0: &a0 [x, x, x, x, x, x, x, x, x, x]"
        : `a${level}: &a${level} [${Array(10)
            .fill(`*a${level - 1}`)
            .join(", ")}]`,
    );
    const began = performance.now();
    assert.match(faults(`version: 1\n${levels.join("\n")}\n`).join("\n"), /more than 100000 values/);
    for (const deep of ["[".repeat(200_000), "{a: ".repeat(200_000), "- ".repeat(200_000), "? ".repeat(200_000)])
      assert.match(faults(deep).join("\n"), /nested more than 24/);
    // A hundred thousand errors in one long line.
    for (const many of [`[${",".repeat(200_000)}]`, "&a ".repeat(66_000)]) assert.ok(faults(many).length > 0);
    assert.match(faults(`version: 1\ngroups: ${"[".repeat(60)}${"]".repeat(60)}\n`).join("\n"), /nested more than 24/);
    assert.match(faults("version: 1\ngroups: &a [*a]\n").join("\n"), /holds itself/);
    assert.match(faults("version: 1\ngroups: {path: rempart.yaml}\n").join("\n"), /must be a list/);
    assert.match(
      faults({ "rempart.yaml": "version: 1\ngroups: {path: a.yaml}\n", "a.yaml": "path: a.yaml\n" }).join("\n"),
      /name each other more than 8/,
    );
    assert.match(faults("#".repeat(1024 * 1024 + 1)).join("\n"), /larger than 1048576 bytes/);
    const keys = Array.from({ length: 60_000 }, (_, index) => `k${index}: 1`).join("\n");
    assert.equal(faults(`version: 1\n${keys}\n`).length, 50);
    assert.ok(performance.now() - began < 20_000, "within seconds");
  });

  it("reads no bytes that are no text", () =>
    assert.match(faults({ "rempart.yaml": new Uint8Array([0xff, 0xfe]) })[0]!, /is not UTF-8 text/));
});
