import { Button } from "../parts/button.tsx";
import { useFormat } from "../words/format.ts";
import { useWords } from "../words/language.ts";
import styles from "./filter-bar.module.css";
import { FilterButton, type Value } from "./filter-button.tsx";
import { filterWords, valueWords } from "./filter-words.ts";
import {
  activeFilters,
  type Filters,
  type ListFilter,
  listFilters,
  noFilters,
  silences,
  withoutFilter,
} from "./filters.ts";
import type { Facets } from "./phone.ts";
import type { Groups } from "./use-facts.ts";
import { phonesWords } from "./words.ts";

/** Everything by which the list is narrowed, and what it is narrowed by now. */
export function FilterBar({
  filters,
  onChange,
  facets,
  groups,
}: {
  filters: Filters;
  onChange(filters: Filters): void;
  facets: Facets | undefined;
  groups: Groups;
}) {
  const words = useWords(phonesWords);
  const format = useFormat();
  const values = (name: ListFilter): Value[] =>
    Object.entries(facets?.[name] ?? {})
      .filter(([, phones]) => phones > 0)
      .map(([id, phones]) => ({ id, label: valueWords(name, id, words, groups), phones }))
      .sort((a, b) => b.phones - a.phones || (a.label < b.label ? -1 : 1));
  const active = activeFilters(filters).filter((name) => name !== "q");
  return (
    <div className={styles.bar}>
      <fieldset className={styles.filters}>
        <legend className="visually-hidden">{words.filters}</legend>
        {listFilters.map((name) => (
          <FilterButton
            key={name}
            label={words.names[name]}
            values={values(name)}
            picked={filters[name]}
            onPick={(picked) => onChange({ ...filters, [name]: picked })}
            {...(name === "group" ? { note: words.groupsSaid } : {})}
          />
        ))}
        <FilterButton
          label={words.names.silent}
          values={silences.map((days) => ({
            id: String(days),
            label: words.silentFor(format.count(days, words.day, words.days)),
          }))}
          picked={filters.silent === undefined ? [] : [String(filters.silent)]}
          onPick={(picked) => onChange({ ...filters, silent: picked.length > 0 ? Number(picked.at(-1)) : undefined })}
        />
        {(["lost", "behind"] as const).map((name) => (
          <Button
            key={name}
            small
            kind={filters[name] ? "plain" : "quiet"}
            aria-pressed={filters[name]}
            onPress={() => onChange({ ...filters, [name]: !filters[name] })}
          >
            {words.names[name]}
          </Button>
        ))}
      </fieldset>
      {active.length > 0 && (
        <ul className={styles.active}>
          {active.map((name) => {
            const said = filterWords(name, filters, words, groups, format);
            return (
              <li key={name}>
                <button
                  type="button"
                  className={styles.chip}
                  aria-label={words.drop(said)}
                  onClick={() => onChange(withoutFilter(filters, name))}
                >
                  {said} <span aria-hidden="true">×</span>
                </button>
              </li>
            );
          })}
          <li>
            <Button small kind="quiet" onPress={() => onChange({ ...noFilters, q: filters.q })}>
              {words.clearFilters}
            </Button>
          </li>
        </ul>
      )}
    </div>
  );
}
