// Every route against every kind of caller. A route that is not in the table fails, so that nobody adds one unseen.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { newId } from "@rempart/trust";
import { type Bench, linkToken, start, startBench } from "../testing/server.ts";
import { type Scope, scopeNames } from "../tokens/scopes.ts";
import type { Access } from "./access.ts";

const table: Record<string, [Access, Scope?]> = {
  "GET /openapi.json": ["public"],
  "GET /healthz": ["public"],
  "GET /readyz": ["public"],
  "GET /metrics": ["read", "metrics:read"],
  "POST /api/v1/nonce": ["public"],
  "POST /api/v1/signin": ["public"],
  "POST /link/v1/events": ["link"],
  "GET /api/v1/link/refused": ["read", "history:read"],
  "GET /api/v1/alarms": ["read", "history:read"],
  "POST /api/v1/alarms/:id/lift": ["signer"],
  "GET /api/v1/history": ["read", "history:read"],
  "GET /api/v1/status": ["read", "status:read"],
  "GET /api/v1/overview": ["read", "status:read"],
  "GET /api/v1/phones": ["read", "phones:read"],
  "GET /api/v1/phones/count": ["read", "phones:read"],
  "GET /api/v1/phones/facets": ["read", "phones:read"],
  "GET /api/v1/phones/ids": ["read", "phones:read"],
  "GET /api/v1/phones/:id/orders": ["read", "orders:read"],
  "GET /api/v1/phones/:id/standing": ["read", "orders:read"],
  "GET /api/v1/phones/:id": ["read", "phones:read"],
  "GET /api/v1/phones/:id/reports": ["read", "phones:read"],
  "GET /api/v1/phones/:id/reports/:hash": ["read", "phones:read"],
  "GET /api/v1/streams": ["read", "orders:read"],
  "GET /api/v1/streams/history": ["read", "orders:read"],
  "GET /api/v1/orders": ["read", "orders:read"],
  "GET /api/v1/orders/facets": ["read", "orders:read"],
  "GET /api/v1/orders/:hash": ["read", "orders:read"],
  "GET /api/v1/orders/:hash/phones": ["read", "orders:read"],
  "GET /api/v1/groups": ["read", "phones:read"],
  "POST /api/v1/groups": ["signer", "groups:write"],
  "PUT /api/v1/groups/:id/label": ["signer", "groups:write"],
  "DELETE /api/v1/groups/:id/label": ["signer", "groups:write"],
  "GET /api/v1/drafts": ["read", "drafts:read"],
  "GET /api/v1/drafts/:hash": ["read", "drafts:read"],
  "POST /api/v1/drafts": ["signer", "drafts:propose"],
  "POST /api/v1/drafts/:hash/signatures": ["signer"],
  "POST /api/v1/drafts/:hash/submit": ["signer"],
  "POST /api/v1/drafts/:hash/refuse": ["signer"],
  "DELETE /api/v1/drafts/:hash/refuse": ["signer"],
  "POST /api/v1/drafts/:hash/withdraw": ["signer"],
  "GET /api/v1/events": ["read", "events:read"],
  "PUT /api/v1/blobs/:sha256": ["signer"],
  "GET /api/v1/blobs": ["read", "orders:read"],
  "GET /api/v1/blobs/:sha256": ["signer"],
  "DELETE /api/v1/blobs/:sha256": ["signer"],
  "GET /link/v1/blobs/:sha256": ["link"],
  "GET /api/v1/apps": ["read", "orders:read"],
  "GET /api/v1/apps/:platform/:package": ["read", "orders:read"],
  "POST /api/v1/rollouts": ["signer"],
  "GET /api/v1/rollouts": ["read", "orders:read"],
  "GET /api/v1/rollouts/:id": ["read", "orders:read"],
  "POST /api/v1/rollouts/:id/pause": ["signer"],
  "POST /api/v1/rollouts/:id/resume": ["signer"],
  "GET /api/v1/os-updates": ["read", "phones:read"],
  "GET /api/v1/os-updates/:platform/phones": ["read", "phones:read"],
  "POST /api/v1/session/read-only": ["person"],
  "POST /api/v1/webhooks": ["signer"],
  "GET /api/v1/webhooks": ["signer"],
  "DELETE /api/v1/webhooks/:id": ["signer"],
  "POST /api/v1/webhooks/:id/enable": ["signer"],
  "POST /api/v1/webhooks/:id/test": ["signer"],
  "GET /api/v1/webhooks/:id/deliveries": ["signer"],
  "GET /api/v1/sessions": ["person"],
  "POST /api/v1/session/end": ["read"],
  "POST /api/v1/tokens": ["person"],
  "GET /api/v1/tokens": ["person"],
  "DELETE /api/v1/tokens/:id": ["person"],
};

