import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { codeOf } from "@rempart/client";
import { phoneKey, verifyResult } from "./results.ts";
import { type TestPhone, World } from "./testing/world.ts";

const hash = "cd".repeat(32);
const code =
  (wanted: string) =>
  (error: unknown): boolean => {
    assert.equal(codeOf(error), wanted);
    return true;
  };

describe("results of phones", () => {
  let world: World;
  let phone: TestPhone;
  let other: TestPhone;
  before(async () => {
    world = await World.make();
    phone = await world.phone();
    other = await world.phone();
  });
  const keyOf = ({ id, enrolment }: TestPhone) => phoneKey(world.genesis, id, enrolment);

  it("proves what the phone signed", async () => {
    const envelope = await phone.result(hash, "done");
    const shown = { device: phone.id, outcome: "done", envelope };
    const { proven, result } = await verifyResult(world.genesis, hash, shown, await keyOf(phone));
    assert.equal(proven, true);
    assert.equal(result.device, phone.id);
  });

  it("takes what has no key as said", async () => {
    const envelope = await phone.result(hash, "done");
    const shown = { device: phone.id, outcome: "done", envelope };
    assert.equal((await verifyResult(world.genesis, hash, shown, undefined)).proven, false);
    assert.equal(await phoneKey(world.genesis, phone.id, undefined), undefined);
  });

  it("finds the enrolment of another phone", async () => {
    await assert.rejects(phoneKey(world.genesis, phone.id, other.enrolment), code("phone.key"));
  });

  it("finds a result that another key signed", async () => {
    const real = (await phone.result(hash, "done")) as { signatures: { keyid: string; sig: string }[] };
    const foreign = (await other.result(hash, "done")) as typeof real;
    const { sig } = foreign.signatures[0]!;
    const envelope = { ...real, signatures: [{ ...real.signatures[0]!, sig }] };
    const shown = { device: phone.id, outcome: "done", envelope };
    await assert.rejects(verifyResult(world.genesis, hash, shown, await keyOf(phone)), code("result.signature"));
  });

  it("finds a failure that the server calls done", async () => {
    const shown = { device: phone.id, outcome: "done", envelope: await phone.result(hash, "failed") };
    await assert.rejects(verifyResult(world.genesis, hash, shown, await keyOf(phone)), code("result.signature"));
  });

  it("finds a refusal whose code the server changed", async () => {
    const envelope = await phone.result(hash, "refused", { code: "freeze" });
    const shown = { device: phone.id, outcome: "refused", code: "window.expired", envelope };
    await assert.rejects(verifyResult(world.genesis, hash, shown, await keyOf(phone)), code("result.signature"));
  });

  it("finds a result about another order, and one of another phone", async () => {
    const elsewhere = { device: phone.id, outcome: "done", envelope: await phone.result("ef".repeat(32), "done") };
    await assert.rejects(verifyResult(world.genesis, hash, elsewhere, await keyOf(phone)), code("result.order"));
    const swapped = { device: phone.id, outcome: "done", envelope: await other.result(hash, "done") };
    await assert.rejects(verifyResult(world.genesis, hash, swapped, await keyOf(phone)), code("result.order"));
  });
});
