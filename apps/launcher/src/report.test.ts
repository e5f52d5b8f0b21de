import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { test } from "node:test";
import { eachLine, parseEvent } from "./lines.ts";
import { jsonReporter, textReporter } from "./report.ts";

test("the founding code is shown in a box, after the line that says where", () => {
  let out = "";
  const report = textReporter(
    "http://localhost:8080",
    (text) => {
      out += text;
    },
    assert.fail,
  );
  report({ event: "founding-code", code: "ABCD-1234", expires: "not a date" });
  assert.equal(out, "");
  report({ event: "ready", url: "http://localhost:8080" });
  assert.match(out, /^Rempart is ready: open http:\/\/localhost:8080\n┌─+┐\n[\s\S]*│ {6}ABCD-1234 +│[\s\S]*└─+┘\n$/);
  assert.equal(
    new Set(
      out
        .split("\n")
        .slice(1, -1)
        .map((line) => line.length),
    ).size,
    1,
  );
  assert.doesNotMatch(out, /valid until/);
});

test("JSON reports are one object a line", () => {
  let out = "";
  jsonReporter((text) => {
    out += text;
  })({ event: "exit", code: 1, message: "two\nlines" });
  assert.equal(out, '{"event":"exit","code":1,"message":"two\\nlines"}\n');
});

test("a line without end is cut, not kept", async () => {
  const stream = new PassThrough();
  const lines: string[] = [];
  eachLine(stream, (line) => lines.push(line));
  for (let n = 0; n < 40; n++) stream.write("x".repeat(4096));
  stream.end("\nlast");
  await new Promise((resolve) => stream.once("close", resolve));
  assert.equal(lines.at(-1), "last");
  assert.ok(lines.length > 2 && lines.every((line) => line.length <= 64 * 1024 + 16_384));
});

test("only objects with an event are events", () => {
  assert.deepEqual(parseEvent('{"event":"ready"}'), { event: "ready" });
  for (const line of ["ready", "{", "null", '{"event":1}', '["event"]', '"event"']) {
    assert.equal(parseEvent(line), undefined, line);
  }
});
