import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { describe, it } from "node:test";
import { randomBytes, utf8 } from "@rempart/trust";
import { hmacSha256, sameMac } from "./hmac.ts";

describe("HMAC-SHA-256", () => {
  it("agrees with node:crypto for keys shorter and longer than a block", () => {
    for (const length of [0, 8, 63, 64, 65, 200]) {
      const key = randomBytes(length);
      const text = utf8("rempart/founding/v1\n".repeat(length + 1));
      const expected = new Uint8Array(createHmac("sha256", key).update(text).digest());
      assert.deepEqual(hmacSha256(key, text), expected, `key of ${length} bytes`);
    }
  });

  it("is compared whole", () => {
    const mac = hmacSha256(utf8("code"), utf8("text"));
    assert.ok(sameMac(mac, mac.slice()));
    assert.ok(!sameMac(mac, mac.subarray(1)));
    for (let index = 0; index < mac.length; index++)
      assert.ok(
        !sameMac(
          mac,
          mac.map((byte, at) => (at === index ? byte ^ 1 : byte)),
        ),
      );
  });
});
