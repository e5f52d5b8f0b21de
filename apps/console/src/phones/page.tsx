import { getRouteApi, Link } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useMemo, useState } from "react";
import { Dialog as AriaDialog, DialogTrigger, Popover } from "react-aria-components";
import { Button } from "../parts/button.tsx";
import { Checkbox, Field } from "../parts/field.tsx";
import { Inspector } from "../parts/inspector.tsx";
import { Loading } from "../parts/loading.tsx";
import { Page } from "../parts/page.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { useFormat } from "../words/format.ts";
import { useWords } from "../words/language.ts";
import type { SentOrder } from "./act/act-dialog.tsx";
import { Followed } from "./act/followed.tsx";
import { allColumns } from "./columns.ts";
import { NoMatch, NoPhones } from "./empty.tsx";
import { Export } from "./export.tsx";
import barStyles from "./filter-bar.module.css";
import { FilterBar } from "./filter-bar.tsx";
import {
  activeFilters,
  type Filters,
  filtersForServer,
  filtersInAddress,
  noFilters,
  readFilters,
  readSort,
  type Sort,
  sortText,
} from "./filters.ts";
import { NoSuchPhone } from "./no-such-phone.tsx";
import styles from "./page.module.css";
import { isId } from "./phone.ts";
import { addRange, afterFilter, countOf, isSelected, nothing, type Selection, selectAll, toggle } from "./selection.ts";
import { SelectionBar } from "./selection-bar.tsx";
import { Table } from "./table.tsx";
import { useColumns } from "./use-columns.ts";
import { useFacets, useGroups } from "./use-facts.ts";
import { useRows } from "./use-rows.ts";
import { phonesWords } from "./words.ts";

/** What one phone shows comes when one is opened: the list is there before. */
const PhoneTitle = lazy(() => import("./phone-title.tsx"));
const PhoneView = lazy(async () => ({ default: (await import("./phone-view.tsx")).PhoneView }));
const route = getRouteApi("/phones");
/** The address follows what is typed after this pause; the list does not wait for it. */
const addressPauseMs = 300;

/** Filters, order and the opened phone as they stand in the address. */
function useAddress() {
  const search = route.useSearch() as Readonly<Record<string, string | undefined>>;
  const navigate = route.useNavigate();
  const [typed, setTyped] = useState(search.q ?? "");
  const inAddress = search.q ?? "";
  // Back, forward and links change the address without anybody typing.
  useEffect(() => setTyped(inAddress), [inAddress]);
  const text = JSON.stringify(search);
  const filters = useMemo(() => ({ ...readFilters(JSON.parse(text)), q: typed }), [text, typed]);
  const go = (next: { filters?: Filters; sort?: Sort; phone?: string | undefined }, replace = true): void => {
    const sort = next.sort ?? readSort(search.sort);
    const phone = "phone" in next ? next.phone : search.phone;
    void navigate({
      search: {
        ...filtersInAddress(next.filters ?? filters),
        ...(sortText(sort) === "model" ? {} : { sort: sortText(sort) }),
        ...(phone === undefined ? {} : { phone }),
      },
      replace,
    });
  };
  useEffect(() => {
    if (typed === inAddress) return;
    const timer = setTimeout(() => go({ filters: { ...filters, q: typed } }), addressPauseMs);
    return () => clearTimeout(timer);
  });
  return {
    filters,
    sort: readSort(search.sort),
    opened: search.phone,
    type: setTyped,
    setFilters: (next: Filters) => {
      setTyped(next.q);
      go({ filters: next });
    },
    setSort: (sort: Sort) => go({ sort }),
    open: (phone: string | undefined) => go({ phone }, phone === undefined || search.phone !== undefined),
  };
}

function ColumnsButton({ columns }: { columns: ReturnType<typeof useColumns> }) {
  const words = useWords(phonesWords);
  return (
    <DialogTrigger>
      <Button small kind="quiet">
        {words.columns}
        <span className={barStyles.caret} aria-hidden="true" />
      </Button>
      <Popover className={barStyles.popover!} placement="bottom end">
        <AriaDialog className={barStyles.values!} aria-label={words.columnsOf}>
          {allColumns.map((column) => (
            <Checkbox
              key={column}
              isSelected={columns.chosen.includes(column)}
              isDisabled={column === "phone"}
              onChange={(on) =>
                columns.choose(allColumns.filter((one) => (one === column ? on : columns.chosen.includes(one))))
              }
            >
              {words.names[column]}
            </Checkbox>
          ))}
        </AriaDialog>
      </Popover>
    </DialogTrigger>
  );
}

