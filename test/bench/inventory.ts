// The server's inventory over HTTP: every kind of list, search and count, over a whole fleet.
import { withClient } from "@rempart/postgres";
import { orderEvent, phoneEvent, startBench } from "../../apps/server/src/testing/server.ts";
import { onceAtEnd } from "./ending.ts";
import { fillInventory } from "./inventory-rows.ts";
import type { Sizes } from "./options.ts";
import { percentile } from "./statistics.ts";
import type { Row } from "./table.ts";

type Bench = Awaited<ReturnType<typeof startBench>>;

/** What one list, search or count may take. */
const aim = { below: 50 };
const rounds = 40;
const otherOrders = 10_000;
const now = 1_790_001_000;

/** A minimum of the OS in force, an order on a tenth of the fleet that all answered, and two years of other orders. */
async function give(bench: Bench, phones: number): Promise<string> {
  const { alice, bob, olga } = bench.organisation;
  const standing = await bench.organisation.standing(1, undefined, [alice, bob]);
  const order = await bench.organisation.order("lock", [phoneId], [olga]);
  await bench.tell(phoneEvent(phoneId), orderEvent(standing, [], [alice, bob]), orderEvent(order, [phoneId], [olga]));
  await withClient(bench.config.database, async (client) => {
    await client.query(
      `with chosen as (select id, row_number() over (order by id) as place from phone limit $1)
       , listed as (update fleet_order set targets = (select array_agg(id order by id) from chosen), phones = $1 where hash = $2)
       insert into order_phone (order_hash, device, outcome, code, at)
       select $2, id, case when place % 20 = 0 then 'failed' else 'done' end, null, $3 from chosen where place % 10 <> 1`,
      [Math.floor(phones / 10), order.hash, now],
    );
    await client.query(
      `with made as (insert into fleet_order (hash, action, state, envelope, targets, phones, signed_by, accepted_at)
         select encode(sha256(i::text::bytea), 'hex'), (array['lock', 'wipe', 'ring', 'query'])[1 + i % 4],
           case when i % 100 = 0 then 'held' else 'ended' end, envelope, targets[1:1], 1, signed_by, $2
         from generate_series(1, $3::int) as i, fleet_order where hash = $1 returning entry)
       insert into order_target (device, entry) select unnest(targets), entry from fleet_order where hash = $1
       union all select $4, entry from made where entry % 50 = 0`,
      [order.hash, now, otherOrders, phoneId],
    );
    await client.query("vacuum analyze");
  });
  return order.hash;
}
const phoneId = "AAAAAAAAAAAAAAAAAAAAAQ";

async function measure(bench: Bench, token: string, metric: string, path: string): Promise<Row[]> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const from = performance.now();
    const { status, body } = await bench.get(path, token);
    times.push(performance.now() - from);
    if (status !== 200) throw new Error(`${path} answered ${status}: ${JSON.stringify(body).slice(0, 300)}`);
  }
  return [
    { metric, value: percentile(times, 0.5), unit: "ms" },
    { metric: "  p95", value: percentile(times, 0.95), unit: "ms", aim },
  ];
}

/** All ids in one answer: how long it takes, and how long at most another request then waits. */
async function measureIds(bench: Bench, token: string, phones: number): Promise<Row[]> {
  const from = performance.now();
  let over = false;
  const all = bench.get("/api/v1/phones/ids", token).finally(() => {
    over = true;
  });
  let longest = 0;
  while (!over) {
    const asked = performance.now();
    await bench.get("/api/v1/alarms", token);
    longest = Math.max(longest, performance.now() - asked);
  }
  const { body } = await all;
  if (body.phones < phones) throw new Error(`${body.phones} ids came`);
  return [
    { metric: "all ids in one answer", value: performance.now() - from, unit: "ms" },
    { metric: "  longest wait of another request", value: longest, unit: "ms", aim },
  ];
}

