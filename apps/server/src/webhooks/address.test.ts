import assert from "node:assert/strict";
import { test } from "node:test";
import { isPublic, readTarget, resolveTarget } from "./address.ts";

test("only addresses of the public internet are called", () => {
  for (const address of ["1.1.1.1", "8.8.8.8", "100.63.255.255", "172.32.0.1", "2606:4700:4700::1111", "2a00:1450::1"])
    assert.ok(isPublic(address), address);
  const internal = [
    ...[
      "0.0.0.0",
      "10.1.2.3",
      "100.64.0.1",
      "127.0.0.1",
      "127.8.8.8",
      "169.254.169.254",
      "172.16.0.1",
      "172.31.255.255",
    ],
    ...[
      "192.168.0.1",
      "192.0.0.1",
      "198.18.0.1",
      "203.0.113.5",
      "224.0.0.1",
      "239.1.1.1",
      "240.0.0.1",
      "255.255.255.255",
    ],
    ...["::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:a9fe:a9fe", "64:ff9b::7f00:1"],
    ...["64:ff9b:1::1", "100::1", "fc00::1", "fd12::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1"],
    ...["2001::1", "2001:db8::1", "2002:7f00:1::1", "3fff::1", "5f00::1", "", "localhost", "1.2.3", "01.1.1.1"],
  ];
  for (const address of internal) assert.ok(!isPublic(address), address);
});

test("what can never be a target is refused when it is made", () => {
  assert.equal(readTarget("https://hooks.example.org/a?b=c", []).href, "https://hooks.example.org/a?b=c");
  const bad = [
    ...[
      "http://hooks.example.org/",
      "ftp://hooks.example.org/",
      "file:///etc/passwd",
      "javascript:alert(1)",
      "nonsense",
    ],
    ...[
      "https://user:secret@hooks.example.org/",
      "https://hooks.example.org/#x",
      "https://127.0.0.1/",
      "https://[::1]/",
    ],
    ...[
      "https://0x7f.1/",
      "https://2130706433/",
      "https://017700000001/",
      "https://[::ffff:10.0.0.1]/",
      "https://169.254.169.254/",
    ],
  ];
  for (const text of bad) assert.throws(() => readTarget(text, []), { code: "webhook.url" }, text);
  assert.equal(readTarget("http://hooks.intern:8080/", ["hooks.intern:8080"]).port, "8080");
  assert.throws(() => readTarget("http://hooks.intern:9090/", ["hooks.intern:8080"]), { code: "webhook.url" });
  assert.throws(() => readTarget("file://hooks.intern/", ["hooks.intern"]), { code: "webhook.url" });
});

test("a name that leads inside, even beside a public address, is not called", async () => {
  const names = (...addresses: string[]) =>
    (async () =>
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }))) as unknown as Parameters<
      typeof resolveTarget
    >[2];
  const url = new URL("https://hooks.example.org/");
  assert.equal((await resolveTarget(url, [], names("1.1.1.1", "2606:4700::1"))).length, 2);
  for (const addresses of [["10.0.0.1"], ["1.1.1.1", "127.0.0.1"], ["::ffff:169.254.169.254"]])
    await assert.rejects(resolveTarget(url, [], names(...addresses)), /internal/);
  await assert.rejects(resolveTarget(url, [], names()), /nowhere/);
  assert.equal((await resolveTarget(url, ["hooks.example.org"], names("10.0.0.1"))).length, 1);
});
