import { Badge, type Tone } from "../parts/notice.tsx";
import type { Format } from "../words/format.ts";
import { worded } from "../words/worded.ts";
import type { Column } from "./columns.ts";
import { type Phone, shortId } from "./phone.ts";
import styles from "./table.module.css";
import type { Groups } from "./use-facts.ts";
import type { phonesWords } from "./words.ts";

type Words = (typeof phonesWords)["en"];

export interface CellProps {
  column: Column;
  phone: Phone;
  groups: Groups;
  /** Unix seconds. */
  now: number;
  words: Words;
  format: Format;
}

export const stateTones: Record<string, Tone | "quiet"> = { ready: "ok", confirm: "warn", gone: "quiet" };
export const complianceTones: Record<string, Tone | "quiet"> = {
  "in-line": "ok",
  "out-of-line": "danger",
  unknown: "quiet",
};

function Aged({
  children,
  at,
  now,
  format,
}: {
  children: string;
  at: number | undefined;
  now: number;
  format: Format;
}) {
  return (
    <>
      {children !== "" && <span className={styles.text}>{children}</span>}
      {at !== undefined && (
        <span className={styles.age} title={format.dateTime(at)}>
          {format.ago(at, now)}
        </span>
      )}
    </>
  );
}

/** What stands in one cell. */
export function Cell({ column, phone, groups, now, words, format }: CellProps) {
  switch (column) {
    case "phone":
      return (
        <>
          <span className={styles.model}>{phone.model}</span>
          <code className={styles.id}>{shortId(phone.id)}</code>
        </>
      );
    case "state":
      return phone.lost ? (
        <Badge tone="danger">{words.lost}</Badge>
      ) : (
        <Badge tone={stateTones[phone.state] ?? "quiet"}>{worded(words.states, phone.state)}</Badge>
      );
    case "compliance": {
      const value = phone.compliance ?? "unknown";
      return (
        <>
          <Badge tone={complianceTones[value] ?? "quiet"}>{worded(words.compliances, value)}</Badge>
          <Aged at={phone.at.compliance} now={now} format={format}>
            {""}
          </Aged>
        </>
      );
    }
    case "os":
      return (
        <Aged at={phone.at.os} now={now} format={format}>
          {words.version(worded(words.platforms, phone.platform), phone.os)}
        </Aged>
      );
    case "patch":
      return phone.patch ?? "";
    case "platform":
      return worded(words.platforms, phone.platform);
    case "groups":
      return <span className={styles.text}>{phone.groups.map(groups.nameOf).join(", ")}</span>;
    case "seen":
      return phone.seenAt === undefined ? (
        words.never
      ) : (
        <span title={format.dateTime(phone.seenAt)}>{format.ago(phone.seenAt, now)}</span>
      );
    case "enrolled":
      return <span title={format.dateTime(phone.enrolledAt)}>{format.ago(phone.enrolledAt, now)}</span>;
  }
}
