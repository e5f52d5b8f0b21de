// An order or an invitation as a document: the same everywhere, drawn from the exact bytes that are signed.

import { payloadOf, type Review } from "@rempart/client";
import { acceptance, isDestructive, isStanding, targetCount } from "@rempart/trust";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useOrganisation } from "../organisation/context.tsx";
import { nameOf } from "../organisation/names.ts";
import { Notice } from "../parts/notice.tsx";
import { Facts } from "../parts/page.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { Seal, ServerSays } from "../parts/source.tsx";
import { UnlockSealed } from "../sealed/unlock-sealed.tsx";
import { useFormat } from "../words/format.ts";
import { useLanguage, useWords } from "../words/language.ts";
import { useGroup } from "./groups.ts";
import styles from "./order-document.module.css";
import { type Line, orderLines, ticketLines } from "./params.ts";
import { PeopleRow, type SaidRefusal } from "./people-row.tsx";
import { brakeSentences, reachSentences, ruleSentence } from "./rule-words.ts";
import type { OrderState } from "./state.ts";
import { StateMark } from "./state-mark.tsx";
import { TargetList } from "./target-list.tsx";
import type { Texts } from "./texts.ts";
import { aimWords, grouped, titleOf } from "./title.ts";
import type { VerifiedOrder } from "./verify.ts";
import { orderWords } from "./words.ts";

/** What only the server says about a document. */
export interface SaidAbout {
  /** Who left it for signing. */
  askedBy?: string | undefined;
  refusals?: readonly SaidRefusal[] | undefined;
}

export interface OrderDocumentProps {
  review: Review;
  /** From `useTexts`. */
  texts: Texts;
  state: OrderState;
  said?: SaidAbout | undefined;
  /** What `verifyOrder` found; absent for a draft that was made here a moment ago. */
  verified?: VerifiedOrder | undefined;
  /** Under the title: what can be done with it. */
  children?: ReactNode;
}

/** Whether signing asks for the number of phones to be typed: what destroys more than ten of them. */
export function needsTyping(review: Review): number | undefined {
  if (review.kind !== "order" || !isDestructive(review.document.body)) return undefined;
  const count = targetCount(review.document.body.targets);
  return count !== undefined && count > 10 ? count : undefined;
}

function SealedValue({ field, texts }: { field: string; texts: Texts }) {
  const words = useWords(orderWords);
  if (texts.error !== undefined) return <ProblemNotice error={texts.error} />;
  if (texts.opened === undefined) return <>{words.opening}</>;
  const text = texts.opened.find((one) => one.field === field)?.text;
  if (text !== undefined)
    return (
      <span className={styles.text}>
        {text}
        <Seal />
      </span>
    );
  return <span className={styles.locked}>{words.locked}</span>;
}

