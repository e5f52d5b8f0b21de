// Phase B, first half of the refusal codes: form, charter, freeze, rule, quorum.
import { type JsonValue, toBase64, utf8 } from "../../packages/trust/src/index.ts";
import { type BundleCases, drop, edit } from "./bundles.ts";
import { charters } from "./chain.ts";
import { leafOf, secretOf, targetProof } from "./deliver.ts";
import { accepted, type Body, group, hashOf, key, type Made, order, phone, plain, successor, uuid } from "./world.ts";

const second = charters.second!;
const named = (made: Made): Body => ({ reach: { phones: [leafOf(made)] } });

const oneTarget = (action: string): Body => {
  const made = { body: { id: uuid(`${action} order`) } } as unknown as Made;
  return { count: 1, root: leafOf(made) };
};

/** Cases up to `signature.quorum`. */
export async function bundleAuthority(cases: BundleCases): Promise<void> {
  await forms(cases);
  await charterCodes(cases);
  await authority(cases);
}

async function forms(cases: BundleCases): Promise<void> {
  const lock = await order("lock");
  const bad = (name: string, code: string, path: string, value: JsonValue): Promise<void> =>
    cases.add(name, [lock], { items: [code] }, { edit: edit(path, value) });
  await cases.add("a lock", [lock], { items: ["ok"], frozen: false, witnessedSize: 2 });
  await cases.add("two locks", [lock, await order("lock", { id: uuid("other") })], { items: ["ok", "ok"] });
  await cases.add(
    "a bad item refuses itself alone",
    [lock, await order("lock", { id: uuid("other") })],
    { items: ["schema", "ok"] },
    { edit: edit("orders.0", 1) },
  );
  const item = "orders.0";
  await bad("an unknown field of an item", "schema", `${item}.more`, 1);
  for (const field of ["order", "release", "index", "inclusion"]) {
    await cases.add(`an item without ${field}`, [lock], { items: ["schema"] }, { edit: drop(`${item}.${field}`) });
  }
  await bad("a path that is not base64", "encoding", `${item}.inclusion`, "A");
  await bad("a path of 33 bytes", "schema", `${item}.inclusion`, toBase64(new Uint8Array(33)));
  await bad("a path of 65 nodes", "schema", `${item}.inclusion`, toBase64(new Uint8Array(65 * 32)));
  await bad("an index below zero", "schema", `${item}.index`, -1);
  await bad("an unknown field of target", "schema", `${item}.target.more`, 1);
  await bad("an order that is no envelope", "schema", `${item}.order`, "order");
  await bad("a release that is no envelope", "schema", `${item}.release`, "release");
  await bad("a payload that is not base64", "encoding", `${item}.order.payload`, "e30");
  await bad("a payload that is not JSON", "json", `${item}.order.payload`, toBase64(utf8("{")));
  await bad("a payload that is not UTF-8", "encoding", `${item}.order.payload`, toBase64(Uint8Array.of(0xff)));
  await bad("an order larger than 64 KiB", "size", `${item}.order.payload`, toBase64(new Uint8Array(65_537).fill(32)));
  await bad(
    "a ticket in the place of an order",
    "type",
    `${item}.order.payloadType`,
    "application/vnd.rempart.ticket.v1+json",
  );
  await bad("an order in the place of a release", "type", `${item}.release`, lock.envelope);
  await bad("a signed release", "schema", `${item}.release.signatures`, [{ keyid: key("log").kid, sig: "" }]);
  await cases.add(
    "an order of another organisation",
    [await order("lock", { org: hashOf("other") })],
    { items: ["org"] },
    { release: { org: plain.hash } },
  );
  const rebooted = { rebooted: true };
  await cases.add("an order after a reboot, before the next head", [lock], { items: ["log.time"] }, rebooted);
  await cases.add(
    "a release of another organisation",
    [lock],
    { items: ["org"] },
    { release: { org: hashOf("other") } },
  );
  const opened = { field: "message", value: secretOf("hello").opened };
  await bad("a text opened that the order does not hold", "secret.hash", `${item}.opened`, [opened]);
  await bad("a text opened that no order holds", "schema", `${item}.opened`, [{ ...opened, field: "other" }]);
  await bad("an opened value shorter than its nonce", "schema", `${item}.opened`, [
    { ...opened, value: toBase64(new Uint8Array(31)) },
  ]);
  await bad("an opened value longer than 8 KiB", "schema", `${item}.opened`, [
    { ...opened, value: toBase64(new Uint8Array(8225)) },
  ]);
  await bad("nothing opened", "ok", `${item}.opened`, []);
}

