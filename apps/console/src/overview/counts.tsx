import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Section } from "../parts/page.tsx";
import { ServerSays } from "../parts/source.tsx";
import { useFormat } from "../words/format.ts";
import { useWords } from "../words/language.ts";
import { worded } from "../words/worded.ts";
import styles from "./overview.module.css";
import type { Overview } from "./read.ts";
import { overviewWords } from "./words.ts";

interface Row {
  key: string;
  label: string;
  count: number;
  to: string;
  search: Record<string, string>;
}

function Table({ title, rows }: { title: string; rows: readonly Row[] }) {
  const format = useFormat();
  return (
    <Section title={title}>
      <table className={styles.table}>
        <tbody>
          {rows.map(({ key, label, count, to, search }) => (
            <tr key={key}>
              <th scope="row">
                <Link to={to} search={search}>
                  {label}
                </Link>
              </th>
              <td>
                <ServerSays>{format.number(count)}</ServerSays>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

/** Shown at zero too: nobody should have to wonder whether there are any. */
const always: ReadonlySet<string> = new Set(["held", "ready", "in-line", "out-of-line"]);

/** `map` as rows in the order of `names`, what has no name last; the counts add up to the whole. */
function rowsOf(
  map: Readonly<Record<string, number>>,
  names: Readonly<Record<string, string>>,
  to: string,
  search: (key: string) => Record<string, string>,
): Row[] {
  const keys = [...Object.keys(names), ...Object.keys(map).filter((key) => !Object.hasOwn(names, key))];
  return keys.flatMap((key) => {
    const count = map[key] ?? 0;
    return count === 0 && !Object.hasOwn(map, key) && !always.has(key)
      ? []
      : [{ key, label: worded(names, key), count, to, search: search(key) }];
  });
}

/** Phones by state, by how they hold to their policy, and orders by state. */
export function Counts({ overview }: { overview: Overview }): ReactNode {
  const words = useWords(overviewWords);
  const { phones, orders, drafts } = overview;
  const all = { key: "all", label: words.total, count: phones.total, to: "/phones", search: {} };
  const lost = { key: "lost", label: words.inLostMode, count: phones.lost, to: "/phones", search: { lost: "yes" } };
  const waiting = {
    key: "waiting",
    label: words.draftsWaiting,
    count: drafts.waiting,
    to: "/approvals",
    search: {},
  };
  return (
    <div className={styles.tables}>
      <Table
        title={words.fleet}
        rows={[all, lost, ...rowsOf(phones.byState, words.states, "/phones", (state) => ({ state }))]}
      />
      <Table
        title={words.compliance}
        rows={rowsOf(phones.compliance, words.complianceStates, "/phones", (compliance) => ({ compliance }))}
      />
      <Table
        title={words.orders}
        rows={[waiting, ...rowsOf(orders, words.orderStates, "/approvals", (state) => ({ show: "all", state }))]}
      />
    </div>
  );
}
