import assert from "node:assert/strict";
import { generateKeyPairSync, X509Certificate } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { after, test } from "node:test";
import { connect, createServer } from "node:tls";
import { removeFolder, temporaryFolder } from "@rempart/postgres/testing";
import { ensureLink } from "./link-token.ts";
import { ensureTls } from "./tls.ts";

const data = temporaryFolder();
for (const part of ["gatekeeper", "server"]) mkdirSync(join(data, part));
after(() => removeFolder(data));

test("the identity holds in a TLS handshake, by name and by address", async () => {
  const { ca, cert, key } = await ensureTls(data);
  const server = createServer({ cert: readFileSync(cert), key: readFileSync(key) }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  for (const servername of ["localhost", "127.0.0.1", "::1"]) {
    const options = { host: "127.0.0.1", port, ca: readFileSync(ca) };
    // Addresses are no SNI names; checkServerIdentity is what a client does with them.
    const socket = connect({ ...options, servername: "localhost" });
    await once(socket, "secureConnect");
    assert.equal(socket.authorized, true);
    const peer = new X509Certificate(socket.getPeerX509Certificate()?.raw ?? "");
    assert.ok(servername === "localhost" ? peer.checkHost(servername) : peer.checkIP(servername), servername);
    socket.destroy();
  }
  server.close();
});

test("what it is: P-256, ten and two years, keys for nobody else", async () => {
  const files = await ensureTls(data);
  const ca = new X509Certificate(readFileSync(files.ca));
  const server = new X509Certificate(readFileSync(files.cert));
  const years = (one: X509Certificate) => (one.validToDate.getTime() - Date.now()) / (365.25 * 86_400_000);
  assert.deepEqual([Math.round(years(ca)), Math.round(years(server))], [10, 2]);
  assert.equal(ca.ca, true);
  assert.equal(server.ca, false);
  assert.equal(server.checkIssued(ca), true);
  assert.equal(server.publicKey.asymmetricKeyDetails?.namedCurve, "prime256v1");
  for (const name of ["ca.key", "server.key"]) {
    assert.equal(statSync(join(data, "gatekeeper/tls", name)).mode & 0o777, 0o600);
  }
});

test("it is kept; a lost or foreign server key is replaced, a lost authority is not", async () => {
  const files = await ensureTls(data);
  const before = [files.ca, files.cert].map((file) => readFileSync(file, "utf8"));
  await ensureTls(data);
  assert.deepEqual(
    [files.ca, files.cert].map((file) => readFileSync(file, "utf8")),
    before,
  );
  writeFileSync(files.key, readFileSync(join(data, "gatekeeper/tls/ca.key")));
  await ensureTls(data);
  assert.equal(readFileSync(files.ca, "utf8"), before[0]);
  assert.notEqual(readFileSync(files.cert, "utf8"), before[1]);
  rmSync(join(data, "gatekeeper/tls/ca.key"));
  await assert.rejects(ensureTls(data), { message: /ca\.key is missing.*backup/ });
});

test("an authority's key that was put there without a certificate gets one, and keeps its pin", async () => {
  const files = await ensureTls(data).catch(() => undefined);
  assert.equal(files, undefined, "the test before took the key away");
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const tls = join(data, "gatekeeper/tls");
  writeFileSync(join(tls, "ca.key"), privateKey.export({ format: "pem", type: "pkcs8" }), { mode: 0o600 });
  rmSync(join(tls, "ca.crt"));
  const made = await ensureTls(data);
  const ca = new X509Certificate(readFileSync(made.ca));
  assert.ok(ca.checkPrivateKey(privateKey));
  assert.ok(new X509Certificate(readFileSync(made.cert)).verify(ca.publicKey));
});

test("the link token stays, and the server's folder has its hash alone", () => {
  const first = ensureLink(data);
  assert.deepEqual(ensureLink(data), first);
  const token = readFileSync(first.tokenFile, "utf8");
  assert.equal(Buffer.from(token, "base64url").length, 32);
  assert.equal(statSync(first.tokenFile).mode & 0o777, 0o600);
  assert.equal(readFileSync(join(data, "server/link-token.sha256"), "utf8"), `${first.sha256}\n`);
  rmSync(join(data, "server/link-token.sha256"));
  assert.equal(ensureLink(data).sha256, first.sha256);
});
