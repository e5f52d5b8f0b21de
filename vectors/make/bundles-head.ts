// Phase A: bundles whose charters, head, time or witnesses do not hold.
import { type JsonValue, toBase64, utf8 } from "../../packages/trust/src/index.ts";
import { type BundleCases, type CaseOptions, drop, edit, elapsed } from "./bundles.ts";
import { charters } from "./chain.ts";
import { nonce } from "./deliver.ts";
import {
  type Body,
  day,
  hashOf,
  issued,
  key,
  logOf,
  named,
  order,
  people,
  plain,
  shown,
  sign,
  successor,
  watched,
} from "./world.ts";

const refused = (cases: BundleCases, name: string, code: string, options: CaseOptions): Promise<void> =>
  cases.add(name, [], { head: code }, options);

export async function bundleHeads(cases: BundleCases): Promise<void> {
  await forms(cases);
  await chains(cases);
  await heads(cases);
  await consistency(cases);
  await clocks(cases);
  await witnesses(cases);
  await freezes(cases);
}

async function forms(cases: BundleCases): Promise<void> {
  await cases.add("a bundle without orders", [], {
    items: [],
    frozen: false,
    witnessedSize: 1,
    after: { clock: { time: shown, at: elapsed } },
  });
  const changed = (name: string, code: string, change: (bundle: Body) => JsonValue): Promise<void> =>
    refused(cases, name, code, { edit: change });
  await changed("an unknown field", "schema", edit("more", 1));
  await changed("another version", "schema", edit("v", 2));
  for (const field of ["v", "charters", "head", "consistency", "orders"])
    await changed(`without ${field}`, "schema", drop(field));
  await changed("consistency that is not base64", "encoding", edit("consistency", "A"));
  await changed("consistency of 31 bytes", "schema", edit("consistency", toBase64(new Uint8Array(31))));
  await changed("65 orders", "schema", edit("orders", new Array(65).fill(1)));
  await cases.add(
    "64 orders",
    [],
    { items: new Array(64).fill("schema") },
    { edit: edit("orders", new Array(64).fill(1)) },
  );
  await changed("17 lifts", "schema", edit("lifts", new Array(17).fill(1)));
  await changed(
    "an unknown field of witness",
    "schema",
    edit("witness", { size: 0, consistency: "", statements: [], more: 1 }),
  );
  await changed(
    "17 statements",
    "schema",
    edit("witness", { size: 0, consistency: "", statements: new Array(17).fill(1) }),
  );
  await changed("a head that is no envelope", "schema", edit("head", 1));
  await changed("a head of another type", "type", edit("head.payloadType", "application/vnd.rempart.order.v1+json"));
  await changed("a head that is not JSON", "json", edit("head.payload", toBase64(utf8("no"))));
  await changed("a head larger than 64 KiB", "size", edit("head.payload", toBase64(new Uint8Array(65_537))));
  const raw = (name: string, code: string, text: string): void => {
    const base = structuredClone(cases.cases[0]!);
    delete base.bundle;
    cases.cases.push({ ...base, name, text, expect: { head: code } });
  };
  raw("a bundle that is not JSON", "json", "{");
  raw("a bundle with a key twice", "json", '{"v":1,"v":1}');
}

