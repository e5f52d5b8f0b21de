// The same vectors with the browser's side of the crypto seam: SHA-256 in JavaScript, WebCrypto for signatures.
import assert from "node:assert/strict";
import { registerHooks } from "node:module";
import { test } from "node:test";

const browser = new URL("../packages/trust/src/crypto/browser.ts", import.meta.url).href;
let asked = 0;
registerHooks({
  resolve(specifier, context, next) {
    if (specifier !== "#crypto") return next(specifier, context);
    asked++;
    return { url: browser, shortCircuit: true };
  },
});
const { suites } = await import("./run/all.ts");

for (const name of ["webauthn", "webauthn-chromium", "charter", "rules", "accept", "tickets", "proofs", "bundles"]) {
  test(`${name}, with the browser's crypto`, async () => {
    assert.ok(asked > 0);
    const problems: string[] = [];
    for await (const [what, problem] of suites[name]!())
      if (problem !== undefined) problems.push(`${what}: ${problem}`);
    assert.deepEqual(problems, []);
  });
}
