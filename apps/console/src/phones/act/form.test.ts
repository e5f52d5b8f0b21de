import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { buildOrder, orderId } from "@rempart/client";
import { type Charter, isDestructive, newId } from "@rempart/trust";
import { type OrderAct, offers } from "./actions.ts";
import { emptyForm, saidBy } from "./form.ts";

describe("a form", () => {
  it("says nothing while something is missing", () => {
    assert.equal(saidBy("message", { ...emptyForm, text: "  " }), undefined);
    assert.equal(saidBy("query", { ...emptyForm, what: [] }), undefined);
    for (const seconds of ["", "4", "301", "3e1", "-9"])
      assert.equal(saidBy("ring", { ...emptyForm, seconds }), undefined, seconds);
    assert.equal(saidBy("message", { ...emptyForm, text: "é".repeat(4_097) }), undefined);
  });

  it("keeps texts out of what is signed in the clear", () => {
    const said = saidBy("lost-on", { ...emptyForm, text: "Please call", phone: " 0123 ", sound: false });
    assert.deepEqual(said?.params, { on: true, sound: false });
    assert.deepEqual(
      [...said!.texts],
      [
        ["message", "Please call"],
        ["contact", "0123"],
      ],
    );
    assert.equal(saidBy("lock", emptyForm)!.texts.size, 0);
  });

  it("of every action makes parameters that the protocol accepts", () => {
    const hash = "a".repeat(64);
    for (const act of Object.keys(offers) as OrderAct[]) {
      if (act === "message") continue;
      const { action, params } = saidBy(act, { ...emptyForm, groups: [newId()] })!;
      const frame = { id: orderId(Date.now()), reason: { code: offers[act].reasons[0]! }, now: 1_790_000_000 };
      const stream = action === "assign" ? { stream: "assign" } : {};
      const wish = { ...frame, action, params, aim: { phones: [newId()] }, ...stream };
      const { document } = buildOrder({ genesis: hash, hash } as Charter, wish);
      assert.equal(isDestructive(document.body), offers[act].destructive === true, act);
    }
  });
});
