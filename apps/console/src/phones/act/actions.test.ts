import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Row } from "@rempart/trust";
import { able, acts, type Chosen, type Standpoint } from "./actions.ts";

const rules: Row[] = [
  { actions: ["lock", "ring", "message"], when: "normal", need: { role: "operator", count: 1 } },
  { actions: ["locate"], max: 1, when: "normal", need: { role: "operator", count: 1 } },
  { actions: ["wipe"], max: 10, when: "normal", need: { role: "approver", count: 2 } },
  { actions: ["wipe"], max: 1, when: "frozen", need: { role: "approver", count: 3 } },
];
const point: Standpoint = { rules, frozen: false, roles: ["operator"] };
const some = (count: number, more: Partial<Chosen> = {}): Chosen => ({ count, ios: 0, confirm: 0, gone: 0, ...more });
const why = (...args: Parameters<typeof able>) => able(...args).why;

describe("what can be done with phones", () => {
  it("stands under the charter's rule that decides", () => {
    assert.equal(able("lock", some(3), point).row?.need.count, 1);
    assert.equal(able("wipe", some(10), point).row?.need.count, 2);
    assert.equal(able("wipe", some(1), { ...point, frozen: true }).row?.need.count, 3);
  });

  it("is refused with the most that a rule allows, or where none does", () => {
    assert.deepEqual(why("wipe", some(11), point), { code: "max", max: 10 });
    assert.deepEqual(why("wipe", some(2), { ...point, frozen: true }), { code: "max", max: 1 });
    assert.deepEqual(why("unenrol", some(1), point), { code: "rule" });
    assert.deepEqual(why("lock", some(1), { ...point, frozen: true }), { code: "frozen" });
  });

  it("says which phones have no such command, or are not there", () => {
    assert.deepEqual(why("ring", some(2, { ios: 2 }), point), { code: "ios" });
    assert.ok(able("ring", some(2, { ios: 1 }), point).row);
    assert.deepEqual(why("lock", some(2, { gone: 2 }), point), { code: "gone" });
    assert.deepEqual(why("lock", some(2, { gone: 1, confirm: 1 }), point), { code: "confirm" });
    assert.deepEqual(why("locate", some(2), point), { code: "one" });
    assert.deepEqual(why("lock", some(0), point), { code: "none" });
  });

  it("is not for those who only read", () => {
    assert.deepEqual(why("lock", some(1), { ...point, roles: ["auditor", "writer"] }), { code: "role" });
  });

  it("has an answer for everything on offer", () => {
    for (const act of acts) {
      const answer = able(act, some(1), point);
      assert.ok((answer.row === undefined) !== (answer.why === undefined), act);
    }
    assert.deepEqual(why("restart", some(1), point), { code: "restart" });
  });
});