async function charterCodes(cases: BundleCases): Promise<void> {
  const lock = await order("lock");
  const policy = await order("policy");
  const chain = [plain, second];
  const both = { chain, charters: ["plain", "second"], state: { groups: [group] } };
  await cases.add(
    "an order under the newest charter",
    [await order("lock", {}, { charter: second })],
    { items: ["ok"] },
    both,
  );
  await cases.add("a one-shot order under an older charter", [lock], { items: ["charter.current"] }, both);
  await cases.add(
    "a standing document under an unknown charter",
    [await order("policy", { charter: hashOf("charter") })],
    {
      items: ["charter.current"],
    },
  );
  await cases.add("an order under an unknown charter", [await order("lock", { charter: hashOf("charter") })], {
    items: ["charter.current"],
  });
  await cases.add(
    "an order of a charter that only the log holds",
    [lock],
    { items: ["charter.current"] },
    { charters: ["second"], chain },
  );
  const cutoff = { ...both, chain: [plain, charters.cutoff!], charters: ["plain", "cutoff"] };
  const after = { ...cutoff, before: 1 };
  await cases.add("a standing document released below `from`", [policy], { items: ["ok"] }, cutoff);
  await cases.add("a standing document released at `from`", [policy], { items: ["charter.from"] }, after);
  const unfreeze = await order("unfreeze");
  await cases.add("an unfreeze under an older charter, below `from`", [unfreeze], { items: ["ok"] }, cutoff);
  await cases.add("an unfreeze under an older charter, at `from`", [unfreeze], { items: ["charter.from"] }, after);
  for (const action of ["freeze", "cancel", "wipe"] as const) {
    const old = await order(action);
    await cases.add(
      `a ${action} under an older charter`,
      [old],
      { items: ["charter.current"] },
      { ...cutoff, release: named(old) },
    );
  }
  const later = { accepted, at: accepted + 60 };
  const early = { accepted, at: accepted };
  await cases.add(
    "the first release counts for `from`",
    [policy],
    { items: ["ok"] },
    { ...cutoff, release: later, first: early },
  );
  await cases.add(
    "the first release counts for `from`, at it",
    [policy],
    { items: ["charter.from"] },
    { ...after, release: later, first: early },
  );
  // A release of its own needs no first one; an index of one that proves nothing must not move it below `from`.
  const forged = (bundle: Body): JsonValue => {
    const item = (bundle.orders as Body[])[0]!;
    return { ...bundle, orders: [{ ...item, first: { release: item.release!, index: 0, inclusion: "" } }] };
  };
  await cases.add(
    "a first release that is not proven, below `from`",
    [policy],
    { items: ["log.inclusion"] },
    { ...after, edit: forged },
  );
  // Every later charter cuts, not the next alone.
  const four = [plain, second, charters.third!, charters.fourth!];
  const names = { ...both, chain: four, charters: ["plain", "second", "third", "fourth"] };
  const secondPolicy = await order("policy", {}, { charter: second });
  const zero = await order("policy", {}, { charter: charters.third! });
  await cases.add(
    "`from` 0 of a later charter cuts everything off",
    [secondPolicy],
    { items: ["charter.from"] },
    names,
  );
  await cases.add("only charters after the named one cut off", [zero], { items: ["ok"] }, names);
  await cases.add(
    "only charters after the named one cut off, at `from`",
    [zero],
    { items: ["charter.from"] },
    { ...names, before: 2 },
  );

  const void1 = await successor(plain, { from: 9, voids: [policy.hash] });
  charters.voiding = void1;
  charters.voided = await successor(void1, { from: 9, voids: [] });
  await cases.add(
    "a void document",
    [policy],
    { items: ["charter.void"] },
    { ...both, chain: [plain, void1], charters: ["plain", "voiding"] },
  );
  await cases.add(
    "a document next to a void one",
    [await order("policy", { id: uuid("other") })],
    { items: ["ok"] },
    { ...both, chain: [plain, void1], charters: ["plain", "voiding"] },
  );
  await cases.add(
    "a document void in a charter since",
    [policy],
    { items: ["charter.void"] },
    { ...both, chain: [plain, void1, charters.voided], charters: ["plain", "voiding", "voided"] },
  );
}