/** The screen Phones: a list of all of them, what one does with many, and beside it the one that is opened. */
export default function Phones() {
  const words = useWords(phonesWords);
  const format = useFormat();
  const { filters, sort, opened, type, setFilters, setSort, open } = useAddress();
  const columns = useColumns();
  const facets = useFacets();
  const groups = useGroups();
  const asked = JSON.stringify(filtersInAddress(filters));
  // Silence is counted from when the filter was set: a list that changes by itself each minute could not be selected from.
  const query = useMemo(() => filtersForServer(readFilters(JSON.parse(asked)), Date.now() / 1000), [asked]);
  const rows = useRows({ query, sort: sortText(sort) });
  const [selection, setSelection] = useState<Selection>(nothing);
  const [sent, setSent] = useState<SentOrder[]>([]);
  const kept = afterFilter(selection, query);
  const { total } = rows;
  const everyone = (): void => {
    if (total !== undefined && total > 0) setSelection(selectAll(query, total));
  };
  const known = Object.values(facets?.state ?? {}).reduce((sum, phones) => sum + phones, 0);
  const isPhone = opened !== undefined && isId(opened);
  const isEmpty = facets !== undefined && known === 0 && total === 0 && activeFilters(filters).length === 0;
  return (
    <Page
      title={words.title}
      full
      inspector={
        opened === undefined ? undefined : (
          <Inspector
            title={
              isPhone ? (
                <Suspense fallback={words.inspector}>
                  <PhoneTitle device={opened} />
                </Suspense>
              ) : (
                words.inspector
              )
            }
            onClose={() => open(undefined)}
          >
            {isPhone ? (
              <>
                <Link to="/phones/$device" params={{ device: opened }}>
                  {words.openPage}
                </Link>
                <Suspense fallback={<Loading />}>
                  <PhoneView key={opened} device={opened} compact />
                </Suspense>
              </>
            ) : (
              <NoSuchPhone />
            )}
          </Inspector>
        )
      }
    >
      <div className={styles.head}>
        <div className={styles.tools}>
          <div className={styles.search}>
            <Field
              label={words.search}
              type="search"
              placeholder={words.searchHint}
              value={filters.q}
              maxLength={128}
              onChange={type}
            />
          </div>
          <div className={styles.right}>
            {total !== undefined && <Export query={query} total={total} groups={groups} />}
            <span className={styles.wide}>
              <ColumnsButton columns={columns} />
            </span>
          </div>
        </div>
        <FilterBar filters={filters} onChange={setFilters} facets={facets} groups={groups} />
      </div>
      {rows.error !== undefined && <ProblemNotice error={rows.error} onRetry={rows.retry} />}
      {total === undefined && rows.error === undefined && <Loading />}
      {isEmpty && <NoPhones />}
      {total === 0 && !isEmpty && rows.current && (
        <NoMatch filters={filters} groups={groups} onDrop={setFilters} onDropAll={() => setFilters(noFilters)} />
      )}
      {total !== undefined && total > 0 && (rows.error === undefined || rows.row(0) !== undefined) && (
        <Table
          rows={{ ...rows, total }}
          question={`${query} ${sortText(sort)}`}
          shown={columns.shown}
          count={format.count(total, words.phone, words.phones)}
          sort={sort}
          onSort={setSort}
          groups={groups}
          isSelected={(id) => isSelected(kept, id)}
          onToggle={(phone) => setSelection(toggle(kept, phone))}
          onRange={(phones) => setSelection(addRange(kept, phones))}
          onSelectAll={everyone}
          onClear={() => setSelection(nothing)}
          opened={opened}
          onOpen={open}
        />
      )}
      {countOf(kept) > 0 && (
        <SelectionBar
          selection={kept}
          total={total ?? 0}
          onSelectAll={everyone}
          onClear={() => setSelection(nothing)}
          onSent={(order) => setSent((before) => [order, ...before])}
        />
      )}
      <Followed orders={sent} onChange={setSent} />
    </Page>
  );
}
