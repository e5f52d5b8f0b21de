import assert from "node:assert/strict";
import { test } from "node:test";
import { Problem } from "../problem/problem.ts";
import { endOnly, watching } from "./watching.ts";

const refusing = (status: number) => async (): Promise<never> => {
  throw new Problem("session", "authorization", "refused", status);
};

test("a session that the server knows no more ends, and the refusal is told all the same", async () => {
  let ended = 0;
  const ask = watching(refusing(401), () => ended++);
  await assert.rejects(ask("/api/v1/orders"), { code: "session" });
  assert.equal(ended, 1);
  await assert.rejects(watching(refusing(403), () => ended++)("/api/v1/orders"));
  assert.equal(ended, 1);
});

test("an answer to the session before ends not the one that began since", async () => {
  const [first, second] = [{ token: "1" }, { token: "2" }];
  let now: object | undefined = first;
  const end = (): void => {
    now = undefined;
  };
  const late = watching(
    refusing(401),
    endOnly(first, () => now, end),
  );
  now = second;
  await assert.rejects(late("/api/v1/orders"));
  assert.equal(now, second);
  await assert.rejects(
    watching(
      refusing(401),
      endOnly(second, () => now, end),
    )("/api/v1/orders"),
  );
  assert.equal(now, undefined);
});