async function authority(cases: BundleCases): Promise<void> {
  const head = { freeze: hashOf("freeze") };
  const freezes = { state: { freezes: [hashOf("freeze")] } };
  const ring = await order("ring", {}, { signers: ["alice", "bob", "dave"] });
  const supports = { supported: ["ring", "lock", "unfreeze"] };
  await cases.add("a ring", [ring], { items: ["ok"] }, { state: supports });
  await cases.add(
    "a ring while the head is frozen",
    [ring],
    { items: ["freeze"], frozen: true },
    { state: supports, head },
  );
  await cases.add(
    "a ring while a freeze is remembered",
    [ring],
    { items: ["freeze"], frozen: true },
    { state: { ...supports, ...freezes.state } },
  );
  const one = await order("lock", { targets: oneTarget("lock") }, { signers: ["alice", "bob"] });
  const proof = { target: targetProof(one, [phone]) };
  await cases.add("a lock of one phone while frozen", [one], { items: ["ok"] }, { head, ...proof });
  const single = await order("lock", { targets: oneTarget("lock") }, { signers: ["alice"] });
  await cases.add(
    "a lock of one phone while frozen, one approver short",
    [single],
    { items: ["signature.quorum"] },
    { head, ...proof },
  );
  await cases.add(
    "a lock of three phones while frozen",
    [await order("lock", {}, { signers: ["alice", "bob"] })],
    { items: ["freeze"] },
    { head },
  );

  const unfreeze = await order("unfreeze");
  const lift = { lifts: [unfreeze], state: { freezes: [hashOf("freeze")], supported: ["lock", "unfreeze"] } };
  const lock = await order("lock");
  await cases.add("a lift, then a lock", [lock], { lifts: ["ok"], items: ["ok"], after: { freezes: [] } }, lift);
  await cases.add(
    "a lift, then a lock, while the head is frozen",
    [lock],
    { lifts: ["ok"], items: ["freeze"], after: { freezes: [] } },
    { ...lift, head },
  );
  await cases.add(
    "a lift of one freeze of two",
    [lock],
    { lifts: ["ok"], items: ["freeze"], after: { freezes: [hashOf("second freeze")] } },
    { ...lift, state: { ...lift.state, freezes: [hashOf("freeze"), hashOf("second freeze")] } },
  );
  await cases.add(
    "a lift by one approver",
    [lock],
    { lifts: ["signature.quorum"], items: ["freeze"] },
    { ...lift, lifts: [await order("unfreeze", {}, { signers: ["alice"] })] },
  );

  await cases.add("an action that no rule names", [await order("locate")], { items: ["rule.none"] });
  const ruleless = charters.one!;
  await cases.add(
    "an action that the one rule does not name",
    [await order("lock", {}, { charter: ruleless })],
    { items: ["rule.none"] },
    { chain: [ruleless], charters: ["one"] },
  );
  await cases.add("a lock signed by nobody", [await order("lock", {}, { signers: [] })], {
    items: ["signature.quorum"],
  });
  await cases.add("a lock signed by an auditor", [await order("lock", {}, { signers: ["erin"] })], {
    items: ["signature.quorum"],
  });
  await cases.add("a lock signed by a writer", [await order("lock", {}, { signers: ["walt"] })], {
    items: ["signature.quorum"],
  });
  await cases.add("a lock signed by a root", [await order("lock", {}, { signers: ["root1"] })], {
    items: ["signature.quorum"],
  });
  await cases.add("a lock signed by an approver", [await order("lock", {}, { signers: ["bob"] })], { items: ["ok"] });
  const wipe = await order("wipe");
  await cases.add("a wipe", [wipe], { items: ["ok"] }, { release: named(wipe) });
  const twice = await order("wipe", {}, { signers: ["alice", "alice2"] });
  await cases.add(
    "a wipe signed by one person twice",
    [twice],
    { items: ["signature.quorum"] },
    { release: named(twice) },
  );
  const operators = await order("wipe", {}, { signers: ["alice", "carol", "oscar"] });
  await cases.add(
    "a wipe signed by one approver and two operators",
    [operators],
    { items: ["signature.quorum"] },
    { release: named(operators) },
  );
}
