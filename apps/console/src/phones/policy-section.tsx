// The effective policy, rule by rule, and from each rule to its policy, its order and the people who signed that.

import type { Source, Target } from "@rempart/policy";
import { whenWords } from "@rempart/policy";
import { Link } from "@tanstack/react-router";
import { useOrganisation } from "../organisation/context.tsx";
import { nameOf } from "../organisation/names.ts";
import { Age } from "../parts/age.tsx";
import { Loading } from "../parts/loading.tsx";
import { Badge, Notice, type Tone } from "../parts/notice.tsx";
import { Empty, Section } from "../parts/page.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { Seal } from "../parts/source.tsx";
import { useFormat } from "../words/format.ts";
import { useLanguage, useWords } from "../words/language.ts";
import { type Concerning, hiddenDocuments, policiesOn, takenBy } from "./concerning.ts";
import type { Vouched } from "./evidence.ts";
import { Locked } from "./locked.tsx";
import type { OnePhone } from "./phone.ts";
import styles from "./phone-view.module.css";
import { phoneWords } from "./phone-words.ts";
import { driftWord, type Reports } from "./reports.ts";
import { effectiveRows, type RowState, type RuleRow } from "./rules.ts";

const tones: Record<RowState, Tone | "quiet"> = {
  held: "ok",
  drift: "danger",
  impossible: "warn",
  waiting: "quiet",
  locked: "quiet",
  later: "quiet",
};

/** What the phone is, for what its platform can do. How it was enrolled is not told: as phones of an organisation are. */
function targetOf({ platform, os }: { platform: string; os: string }): Target | undefined {
  if (platform === "android") return { platform, os, enrolment: "device-owner" };
  return platform === "ios" ? { platform, os, enrolment: "supervised" } : undefined;
}

function SetBy({ source }: { source: Source }) {
  const words = useWords(phoneWords);
  const format = useFormat();
  const organisation = useOrganisation();
  return (
    <span className={styles.source}>
      <Link to="/policies/$policy" params={{ policy: source.policy }}>
        {words.policyName(source.policy.slice(0, 6))}
      </Link>
      <Link to="/orders/$hash" params={{ hash: source.order }}>
        {words.order(source.order.slice(0, 8))}
      </Link>
      <span>
        {words.signedBy(format.list(source.signers.map((person) => nameOf(organisation, person))))}
        <Seal />
      </span>
    </span>
  );
}

function Row({ row }: { row: RuleRow }) {
  const words = useWords(phoneWords);
  const language = useLanguage();
  return (
    <tr data-state={row.state}>
      <th scope="row">
        {row.name[language]}
        {row.when.map((when) => {
          const said = words.condition(whenWords(when)[language]);
          return (
            <span key={said} className={styles.under}>
              {said}
            </span>
          );
        })}
      </th>
      <td data-label={words.wanted}>
        {row.wanted[language]}
        {row.lost.map(({ value, source }) => (
          <span key={`${source.policy} ${source.order}`} className={styles.under}>
            {words.stricter(value[language], source.policy.slice(0, 6))}
          </span>
        ))}
      </td>
      <td data-label={words.reported}>
        <Badge tone={tones[row.state]}>{words.states[row.state]}</Badge>
        {row.found && (
          <span className={styles.under}>
            {words.found(row.found[language])}
            <Seal by="phone" />
          </span>
        )}
        {row.why && <span className={styles.under}>{row.why[language]}</span>}
      </td>
      <td data-label={words.setBy}>
        {row.from.map((source) => (
          <SetBy key={`${source.policy} ${source.order}`} source={source} />
        ))}
      </td>
    </tr>
  );
}

interface PolicySectionProps {
  phone: OnePhone;
  vouched: Vouched | undefined;
  groups: readonly string[];
  documents: readonly Concerning[];
  pending: boolean;
  error: unknown;
  drift: Reports | undefined;
}

/** The section. */
export function PolicySection({ phone, vouched, groups, documents, pending, error, drift }: PolicySectionProps) {
  const words = useWords(phoneWords);
  const language = useLanguage();
  const format = useFormat();
  const { head } = useOrganisation();
  const policies = policiesOn(documents, groups);
  const word = driftWord(drift ?? { told: [], bad: [] });
  const { rows, conflicts } = effectiveRows(policies, targetOf(vouched ?? phone), word, takenBy(documents), head.time);
  const unverified = documents.filter(({ error: wrong }) => wrong !== undefined).length;
  const hidden = hiddenDocuments(documents, vouched?.streams ?? []);
  return (
    <Section title={words.policy}>
      <p className={styles.hint}>{words.policyHint}</p>
      {error !== null && error !== undefined && <ProblemNotice error={error} />}
      {pending && <Loading>{words.checking}</Loading>}
      {hidden.map(({ stream, n, by }) => (
        <Notice key={stream} tone={by === "phone" ? "danger" : "info"}>
          {by === "phone"
            ? words.hiddenByPhone(format.number(n), stream)
            : words.hiddenByServer(format.number(n), stream)}
        </Notice>
      ))}
      {unverified > 0 && <Notice tone="danger">{words.unverified(format.number(unverified))}</Notice>}
      {conflicts.length > 0 && (
        <Notice tone="warn" title={words.conflicts}>
          {conflicts.map((one) => (
            <p key={one.words.en}>{one.words[language]}</p>
          ))}
        </Notice>
      )}
      {word.state === "locked" && <Locked />}
      {!pending && rows.length === 0 && (
        <Empty title={words.policyNone}>
          <p>{words.policyNoneTodo}</p>
          <Link to="/policies">{words.policies}</Link>
        </Empty>
      )}
      {rows.length > 0 && (
        <>
          <p className={styles.hint}>
            {word.state === "nothing" ? (
              words.noDriftEver
            ) : (
              <>
                {words.driftAt} <Age at={word.at} />
                <Seal by="phone" />
              </>
            )}
          </p>
          <table className={styles.rules}>
            <thead>
              <tr>
                <th scope="col">{words.rule}</th>
                <th scope="col">{words.wanted}</th>
                <th scope="col">{words.reported}</th>
                <th scope="col">{words.setBy}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Row key={row.key} row={row} />
              ))}
            </tbody>
          </table>
        </>
      )}
    </Section>
  );
}