let bench: Bench;
before(async () => {
  // Every route is tried with every wrong token: more than strangers may in a minute.
  const most = 1_000_000;
  bench = await startBench({ limits: { address: most, signin: most, session: most, wrong: most } });
});
after(() => bench.stop());

const routes = () => bench.server.routes.filter(({ url }) => !url.startsWith("/docs"));

test("every route is in the table, with the access it declares", () => {
  const declared = Object.fromEntries(
    routes().map(({ method, url, access, scope }) => [`${method} ${url}`, scope ? [access, scope] : [access]]),
  );
  assert.deepEqual(declared, table);
  for (const { method, url, access } of bench.server.routes.filter((one) => one.url.startsWith("/docs")))
    assert.ok(access === "public" && ["GET", "HEAD"].includes(method), `${method} ${url}`);
});

/** The code of the guard's refusal, or `passes`: whatever the route itself then says. */
async function attempt(method: string, url: string, token: string | undefined): Promise<string> {
  const path = url
    .replace(/:hash|:sha256/, "0".repeat(64))
    .replace(":platform", "android")
    .replace(/:[a-z]+/g, newId());
  const stop = new AbortController();
  // Without a body, or with a good one, this would end the session that the next routes are tried with.
  const ending = url === "/api/v1/session/end";
  const answer = await fetch(`http://127.0.0.1:${bench.server.port}${path}`, {
    method,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(ending && { "content-type": "application/json" }),
    },
    ...(ending && { body: JSON.stringify({ id: "none" }) }),
    signal: stop.signal,
  });
  const guarded = [401, 403, 429].includes(answer.status);
  const code = guarded ? ((await answer.json()) as { error: string }).error : "passes";
  stop.abort(); // an event stream would go on for ever
  return code;
}

/** What the guard must say to a caller that is no person's whole session. */
async function expectAll(token: string | undefined, expected: (access: Access, scope: Scope | undefined) => string) {
  for (const { method, url, access, scope } of routes()) {
    // Signing in is public, and says `signin…` or `schema` by itself; what it is given here is nothing.
    const got = await attempt(method, url, token);
    assert.equal(got, expected(access, scope), `${method} ${url}`);
  }
}

const stranger = (access: Access): string => (access === "public" ? "passes" : access === "link" ? "link" : "session");

test("nobody, nonsense and the link token open nothing of people's", async () => {
  await expectAll(undefined, stranger);
  await expectAll("x".repeat(43), stranger);
  await expectAll(`rempart_${"x".repeat(43)}`, stranger);
  await expectAll(linkToken, (access) => (access === "link" ? "passes" : stranger(access)));
});

test("an expired session and an expired API token are strangers", async () => {
  const session = await bench.signIn(bench.organisation.alice);
  const made = await bench.post("/api/v1/tokens", { label: "short", scopes: ["phones:read"], expiresIn: 60 }, session);
  assert.equal(made.status, 201);
  bench.clock.now = start + 60;
  await expectAll(made.body.token, stranger);
  bench.clock.now = start + 28_800;
  await expectAll(session, stranger);
  bench.clock.now = start;
});