/** Inventory: each query `rounds` times through the whole server, sign-in and JSON included. */
export async function benchInventory({ inventory }: Sizes): Promise<Row[]> {
  const bench = await startBench({ limits: { address: 1e6, signin: 1e6, session: 1e6, wrong: 1e6 } });
  const stop = onceAtEnd(() => bench.stop());
  try {
    await withClient(bench.config.database, (client) => fillInventory(client, inventory, now));
    const order = await give(bench, inventory);
    const token = await bench.signIn(bench.organisation.ada);
    const list = "/api/v1/phones";
    const middle = async (sort: string): Promise<string> => {
      let after = "";
      for (let skipped = 0; skipped < inventory / 2; skipped += 1000) {
        const { body } = await bench.get(`${list}?sort=${sort}&limit=1000${after}`, token);
        after = `&after=${body.next}`;
      }
      return after;
    };
    const queries: [string, string][] = [
      ["first page of 100", `${list}`],
      ["page of 100 in the middle, by id", `${list}?sort=id${await middle("id")}`],
      ["page of 100 in the middle, by last contact", `${list}?sort=-seen${await middle("-seen")}`],
      ["page of 100 in the middle, by model", `${list}?sort=model${await middle("model")}`],
      ["by OS, newest first", `${list}?sort=-os`],
      ["by patch level, one platform", `${list}?sort=patch&platform=android`],
      ["search: a common model", `${list}?q=pixel`],
      ["search: a rare model", `${list}?q=rare`],
      ["search: a rare model, by last contact", `${list}?q=rare&sort=-seen`],
      ["search: model and OS", `${list}?q=galaxy%2014`],
      ["search: beginning of an id", `${list}?q=AbC`],
      ["search: nothing", `${list}?q=nokia`],
      ["filter: state and OS below", `${list}?state=ready&osBelow=13`],
      ["filter: patch before, seen after", `${list}?patchBefore=2025-09-01&seenAfter=${now - 86_400}`],
      ["filter: a group of a fortieth", `${list}?group=${"c4ca4238a0b923820dcc5A"}`],
      ["filter: not seen for 90 days, oldest first", `${list}?sort=seen&seenBefore=${now - 90 * 86_400}`],
      ["filter: lost", `${list}?lost=true`],
      ["filter: behind its OS minimum", `${list}?behind=true`],
      ["filter: several that match few, by model", `${list}?lost=true&platform=ios&state=ready&sort=model`],
      ["filter: what nothing matches, no index", `${list}?os=12&platform=ios&sort=-enrolled`],
      ["filter: out of line", `${list}?compliance=out-of-line`],
      ["at half of the list, by id", `${list}?offset=${inventory / 2}`],
      ["at the end, by last contact", `${list}?sort=-seen&offset=${inventory - 100}`],
      ["at the end, by model", `${list}?sort=model&offset=${inventory - 100}`],
      ["at the end, by patch level", `${list}?sort=-patch&offset=${inventory - 100}`],
      ["at the end, by compliance", `${list}?sort=compliance&offset=${inventory - 100}`],
      [
        "at the end of those in use, by last contact",
        `${list}?sort=-seen&state=ready,confirm&offset=${inventory * 0.98}`,
      ],
      ["at the end of one platform, by OS", `${list}?sort=os&platform=android&offset=${inventory * 0.66}`],
      ["count: all", `${list}/count`],
      ["count: in use", `${list}/count?state=ready,confirm`],
      ["count: behind", `${list}/count?behind=true`],
      ["count: a search", `${list}/count?q=pixel`],
      ["overview: all facets", `${list}/facets`],
      ["groups", "/api/v1/groups"],
      ["status", "/api/v1/status"],
      ["overview: everything", "/api/v1/overview"],
      ["orders", "/api/v1/orders"],
      ["orders: held wipes of one person", `/api/v1/orders?state=held&action=wipe&by=${bench.organisation.olga.id}`],
      ["orders: of one phone", `/api/v1/orders?device=${phoneId}`],
      ["orders: counts by state and action", "/api/v1/orders/facets"],
      ["a phone's orders", `${list}/${phoneId}/orders`],
      ["a phone's standing documents", `${list}/${phoneId}/standing`],
      ["an order's counts", `/api/v1/orders/${order}?results=0&targets=false`],
      ["an order's failed phones", `/api/v1/orders/${order}/phones?outcome=failed&limit=1000`],
      ["an order's silent phones", `/api/v1/orders/${order}/phones?outcome=silent&limit=1000`],
    ];
    const rows: Row[] = await measureIds(bench, token, inventory);
    for (const [metric, path] of queries) rows.push(...(await measure(bench, token, metric, path)));
    return rows;
  } finally {
    await stop();
  }
}