async function chains(cases: BundleCases): Promise<void> {
  const { second, third } = charters as { [name: string]: NonNullable<(typeof charters)[string]> };
  const chain = [plain, second!];
  const fresh = (name: string, code: string, made: (typeof charters)[string]): Promise<void> =>
    refused(cases, name, code, { chain: [plain, made!], fresh: [made!] });
  await cases.add(
    "a new charter",
    [],
    { items: [], after: { charters: [plain.hash, second!.hash] } },
    { chain, fresh: [second!] },
  );
  await cases.add(
    "two new charters",
    [],
    { items: [], after: { charters: [plain.hash, second!.hash, third!.hash] } },
    { chain: [...chain, third!], fresh: [second!, third!] },
  );
  await refused(cases, "two new charters in the wrong order", "charter.chain", {
    chain: [plain, third!, second!],
    fresh: [third!, second!],
  });
  await refused(cases, "a charter left out", "charter.chain", { chain: [plain, third!], fresh: [third!] });
  await refused(cases, "the charter in force again", "org", { fresh: [plain] });
  await fresh("a charter of another organisation", "org", await successor(plain, { org: hashOf("other") }));
  await fresh("a charter that skips a version", "charter.chain", await successor(plain, { version: 3 }));
  await fresh("a charter after another one", "charter.chain", await successor(plain, { prev: hashOf("other") }));
  await fresh("a charter signed by one root of two", "charter.chain", await successor(plain, {}, ["root1"]));
  await fresh("a charter signed by one root twice", "charter.chain", await successor(plain, {}, ["root1", "root1"]));
  await fresh("a charter signed by people", "charter.chain", await successor(plain, {}, ["bob", "dave"]));
  const roots = { roots: { keys: ["root3", "root4"].map(named), threshold: 2 } };
  const rotated = await successor(plain, roots, ["root1", "root2", "root3", "root4"]);
  await cases.add("new roots, signed by old and new", [], { items: [] }, { chain: [plain, rotated], fresh: [rotated] });
  await fresh("new roots, signed by the old alone", "charter.chain", await successor(plain, roots, ["root1", "root2"]));
  await fresh("new roots, signed by the new alone", "charter.chain", await successor(plain, roots, ["root3", "root4"]));
  const logs = plain.body.logs as Body[];
  const log2 = logOf("log2", 2, 5, hashOf("start"));
  await fresh(
    "a charter with another first log",
    "charter.chain",
    await successor(plain, { logs: [logOf("log2", 1, 0, hashOf(""))] }),
  );
  await fresh(
    "a charter with another start of its first log",
    "charter.chain",
    await successor(plain, { logs: [{ ...logs[0]!, startSize: 1 }] }),
  );
  await fresh(
    "a new log that starts below `from`",
    "charter.chain",
    await successor(plain, { logs: [...logs, log2], from: 6 }),
  );
  const shorter = charters.epoch!;
  const cut = await successor(shorter, { logs });
  await refused(cases, "a charter that drops a log", "charter.chain", {
    chain: [plain, shorter, cut],
    fresh: [shorter, cut],
  });
  await fresh(
    "a charter whose person has a key off the curve",
    "schema",
    await successor(plain, { people: offCurve() }),
  );
}

/** P-256 has no point with these coordinates: the last byte of a good one changed. */
export function bent(name: string): string {
  const spki = Uint8Array.from(key(name).spki);
  spki[90] = spki[90]! ^ 1;
  return toBase64(spki);
}

function offCurve(): JsonValue {
  const [first, ...rest] = structuredClone(people);
  (first!.credentials as Body[])[0]!.spki = bent("alice");
  return [first!, ...rest];
}

async function heads(cases: BundleCases): Promise<void> {
  const bad = (name: string, options: CaseOptions, code = "log.head"): Promise<void> =>
    refused(cases, name, code, options);
  await bad("a head signed by nobody", { headSigners: [] });
  await bad("a head signed by another key", { headSigners: ["log2"] });
  await bad("a head signed by a root", { headSigners: ["root1"] });
  await cases.add("a head signed by another key and the log's", [], { items: [] }, { headSigners: ["log2", "log"] });
  await bad("a head of another organisation", { head: { org: hashOf("other") } }, "org");
  await bad("a head of another epoch", { head: { epoch: 2 } });
  await bad("a head under another charter", { head: { charter: hashOf("other") } });
  await bad("a head under the charter before", {
    chain: [plain, charters.second!],
    fresh: [charters.second!],
    head: { charter: plain.hash },
  });
  await bad("a head for another nonce", { question: { nonce: nonce.replace("J", "K") } });
  await bad("a head without a nonce", { edit: (bundle) => bundle, head: { nonce: undefined as unknown as JsonValue } });
  await cases.add("an answer after 1200 s", [], { items: [] }, { elapsed: 1300 });
  await bad("an answer after 1201 s", { elapsed: 1301 });
  const other = await sign("head", { v: 1 }, ["log"]);
  await bad("a head whose signature is of other bytes", { edit: edit("head.signatures", other.envelope.signatures!) });
  await bad("a head whose key id is another's", {
    headSigners: ["log"],
    edit: edit("head.signatures.0.keyid", key("log2").kid),
  });
}

