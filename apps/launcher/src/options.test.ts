import assert from "node:assert/strict";
import { resolve } from "node:path";
import { test } from "node:test";
import { parseOptions } from "./options.ts";

test("defaults, environment, command line: the later wins", () => {
  assert.deepEqual(parseOptions([], {}), { port: 8080, data: resolve("data"), json: false, help: false });
  const environment = { REMPART_PORT: "9000", REMPART_DATA: "/srv/x" };
  assert.equal(parseOptions([], environment).port, 9000);
  assert.equal(parseOptions([], environment).data, "/srv/x");
  const options = parseOptions(["--port", "9100", "--data=/srv/y", "--json"], environment);
  assert.deepEqual(options, { port: 9100, data: "/srv/y", json: true, help: false });
  assert.equal(parseOptions(["-h"], {}).help, true);
});

test("what it does not understand is refused with the way out", () => {
  assert.throws(() => parseOptions(["--prot", "1"], {}), { message: /--prot.*--help/, exitCode: 78 });
  assert.throws(() => parseOptions(["stray"], {}), { message: /stray.*--help/ });
  assert.throws(() => parseOptions(["--port"], {}), { message: /--port/ });
  for (const port of ["0", "65534", "http", "80.5", "-1", ""]) {
    assert.throws(() => parseOptions([`--port=${port}`], {}), { message: /from 1 to 65533/ }, port);
  }
  assert.throws(() => parseOptions(["--data="], {}), { message: /--data/ });
});
