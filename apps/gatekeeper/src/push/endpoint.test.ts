import assert from "node:assert/strict";
import { test } from "node:test";
import { isPublic, resolveHost } from "./address.ts";
import { checkPush, readEndpoint } from "./endpoint.ts";

test("endpoints are those of known push services, https, at their own port", () => {
  const good = [
    "https://fcm.googleapis.com/fcm/send/abc:def",
    "https://updates.push.services.mozilla.com/wpush/v2/gAAA",
    "https://web.push.apple.com/QGu",
    "https://api.push.apple.com/x",
    "https://wns2-par02p.notify.windows.com/w/?token=a%2fb",
    "https://fcm.googleapis.com:443/fcm/send/abc",
  ];
  for (const endpoint of good) assert.equal(readEndpoint(endpoint, []).protocol, "https:", endpoint);
  const bad = [
    ...["http://fcm.googleapis.com/x", "https://fcm.googleapis.com:8443/x", "https://user@fcm.googleapis.com/x"],
    ...["https://fcm.googleapis.com/#x", "https://fcm.googleapis.com.evil.example/x", "https://evilpush.apple.com/x"],
    ...["https://push.apple.com/x", "https://notify.windows.com/x", "https://fcm.googleapis.com./x"],
    ...[
      "https://127.0.0.1/x",
      "https://localhost/x",
      "https://169.254.169.254/x",
      "https://10.0.0.1/x",
      "https://[::1]/",
    ],
    ...["https://0x7f.1/x", "https://2130706433/x", "file:///etc/passwd", "nonsense", ""],
    `https://fcm.googleapis.com/${"a".repeat(1024)}`,
    `https://fcm.googleapis.com/${"é".repeat(300)}`,
  ];
  for (const endpoint of bad) assert.throws(() => readEndpoint(endpoint, []), { code: "push.endpoint" }, endpoint);
});

test("a listed host may be internal: at the port that is listed, http on this machine alone", () => {
  const hosts = [
    "push.intern",
    "push.intern:8443",
    "localhost:8080",
    "tls.intern:443",
    "10.0.0.1",
    "10.0.0.1:8080",
    "[::1]:80",
  ];
  for (const good of [
    ...[
      "https://push.intern/x",
      "https://push.intern:8443/x",
      "http://localhost:8080/x",
      "https://localhost:8080/x",
      "http://[::1]/",
    ],
    ...["https://10.0.0.1/x", "https://10.0.0.1:8080/", "https://tls.intern/x"],
  ])
    assert.ok(readEndpoint(good, hosts), good);
  for (const bad of [
    ...["https://push.intern:9090/x", "http://push.intern/x", "http://localhost/x", "http://localhost:8081/x"],
    ...["http://10.0.0.1:8080/x", "http://10.0.0.1/x", "https://localhost/x", "ftp://localhost:8080/x"],
  ])
    assert.throws(() => readEndpoint(bad, hosts), { code: "push.endpoint" }, bad);
});

test("only addresses of the public internet are called, unless the host is listed", async () => {
  for (const address of ["1.1.1.1", "172.32.0.1", "2606:4700:4700::1111"]) assert.ok(isPublic(address), address);
  for (const address of [
    ...["0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1", "192.168.0.1"],
    ...["198.18.0.1", "224.0.0.1", "255.255.255.255", "::", "::1", "::ffff:8.8.8.8", "64:ff9b::7f00:1", "fc00::1"],
    ...["fe80::1", "fe80::1%eth0", "2001:db8::1", "2002:7f00:1::1", "ff02::1", "", "localhost"],
  ])
    assert.ok(!isPublic(address), address);
  const names = (...addresses: string[]) =>
    (async () => addresses.map((address) => ({ address, family: 4 }))) as unknown as Parameters<typeof resolveHost>[2];
  assert.equal((await resolveHost("push.example", false, names("1.1.1.1", "8.8.8.8"))).length, 2);
  for (const inside of [["10.0.0.1"], ["1.1.1.1", "127.0.0.1"], ["169.254.169.254"]])
    await assert.rejects(resolveHost("push.example", false, names(...inside)), /internal/);
  await assert.rejects(resolveHost("push.example", false, names()), /nowhere/);
  assert.equal((await resolveHost("push.example", true, names("10.0.0.1"))).length, 1);
});

test("settings that are none are named", () => {
  checkPush(undefined);
  checkPush({});
  checkPush({ hosts: ["push.intern", "push.intern:8443", "[::1]:80"], contact: "mailto:people@example.org" });
  checkPush({ contact: "https://example.org/contact" });
  for (const [value, where] of [
    [1, "push.value"],
    [{ host: "x" }, "push.host"],
    [{ hosts: "push.intern" }, "push.hosts"],
    [{ hosts: ["https://push.intern"] }, "push.hosts"],
    [{ hosts: ["*.intern"] }, "push.hosts"],
    [{ hosts: Array(33).fill("a") }, "push.hosts"],
    [{ contact: "people@example.org" }, "push.contact"],
    [{ contact: "http://example.org" }, "push.contact"],
    [{ contact: "mailto:a b@example.org" }, "push.contact"],
  ] as const)
    assert.throws(() => checkPush(value), { code: "config", where }, JSON.stringify(value));
});
