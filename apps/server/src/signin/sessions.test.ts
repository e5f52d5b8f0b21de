import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type Bench, startBench } from "../testing/server.ts";

let bench: Bench;
before(async () => {
  bench = await startBench();
});
after(() => bench.stop());

interface Listed {
  id: string;
  person: string;
  own: boolean;
}
const list = async (token: string): Promise<Listed[]> => (await bench.get("/api/v1/sessions", token)).body.sessions;

test("a session ends itself, and is over at once", async () => {
  const token = await bench.signIn(bench.organisation.olga);
  assert.equal((await bench.post("/api/v1/session/end", undefined, token)).status, 200);
  assert.equal((await bench.get("/api/v1/status", token)).status, 401);
  assert.equal((await bench.post("/api/v1/session/end", undefined, token)).status, 401);
});

test("a person sees and ends their own sessions, an approver everybody's", async () => {
  const { olga, ada, alice } = bench.organisation;
  const [one, two, other, approver] = [
    await bench.signIn(olga),
    await bench.signIn(olga),
    await bench.signIn(ada),
    await bench.signIn(alice),
  ];
  const own = await list(one);
  assert.equal(own.length, 2);
  assert.ok(own.every(({ person }) => person === olga.id));
  assert.equal(own.filter((session) => session.own).length, 1);
  const second = own.find((session) => !session.own)!;
  // Another's session looks like one that is not there.
  assert.equal((await bench.post("/api/v1/session/end", { id: second.id }, other)).status, 404);
  assert.equal((await bench.get("/api/v1/status", two)).status, 200);
  assert.equal((await bench.post("/api/v1/session/end", { id: second.id }, one)).status, 200);
  assert.equal((await bench.get("/api/v1/status", two)).status, 401);

  const all = await list(approver);
  assert.equal(all.length, 3);
  const intruder = all.find(({ person }) => person === ada.id)!;
  assert.equal((await bench.post("/api/v1/session/end", { id: intruder.id }, approver)).status, 200);
  assert.equal((await bench.get("/api/v1/status", other)).status, 401);
  const { history } = (await bench.get(`/api/v1/history?kind=session&person=${alice.id}`, approver)).body;
  assert.deepEqual(
    history.map(({ kind, object }: { kind: string; object: string }) => [kind, object]),
    [
      ["session.ended", intruder.id],
      ["session.opened", all.find(({ own: mine }) => mine)!.id],
    ],
  );
});

test("a read-only session ends itself alone", async () => {
  const token = await bench.signIn(bench.organisation.alice);
  const reader = (await bench.post("/api/v1/session/read-only", undefined, token)).body.token;
  const { id } = (await list(token)).find((session) => session.own)!;
  assert.equal((await bench.post("/api/v1/session/end", { id }, reader)).body.error, "read-only");
  assert.equal((await bench.get("/api/v1/status", token)).status, 200);
  assert.equal((await bench.post("/api/v1/session/end", undefined, reader)).status, 200);
  assert.equal((await bench.get("/api/v1/status", reader)).status, 401);
  assert.equal((await bench.get("/api/v1/status", token)).status, 200);
});
