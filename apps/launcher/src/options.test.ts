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

test("two hosts: what each needs of the other, from flags or variables", () => {
  const hex = "a".repeat(64);
  const gate = parseOptions(["--only", "gatekeeper", "--server-url", "https://api.example/"], {});
  assert.deepEqual([gate.only, gate.serverUrl], ["gatekeeper", "https://api.example"]);
  const server = parseOptions([], {
    REMPART_ONLY: "server",
    REMPART_GATEKEEPER_URL: "https://console.example",
    REMPART_LINK_TOKEN_SHA256: hex,
    REMPART_TLS_CERT: "",
  });
  assert.deepEqual(
    [server.only, server.gatekeeperUrl, server.linkTokenSha256, server.tlsCert],
    ["server", "https://console.example", hex, undefined],
  );
  const refused: [string[], RegExp][] = [
    [["--only", "both"], /gatekeeper or server/],
    [["--only", "gatekeeper"], /needs --server-url/],
    [["--only", "server", "--gatekeeper-url", "https://a"], /--link-token-sha256/],
    [["--only", "server", "--gatekeeper-url", "https://a", "--link-token-sha256", "ab"], /64 hexadecimal/],
    [["--gatekeeper-url", "https://a"], /for --only server/],
    [["--only", "gatekeeper", "--server-url", "http://api.example"], /not encrypted.*link token.*--plain-http/],
    [["--server-url", "https://user:pass@api.example"], /without a path/],
    [["--public-url", "https://a.example/console"], /without a path/],
    [["--listen", "0.0.0.0"], /without TLS.*--listen-console/],
    [["--listen", "a b"], /--listen takes/],
    [["--tls-cert", "a.pem"], /go together/],
  ];
  for (const [args, message] of refused)
    assert.throws(() => parseOptions(args, {}), { message, exitCode: 78 }, args.join(" "));
  const behind = ["--listen", "0.0.0.0", "--listen-console", "localhost"];
  assert.equal(parseOptions(behind, {}).listenConsole, "localhost");
  assert.equal(parseOptions(["--server-url", "http://api.example", "--plain-http"], {}).plainHttp, true);
});