/** The document. */
export function OrderDocument({ review, texts, state, said, verified, children }: OrderDocumentProps) {
  const words = useWords(orderWords);
  const format = useFormat();
  const language = useLanguage();
  const organisation = useOrganisation();
  const order = review.kind === "order" ? review.document.body : undefined;
  const groupId = order && "group" in order.targets ? order.targets.group : undefined;
  const group = useGroup(groupId);
  const { charters } = organisation.trust;
  const charter = charters.find((one) => one.hash === order?.charter) ?? organisation.trust.newest;
  const { brake } = charter.body;
  const name = (person: string): string => nameOf(organisation, person);
  const speech = { words, format, language, name };
  const lines =
    review.kind === "order" ? orderLines(review.document.body, speech) : ticketLines(review.document.body, speech);
  const destructive = order !== undefined && isDestructive(order);
  const phones = order === undefined ? undefined : (targetCount(order.targets) ?? group.phones);
  const hold = verified?.heldUntil;
  const brakes = order === undefined ? [] : brakeSentences(brake, order, phones, words, format, hold === undefined);
  const reach = reachSentences(brake, review, phones, words, format);
  const value = (line: Line): ReactNode =>
    line.sealed === undefined ? (
      line.code ? (
        <code>{line.value}</code>
      ) : (
        line.value
      )
    ) : (
      <SealedValue field={line.sealed} texts={texts} />
    );
  const { createdAt, expiresAt } = review.document.body;
  const now = Date.now() / 1000;
  return (
    <article className={`${styles.document} ${destructive ? styles.destructive : ""}`} data-hash={review.hash}>
      <header className={styles.header}>
        <h3 className={styles.title}>{titleOf(review, words, format, group.label)}</h3>
        <span className={styles.marks}>
          {destructive && <strong className={styles.shout}>{words.destructive}</strong>}
          <StateMark state={state} />
        </span>
      </header>
      {verified && verified.contradictions.length > 0 && (
        <Notice tone="danger" title={words.contradicted} live>
          <p>{words.contradictedTodo}</p>
          <ul>
            {verified.contradictions.map(({ code, where, message }) => (
              <li key={`${code} ${where}`}>
                <code>
                  {code} · {where} · {message}
                </code>
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {!review.current && (
        <Notice tone="warn">{verified?.accepted !== undefined ? words.ended : words.oldCharter}</Notice>
      )}
      {children}
      {texts.locked && <UnlockSealed />}
      <Facts
        rows={[
          order && [
            words.whom,
            <>
              {aimWords(order, words, format, group.label)}
              {groupId !== undefined && group.phones !== undefined && (
                <>
                  {" · "}
                  <ServerSays>{format.count(group.phones, words.phone, words.phones)}</ServerSays>
                </>
              )}
              {review.targets === undefined ? (
                <p className={styles.warning}>{words.listMissing}</p>
              ) : (
                review.targets.length > 0 && <TargetList targets={review.targets} />
              )}
            </>,
          ],
          ...lines.map((line) => [line.term, value(line)] as const),
          order && [
            words.why,
            <>
              {words.reasons[order.reason.code]}
              {order.reason.sealed !== undefined && (
                <>
                  {" · "}
                  <SealedValue field="reason" texts={texts} />
                </>
              )}
            </>,
          ],
          said?.askedBy === undefined
            ? undefined
            : [words.askedBy, <ServerSays key="by">{name(said.askedBy)}</ServerSays>],
          [
            words.signatures,
            <PeopleRow key="people" review={review} {...(said?.refusals ? { refusals: said.refusals } : {})} />,
          ],
          [words.rule, review.row ? ruleSentence(review.row, words, format) : words.ruleNone],
          brakes.length > 0 || hold !== undefined
            ? [
                words.brake,
                <ul key="brake">
                  {hold !== undefined && (
                    <li>
                      <strong>
                        {now < hold
                          ? words.heldUntil(format.dateTime(hold))
                          : words.wasHeldUntil(format.dateTime(hold))}
                      </strong>
                      <Seal />
                    </li>
                  )}
                  {brakes.map((sentence) => (
                    <li key={sentence}>{sentence}</li>
                  ))}
                </ul>,
              ]
            : undefined,
          reach.length > 0 && (verified?.reached?.all ?? false) === false
            ? [
                words.firstHour,
                <ul key="reach">
                  {reach.map((sentence) => (
                    <li key={sentence}>{sentence}</li>
                  ))}
                </ul>,
              ]
            : undefined,
          [words.created, format.dateTime(createdAt)],
          verified?.accepted === undefined
            ? order && [
                words.acceptedUntil,
                <span key="until" title={words.acceptedUntilHint}>
                  {format.dateTime(createdAt + acceptance)}
                </span>,
              ]
            : [
                words.accepted,
                <span key="accepted">
                  {format.dateTime(verified.accepted)}
                  <Seal />
                </span>,
              ],
          [
            words.expires,
            expiresAt === undefined
              ? order && isStanding(order)
                ? words.standing
                : words.noExpiry
              : format.dateTime(expiresAt),
          ],
        ]}
      />
      <details className={styles.raw}>
        <summary>{words.raw}</summary>
        <p className={styles.soft}>{words.rawHint}</p>
        <pre>{JSON.stringify(payloadOf(review.document.envelope), undefined, 2)}</pre>
      </details>
      <footer className={styles.foot}>
        <span>
          {words.hash}
          <Seal />
        </span>
        <Link
          to="/orders/$hash"
          params={{ hash: review.hash }}
          search={verified?.accepted === undefined ? { is: "draft" } : {}}
        >
          <code>{grouped(review.hash)}</code>
        </Link>
      </footer>
    </article>
  );
}