async function consistency(cases: BundleCases): Promise<void> {
  const { Log, filler } = await import("./deliver.ts");
  const { entry } = await import("./world.ts");
  const log = new Log([entry(plain), ...filler(9)]);
  const seen = (size: number, root = log.root(size)): CaseOptions => ({
    before: 9,
    seen: size,
    state: { log: { epoch: 1, size, root } },
  });
  for (const size of [1, 2, 3, 8, 9, 10]) {
    await cases.add(`a log that grew from ${size} to 10`, [], { items: [] }, seen(size));
    await refused(
      cases,
      `a log that grew from another one of size ${size}`,
      "log.consistency",
      seen(size, hashOf("x")),
    );
  }
  await refused(cases, "a log that shrank", "log.consistency", {
    before: 9,
    state: { log: { epoch: 1, size: 11, root: log.root() } },
  });
  await refused(cases, "a log whose proof is missing", "log.consistency", {
    ...seen(3),
    edit: edit("consistency", ""),
  });
  await refused(cases, "a log whose proof has a node too many", "log.consistency", {
    ...seen(10),
    edit: edit("consistency", toBase64(new Uint8Array(32))),
  });
  await refused(cases, "a proof where the phone has seen nothing", "log.consistency", {
    edit: edit("consistency", toBase64(new Uint8Array(32))),
  });
  await refused(cases, "another root for the empty log", "log.consistency", {
    state: { log: { epoch: 1, size: 0, root: hashOf("x") } },
  });

  // A new epoch: the phone's size and root are the charter's, whatever it had seen before.
  const far = { log: { epoch: 1, size: 77, root: hashOf("old log") }, clock: { time: shown + day, at: 50 } };
  const chain = [plain, charters.epoch!];
  const moved = { chain, fresh: [charters.epoch!], headSigners: ["log2"], state: far };
  await cases.add(
    "a new epoch that starts empty",
    [],
    { items: [], after: { clock: { time: shown, at: elapsed } } },
    moved,
  );
  await refused(cases, "a new epoch signed by the old log", "log.head", { ...moved, headSigners: ["log"] });
  await refused(cases, "a new epoch that calls itself the old one", "log.head", { ...moved, head: { epoch: 1 } });
  await refused(cases, "a new epoch that does not extend its start", "log.consistency", {
    ...moved,
    chain: [plain, charters.epochLater!],
    fresh: [charters.epochLater!],
  });
  await refused(cases, "the same epoch does extend what was seen", "log.consistency", { state: far });
}

async function clocks(cases: BundleCases): Promise<void> {
  const after = (name: string, state: Body, time: number, head: Body = {}): Promise<void> =>
    cases.add(name, [], { items: [], after: { clock: { time, at: elapsed } } }, { state, head });
  await after("T follows the head", { clock: { time: shown - 5 } }, shown);
  await after("T is never lowered by a head", { clock: { time: shown + 5 } }, shown + 5);
  await after("T runs with the elapsed clock", { clock: { time: shown, at: 52 } }, shown + 50);
  await after("T does not run backwards", { clock: { time: shown, at: 152 } }, shown);
  const witnessed = { witnessed: { time: issued, at: 50 } };
  await cases.add(
    "without witnesses the witnessed time stands",
    [],
    { items: [], after: witnessed },
    { state: witnessed },
  );
  await after("without witnesses T may leap", { clock: { time: shown } }, shown + 400 * day, {
    time: shown + 400 * day,
  });
}

