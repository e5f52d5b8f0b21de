import assert from "node:assert/strict";
import { hash } from "node:crypto";
import { test } from "node:test";
import * as browser from "./browser.ts";
import * as node from "./node.ts";

test("both sides of the seam give the same SHA-256 for every length around the block borders", () => {
  for (let length = 0; length < 260; length++) {
    const data = new Uint8Array(length).map((_, i) => (i * 7 + length) & 255);
    const expected = hash("sha256", data);
    assert.equal(Buffer.from(browser.sha256(data)).toString("hex"), expected);
    assert.equal(Buffer.from(node.sha256(data)).toString("hex"), expected);
  }
});
