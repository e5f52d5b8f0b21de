import assert from "node:assert/strict";
import { test } from "node:test";
import { parseOptions } from "../options.ts";
import { offersDemonstration } from "./offer.ts";

test("a demonstration is offered in a trial on one machine alone", () => {
  const hex = "ab".repeat(32);
  const offered: [string[], boolean][] = [
    [[], true],
    [["--port", "9000"], true],
    [["--public-url", "http://localhost:9000", "--server-url", "http://127.0.0.1:9001"], true],
    [["--listen", "::1"], true],
    [["--no-demonstration"], false],
    [["--public-url", "https://console.example"], false],
    [["--server-url", "https://api.example"], false],
    [["--listen", "0.0.0.0", "--listen-console", "localhost"], false],
    [["--listen-console", "0.0.0.0", "--tls-cert", "a", "--tls-key", "b"], false],
    [["--only", "gatekeeper", "--server-url", "http://localhost:8081"], false],
    [["--only", "server", "--gatekeeper-url", "http://localhost:8080", "--link-token-sha256", hex], false],
  ];
  for (const [args, expected] of offered)
    assert.equal(offersDemonstration(parseOptions(args, {})), expected, args.join(" "));
  assert.equal(offersDemonstration(parseOptions([], { REMPART_NO_DEMONSTRATION: "1" })), false);
});
