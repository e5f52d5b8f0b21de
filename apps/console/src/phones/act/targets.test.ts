import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { newId } from "@rempart/trust";
import type { Phone } from "../phone.ts";
import { type Selection, selectAll, toggle } from "../selection.ts";
import { chosenByHand, idsOf, narrowed, sharedGroups } from "./targets.ts";

const [one, two] = [newId(), newId()];
const phone = (id: string, more: Partial<Phone> = {}) =>
  ({ id, platform: "android", state: "ready", groups: [], ...more }) as unknown as Phone;
const byHand = (...phones: Phone[]): Selection & { mode: "some" } => ({
  mode: "some",
  phones: new Map(phones.map((each) => [each.id, each])),
});

describe("the phones of an order", () => {
  it("are those that match now, but for the exceptions", async () => {
    const asked: string[] = [];
    const ask = async (path: string) => {
      asked.push(path);
      return { ids: [one, two, two], phones: 2 };
    };
    const all = toggle(selectAll("state=ready", 2), phone(two));
    assert.deepEqual(await idsOf(all, ask), [one]);
    assert.deepEqual(asked, ["/api/v1/phones/ids?state=ready"]);
    assert.deepEqual(await idsOf(byHand(phone(one)), ask), [one]);
    assert.equal(asked.length, 1);
  });

  it("are refused where they are too many, none, or no ids", async () => {
    const all = selectAll("", 1);
    const answering = (answer: object) => idsOf(all, async () => answer as never);
    await assert.rejects(answering({ ids: [one], phones: 1, more: true }), { code: "targets.many" });
    await assert.rejects(answering({ ids: [], phones: 0 }), { code: "targets.none" });
    await assert.rejects(answering({ ids: ["../../x"], phones: 1 }), { code: "answer" });
  });

  it("are counted by platform and state", () => {
    const some = byHand(phone(one, { platform: "ios" }), phone(two, { state: "gone" }));
    assert.deepEqual(chosenByHand(some), { count: 2, ios: 1, confirm: 0, gone: 1 });
    assert.equal(narrowed("state=ready%2Cconfirm&q=x", "state", "gone"), undefined);
    assert.equal(narrowed("state=ready%2Cconfirm&q=x", "state", "confirm"), "state=confirm&q=x");
    assert.equal(narrowed("q=x", "platform", "ios"), "q=x&platform=ios");
  });

  it("share the groups that each of them is in", () => {
    const some = byHand(phone(one, { groups: ["a", "b"] }), phone(two, { groups: ["b"] }));
    assert.deepEqual(sharedGroups(some), ["b"]);
    assert.deepEqual(sharedGroups(selectAll("", 3)), []);
  });
});
