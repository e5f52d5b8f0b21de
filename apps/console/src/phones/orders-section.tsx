// What was asked of a phone and what it answered, newest first.

import { Link } from "@tanstack/react-router";
import type { OrderState } from "../orders/state.ts";
import { StateMark } from "../orders/state-mark.tsx";
import { titleOf } from "../orders/title.ts";
import { orderWords } from "../orders/words.ts";
import { useOrganisation } from "../organisation/context.tsx";
import { nameOf } from "../organisation/names.ts";
import { Age } from "../parts/age.tsx";
import { Button } from "../parts/button.tsx";
import { Loading } from "../parts/loading.tsx";
import { Badge } from "../parts/notice.tsx";
import { Section } from "../parts/page.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { Seal, ServerSays } from "../parts/source.tsx";
import { faultOf } from "../problem/problem.ts";
import { problemWords } from "../problem/words.ts";
import { useFormat } from "../words/format.ts";
import { useWords } from "../words/language.ts";
import { worded } from "../words/worded.ts";
import { Outcome } from "./act/followed.tsx";
import { type Concerning, isProven } from "./concerning.ts";
import styles from "./phone-view.module.css";
import { phoneWords } from "./phone-words.ts";
import { useGroups } from "./use-facts.ts";
import type { usePhoneOrders } from "./use-phone.ts";

/** Where the order stands: the phone's own word first, then the log, then what the server adds. */
function stateOf({ said, verified, word }: Concerning): OrderState {
  if (word?.proven && word.outcome === "done") return "done";
  if (word?.proven && word.outcome === "refused") return "refused";
  if (word?.proven && ["failed", "unsupported", "interrupted"].includes(word.outcome)) return "failed";
  if (said.state === "cancelled") return "cancelled";
  if (verified?.ended) return "ended";
  if (verified?.heldUntil !== undefined && verified.heldUntil * 1000 > Date.now()) return "held";
  return verified?.reached?.all ? "reached" : "released";
}

function Entry({ one }: { one: Concerning }) {
  const words = useWords(phoneWords);
  const titles = useWords(orderWords);
  const problems = useWords(problemWords);
  const format = useFormat();
  const organisation = useOrganisation();
  const groups = useGroups();
  const { said, verified, word, error } = one;
  const { hash } = said;
  if (!verified) {
    const { code, message } = faultOf(error);
    return (
      <li className={styles.entry} data-hash={hash}>
        <Badge tone="danger">{words.unverifiedOrder}</Badge>
        <Link to="/orders/$hash" params={{ hash }}>
          <ServerSays>{worded(titles.actions, said.action)}</ServerSays>
        </Link>
        <span className={styles.under}>{problems.codes[code]?.what ?? message}</span>
      </li>
    );
  }
  const { review, accepted, contradictions } = verified;
  const { targets } = review.document.body;
  const group = "group" in targets ? groups.nameOf(targets.group) : undefined;
  return (
    <li className={styles.entry} data-hash={hash}>
      <span className={styles.line}>
        <Link to="/orders/$hash" params={{ hash }}>
          {titleOf(review, titles, format, group)}
        </Link>
        <StateMark state={stateOf(one)} />
      </span>
      <span className={styles.under}>
        {accepted === undefined ? (
          <ServerSays>
            <Age at={said.acceptedAt} />
          </ServerSays>
        ) : (
          <Age at={accepted} />
        )}
        {" · "}
        {words.signedBy(format.list(review.signers.map(({ id }) => nameOf(organisation, id))))}
        {isProven(one) && <Seal />}
        {one.named && ` · ${words.concernsList}`}
        {group !== undefined && ` · ${words.concernsGroup}`}
      </span>
      <span className={styles.under}>
        {word === undefined ? (
          words.notYet
        ) : (
          <>
            <Outcome outcome={word.outcome} code={word.code} /> <Age at={word.at} />
            {word.proven && <Seal by="phone" />}
          </>
        )}
      </span>
      {contradictions.map(({ code, where, message }) => (
        <span key={`${code} ${where}`} className={styles.under}>
          <Badge tone="danger">{problems.codes[code]?.what ?? message}</Badge>
        </span>
      ))}
    </li>
  );
}

/** The timeline. */
export function OrdersSection({ query }: { query: ReturnType<typeof usePhoneOrders> }) {
  const words = useWords(phoneWords);
  const all = query.data?.pages.flatMap((page) => page.orders) ?? [];
  return (
    <Section title={words.orders}>
      {query.error && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Loading>{words.checking}</Loading>}
      {query.data && all.length === 0 && <p className={styles.hint}>{words.ordersNone}</p>}
      <ol className={styles.entries}>
        {all.map((one) => (
          <Entry key={one.said.hash} one={one} />
        ))}
      </ol>
      {query.hasNextPage && (
        <div>
          <Button small isDisabled={query.isFetchingNextPage} onPress={() => void query.fetchNextPage()}>
            {words.older}
          </Button>
        </div>
      )}
    </Section>
  );
}
