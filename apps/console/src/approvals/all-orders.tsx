// All orders, with filters that live in the address.

import { actions } from "@rempart/trust";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { orders } from "../orders/server.ts";
import { useReviewed } from "../orders/use-verified.ts";
import { orderWords } from "../orders/words.ts";
import { Button } from "../parts/button.tsx";
import { Loading } from "../parts/loading.tsx";
import { Empty } from "../parts/page.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { Select } from "../parts/select.tsx";
import { useServerAsk } from "../session/context.tsx";
import { useWords } from "../words/language.ts";
import styles from "./approvals.module.css";
import { OrderRow } from "./order-row.tsx";
import { approvalWords } from "./words.ts";

const pageSize = 50;
const states = ["held", "released", "cancelled", "ended"] as const;

/** Every order that was accepted, newest first. `search`: what the address says. */
export function AllOrders({ search, selected }: { search: Record<string, string>; selected: string }) {
  const words = useWords(approvalWords);
  const order = useWords(orderWords);
  const ask = useServerAsk();
  const navigate = useNavigate();
  const state = states.find((one) => one === search.state) ?? "";
  const action = actions.find((one) => one === search.action) ?? "";
  const filter = `${state === "" ? "" : `&state=${state}`}${action === "" ? "" : `&action=${action}`}`;
  const found = useInfiniteQuery({
    queryKey: ["server", ["order", "charter", "freeze"], "orders", filter],
    queryFn: async ({ pageParam, signal }) => {
      const path = `/api/v1/orders?limit=${pageSize}&results=0${filter}${pageParam === 0 ? "" : `&before=${pageParam}`}`;
      return orders(await ask(path, { lax: true, signal }), path);
    },
    initialPageParam: 0,
    getNextPageParam: ({ next }) => next,
    staleTime: 15_000,
  });
  const list = found.data?.pages.flatMap((page) => page.orders) ?? [];
  const rows = useReviewed(list.map(({ hash, envelope, targets }) => ({ hash, envelope, targets })));
  const kept = { show: "all", ...(state === "" ? {} : { state }), ...(action === "" ? {} : { action }) };
  const filterBy = (change: Record<string, string>): void =>
    void navigate({ to: "/approvals", search: { ...kept, ...change } });
  return (
    <>
      <div className={styles.filters}>
        <Select
          label={words.state}
          choices={[{ id: "", label: words.everyState }, ...states.map((id) => ({ id, label: words.saidStates[id] }))]}
          value={state}
          onChange={(next) => filterBy({ state: next })}
        />
        <Select
          label={words.action}
          choices={[{ id: "", label: words.everyAction }, ...actions.map((id) => ({ id, label: order.actions[id] }))]}
          value={action}
          onChange={(next) => filterBy({ action: next })}
        />
      </div>
      {found.error ? (
        <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />
      ) : !found.data ? (
        <Loading />
      ) : list.length === 0 ? (
        <Empty title={words.noOrders}>
          <p>{words.noOrdersTold}</p>
        </Empty>
      ) : (
        <ul>
          {list.map((one, index) => (
            <OrderRow key={one.hash} order={one} row={rows[index]!} selected={selected === one.hash} search={kept} />
          ))}
        </ul>
      )}
      {found.hasNextPage && (
        <div>
          <Button isDisabled={found.isFetchingNextPage} onPress={() => void found.fetchNextPage()}>
            {words.more}
          </Button>
        </div>
      )}
    </>
  );
}
