import { useState } from "react";
import { Age } from "../parts/age.tsx";
import { Field } from "../parts/field.tsx";
import { Badge } from "../parts/notice.tsx";
import { Facts, Section } from "../parts/page.tsx";
import { Seal } from "../parts/source.tsx";
import { useFormat } from "../words/format.ts";
import { useWords } from "../words/language.ts";
import { type Concerning, isProven } from "./concerning.ts";
import { Locked } from "./locked.tsx";
import styles from "./phone-view.module.css";
import { phoneWords } from "./phone-words.ts";
import { type App, newestInventory, type Reports } from "./reports.ts";

const searchFrom = 12;
const mostShown = 200;

function Apps({ apps }: { apps: readonly App[] }) {
  const words = useWords(phoneWords);
  const format = useFormat();
  const [text, setText] = useState("");
  const found = apps.filter(({ name }) => name.toLowerCase().includes(text.trim().toLowerCase()));
  return (
    <>
      <h3>{format.count(apps.length, words.app, words.appMany)}</h3>
      {apps.length > searchFrom && <Field label={words.searchApps} value={text} onChange={setText} />}
      <ul className={styles.apps}>
        {found.slice(0, mostShown).map(({ name, version, suspended }) => (
          <li key={name}>
            <code>{name}</code>
            <span className={styles.age}>
              {version} {suspended && <Badge tone="warn">{words.suspended}</Badge>}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

/** What the phone says is on it: from its newest inventory, or its newest answer to a question. */
export function InventorySection({
  inventory,
  answers,
  orders,
}: {
  inventory: Reports | undefined;
  answers: Reports | undefined;
  orders: readonly Concerning[];
}) {
  const words = useWords(phoneWords);
  const { locale } = useFormat();
  const gigabytes = new Intl.NumberFormat(locale, { style: "unit", unit: "gigabyte", maximumFractionDigits: 1 });
  const size = (value: string): string => (/^\d{1,15}$/.test(value) ? gigabytes.format(Number(value) / 1e9) : value);
  const told = [...(inventory?.told ?? []), ...(answers?.told ?? [])].sort((a, b) => b.seq - a.seq);
  const asked = new Set(
    orders.filter((one) => one.said.action === "query" && isProven(one)).map(({ said }) => said.hash),
  );
  const found = newestInventory({ told, bad: [] }, asked);
  return (
    <Section title={words.inventory}>
      {found === "locked" && <Locked />}
      {found === undefined && (
        <p className={styles.hint}>
          {words.appsNone} {words.appsAsk}
        </p>
      )}
      {typeof found === "object" && (
        <>
          <p className={styles.hint}>
            <Age at={found.at} />
            <Seal by="phone" />
          </p>
          {found.facts.length > 0 && (
            <Facts
              rows={found.facts.map(({ name, value }) => [
                words.facts[name],
                typeof value === "boolean" ? (value ? words.yes : words.no) : name === "storage" ? size(value) : value,
              ])}
            />
          )}
          {found.apps && <Apps apps={found.apps} />}
        </>
      )}
    </Section>
  );
}