async function witnesses(cases: BundleCases): Promise<void> {
  const chain = [watched];
  const base = { chain, charters: ["watched"] };
  const lock = await order("lock", {}, { charter: watched });
  const item = (name: string, code: string, witness: CaseOptions["witness"], more: CaseOptions = {}): Promise<void> =>
    cases.add(name, [lock], { items: [code] }, { ...base, after: 3, ...(witness ? { witness } : {}), ...more });
  await item("two of two witnesses", "ok", {});
  await item("three of two witnesses", "ok", { by: ["w1", "w2", "w3"] });
  await item("one of two witnesses", "witness.quorum", { by: ["w1"] });
  await item("one witness twice", "witness.quorum", { by: ["w1", "w1"] });
  await item("one witness and a stranger", "witness.quorum", { by: ["w1", "stranger"] });
  await item("16 statements", "ok", { by: [...new Array(15).fill("w1"), "w2"] });
  await item("no statement", "witness.quorum", { by: [] });
  await item("no witness part", "witness.quorum", undefined);
  await item("a smaller size that holds the release", "ok", { size: 3 });
  await item("a size above the head's", "witness.quorum", { size: 9, root: hashOf("x") });
  await item("statements over another root", "witness.quorum", { root: hashOf("x") });
  await item("statements of another organisation", "witness.quorum", { over: { org: hashOf("other") } });
  await item("statements over another log", "witness.quorum", { over: { origin: "rempart.example/log/2" } });
  await item("statements over another size", "witness.quorum", { over: { size: 4 } });
  await item(
    "a proof of the smaller size that is missing",
    "witness.quorum",
    { size: 3 },
    { edit: edit("witness.consistency", "") },
  );
  await item("another size than the statements'", "witness.quorum", { size: 3 }, { edit: edit("witness.size", 4) });
  const split = await sign(
    "witness",
    { v: 1, org: watched.hash, origin: "rempart.example/log/1", size: 5, root: hashOf("x"), time: shown },
    ["w2"],
  );
  await item("two witnesses over two roots", "witness.quorum", { by: ["w1"], statements: [split.envelope] });
  await item("two witnesses over one root, a third over another", "ok", {
    by: ["w1", "w3"],
    statements: [split.envelope],
  });
  const stray = { edit: edit("witness.statements.1.signatures.0.sig", "") };
  await item("a statement whose signature is bad", "witness.quorum", {}, stray);
  await refused(cases, "a statement of another type", "type", {
    ...base,
    witness: {},
    edit: edit("witness.statements.0.payloadType", "application/vnd.rempart.head.v1+json"),
  });
  await refused(cases, "a statement that is no envelope", "schema", {
    ...base,
    witness: {},
    edit: edit("witness.statements.0", 1),
  });

  const unmoved = { log: { epoch: 1, size: 0, root: hashOf("") }, clock: { time: 1_790_000_000 } };
  await cases.add(
    "without witnesses the log and T do not move",
    [],
    { items: [], witnessedSize: null, after: unmoved },
    base,
  );
  const next = {
    chain: [watched, charters.watchedNext!],
    fresh: [charters.watchedNext!],
    head: { freeze: hashOf("freeze") },
  };
  const learnt = { charters: [watched.hash, charters.watchedNext!.hash], freezes: [hashOf("freeze")] };
  await cases.add(
    "without witnesses charters and freezes count",
    [],
    { items: [], frozen: true, after: learnt },
    { ...base, ...next },
  );

  // The leap of time.
  const start = 1_790_000_000;
  const leap = (
    name: string,
    time: number,
    witness: CaseOptions["witness"],
    after: Body | undefined,
    state: Body = {},
  ): Promise<void> =>
    cases.add(name, [], after ? { items: [], after } : { head: "log.time" }, {
      ...base,
      state,
      head: { time },
      ...(witness ? { witness } : {}),
    });
  const stale = { time: start };
  const still = { witnessed: { time: start } };
  await leap("24 h above the last witnessed time", start + day, stale, still);
  await leap("24 h and 1 s above the last witnessed time", start + day + 1, stale, undefined);
  await leap("24 h and 1 s above, without any witness", start + day + 1, undefined, undefined);
  await leap("24 h above, without any witness", start + day, undefined, still);
  const far = start + 30 * day;
  const near = (time: number): Body => ({ witnessed: { time, at: elapsed }, clock: { time, at: elapsed } });
  await leap("30 days above, with witnesses an hour before", far, { time: far - 3600 }, near(far));
  await leap("30 days above, with witnesses an hour after", far, { time: far + 3600 }, near(far));
  await leap("30 days above, with witnesses an hour and 1 s before", far, { time: far - 3601 }, undefined);
  await leap("30 days above, with witnesses an hour and 1 s after", far, { time: far + 3601 }, undefined);
  const ran = { witnessed: { time: start, at: 52 } };
  await leap("24 h and 50 s above, 50 s later", start + day + 50, stale, { witnessed: { time: start, at: 52 } }, ran);
  await leap("24 h and 51 s above, 50 s later", start + day + 51, stale, undefined, ran);
  await leap(
    "the elapsed clock does not run backwards here",
    start + day,
    stale,
    { witnessed: { time: start, at: 152 } },
    { witnessed: { time: start, at: 152 } },
  );
  // Else a gatekeeper could walk a day further with each bundle on statements that are as old as they were.
  await leap(
    "a head near its witnesses moves the witnessed time",
    start + 10,
    { time: start + 10 },
    { witnessed: { time: start + 10, at: elapsed } },
  );
  await leap("a head far from its witnesses does not", start + 10_000, { time: start + 10 }, still);
}

async function freezes(cases: BundleCases): Promise<void> {
  const many = Array.from({ length: 16 }, (_, i) => hashOf(`freeze ${i}`));
  const seen = (
    name: string,
    held: string[],
    freeze: string | undefined,
    after: string[],
    frozen = true,
  ): Promise<void> =>
    cases.add(
      name,
      [],
      { items: [], frozen, after: { freezes: after } },
      { state: { freezes: held }, head: freeze ? { freeze } : {} },
    );
  await seen("a freeze in the head", [], many[0], [many[0]!]);
  await seen("a freeze in the head that is known", many.slice(0, 1), many[0], [many[0]!]);
  await seen("another freeze in the head", many.slice(0, 1), many[1], many.slice(0, 2));
  await seen("a freeze that the head no longer shows", many.slice(0, 1), undefined, many.slice(0, 1));
  await seen("no freeze", [], undefined, [], false);
  await seen("a seventeenth freeze", many, hashOf("more"), many);
}