test("a read-only session reads", async () => {
  const session = await bench.signIn(bench.organisation.alice);
  const { token } = (await bench.post("/api/v1/session/read-only", undefined, session)).body;
  await expectAll(token, (access) => {
    if (access === "public" || access === "read") return "passes";
    return access === "link" ? "link" : "read-only";
  });
});

test("each role does what it may", async () => {
  const { alice, olga, ada, walter } = bench.organisation;
  for (const [member, signs] of [
    [alice, true],
    [olga, true],
    [ada, false],
    [walter, false],
  ] as const) {
    const session = await bench.signIn(member);
    await expectAll(session, (access) =>
      access === "link" ? "link" : access === "signer" && !signs ? "role" : "passes",
    );
  }
});

test("an API token does what its scope says, no more than its maker, and never signs", async () => {
  const { olga, ada } = bench.organisation;
  for (const scope of scopeNames) {
    const session = await bench.signIn(olga);
    const { id, token } = (await bench.post("/api/v1/tokens", { label: scope, scopes: [scope] }, session)).body;
    await expectAll(token, (access, needed) => {
      if (access === "public") return "passes";
      if (access === "link") return "link";
      return needed === scope ? "passes" : "scope";
    });
    await bench.call("DELETE", `/api/v1/tokens/${id}`, undefined, session);
    assert.equal(await attempt("GET", "/api/v1/status", token), "session");
  }
  const session = await bench.signIn(ada);
  const scopes = ["drafts:propose"];
  const { token } = (await bench.post("/api/v1/tokens", { label: "auditor's", scopes }, session)).body;
  assert.equal(await attempt("POST", "/api/v1/drafts", token), "role");
});

test("another person's API token can be seen and ended by approvers alone", async () => {
  const { olga, ada, alice } = bench.organisation;
  const own = await bench.signIn(olga);
  const other = await bench.signIn(ada);
  const { id, token } = (await bench.post("/api/v1/tokens", { label: "mine", scopes: ["status:read"] }, own)).body;
  assert.deepEqual(
    (await bench.get("/api/v1/tokens", other)).body.tokens.filter((one: { id: string }) => one.id === id),
    [],
  );
  assert.equal((await bench.call("DELETE", `/api/v1/tokens/${id}`, undefined, other)).status, 404);
  assert.equal(await attempt("GET", "/api/v1/status", token), "passes");
  const approver = await bench.signIn(alice);
  assert.ok((await bench.get("/api/v1/tokens", approver)).body.tokens.some((one: { id: string }) => one.id === id));
  assert.equal((await bench.call("DELETE", `/api/v1/tokens/${id}`, undefined, approver)).status, 200);
  assert.equal(await attempt("GET", "/api/v1/status", token), "session");
});

test("strangers who guess tokens are slowed down before the database is asked", async () => {
  const limited = await startBench({ limits: { address: 1000, signin: 5, session: 8, wrong: 3 } });
  try {
    const session = await limited.signIn(limited.organisation.olga);
    for (let i = 0; i < 8; i++) assert.equal((await limited.get("/api/v1/status", session)).status, 200);
    const many = await limited.get("/api/v1/status", session);
    assert.deepEqual([many.status, many.body.error], [429, "rate"]);
    assert.match(String(many.headers["retry-after"]), /^[1-9]\d?$/);
    for (let i = 0; i < 3; i++) assert.equal((await limited.get("/api/v1/status", "y".repeat(43))).status, 401);
    assert.equal((await limited.get("/api/v1/status", "y".repeat(43))).status, 429);
    for (let i = 0; i < 3; i++) assert.equal((await limited.post("/api/v1/nonce")).status, 200);
    assert.equal((await limited.post("/api/v1/nonce")).status, 429);
  } finally {
    await limited.stop();
  }
});
