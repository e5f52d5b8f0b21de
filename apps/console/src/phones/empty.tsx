// What an empty list says: how it is filled, or which filter excludes everything.

import { Link } from "@tanstack/react-router";
import { Button } from "../parts/button.tsx";
import { Empty } from "../parts/page.tsx";
import { useServer } from "../remote/use-server.ts";
import { useFormat } from "../words/format.ts";
import { useWords } from "../words/language.ts";
import { filterWords } from "./filter-words.ts";
import { activeFilters, type FilterName, type Filters, filtersForServer, withoutFilter } from "./filters.ts";
import styles from "./page.module.css";
import { countAnswer } from "./phone.ts";
import type { Groups } from "./use-facts.ts";
import { phonesWords } from "./words.ts";

/** No phone at all. */
export function NoPhones() {
  const words = useWords(phonesWords).empty;
  return (
    <Empty title={words.title}>
      <p>{words.todo}</p>
      <Link to="/enrolment">{words.enrol}</Link>
    </Empty>
  );
}

interface NoMatchProps {
  filters: Filters;
  groups: Groups;
  onDrop(filters: Filters): void;
}

function Drop({ name, filters, groups, onDrop }: NoMatchProps & { name: FilterName }) {
  const words = useWords(phonesWords);
  const format = useFormat();
  const rest = withoutFilter(filters, name);
  const query = filtersForServer(rest, Math.floor(Date.now() / 60_000) * 60);
  const { data } = useServer({ about: [], path: `/api/v1/phones/count?${query}`, read: countAnswer });
  const said = filterWords(name, filters, words, groups, format);
  return (
    <Button small kind="quiet" isDisabled={data?.phones === 0} onPress={() => onDrop(rest)}>
      {data === undefined
        ? words.empty.withoutLooking(said)
        : words.empty.without(said, format.count(data.phones, words.phone, words.phones))}
    </Button>
  );
}

/** Nothing matches: for each filter, what there would be without it. */
export function NoMatch({ onDropAll, ...props }: NoMatchProps & { onDropAll(): void }) {
  const words = useWords(phonesWords);
  const active = activeFilters(props.filters);
  return (
    <Empty title={words.empty.noMatch}>
      {active.length > 0 && (
        <>
          <p>{words.empty.noMatchTodo}</p>
          <div className={styles.drops}>
            {active.map((name) => (
              <Drop key={name} name={name} {...props} />
            ))}
            {active.length > 1 && (
              <Button small kind="quiet" onPress={onDropAll}>
                {words.clearFilters}
              </Button>
            )}
          </div>
        </>
      )}
    </Empty>
  );
}
