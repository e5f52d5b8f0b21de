// Orders that were just sent from here, with the answers of their phones as they come, and another try for those that failed.

import type { JsonValue } from "@rempart/trust";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { titleOf } from "../../orders/title.ts";
import { orderWords } from "../../orders/words.ts";
import { useOrganisation } from "../../organisation/context.tsx";
import { Button } from "../../parts/button.tsx";
import { Badge, type Tone } from "../../parts/notice.tsx";
import { ProblemNotice } from "../../parts/problem-notice.tsx";
import { Seal, ServerSays } from "../../parts/source.tsx";
import { anything, listOf, mapOf, number, optional, shape, text } from "../../remote/read.ts";
import { useServer } from "../../remote/use-server.ts";
import { useServerAsk } from "../../session/context.tsx";
import { useFormat } from "../../words/format.ts";
import { useWords } from "../../words/language.ts";
import { worded } from "../../words/worded.ts";
import { id, onePhone, type Phone, shortId } from "../phone.ts";
import styles from "./act.module.css";
import { ActDialog, type SentOrder } from "./act-dialog.tsx";
import { checkAnswers, mostChecked, signedAmong } from "./answers.ts";
import { actWords } from "./words.ts";

const orderAnswer = shape({ outcomes: mapOf(number), silent: optional(number) });
const phonesAnswer = shape({
  phones: listOf(shape({ device: id, outcome: text, code: optional(text) }), 10_000),
  next: optional(text),
});

const resultsAnswer = shape({
  results: listOf(shape({ device: id, outcome: text, code: optional(text), envelope: anything }), 10_000),
});

const failed = "failed,refused,interrupted,unsupported";
const mostShown = 200;
const tones: Record<string, Tone | "quiet"> = {
  done: "ok",
  started: "ok",
  observed: "ok",
  failed: "danger",
  refused: "danger",
  interrupted: "warn",
  unsupported: "warn",
  silent: "quiet",
};

/** An outcome with its shape. */
export function Outcome({ outcome, code }: { outcome: string; code?: string | undefined }) {
  const words = useWords(orderWords);
  return (
    <Badge tone={tones[outcome] ?? "quiet"}>
      {worded(words.outcomes, outcome)}
      {code !== undefined && ` (${code})`}
    </Badge>
  );
}

/** Phones of which only the id is known, as a selection. */
function byIds(ids: readonly string[]): ReadonlyMap<string, Phone> {
  return new Map(
    ids.map((each) => [
      each,
      {
        ...{
          id: each,
          platform: "",
          model: "",
          os: "",
          patch: undefined,
          state: "ready",
          groups: [],
          seenAt: undefined,
        },
        ...{ enrolledAt: 0, lost: false, compliance: undefined, at: {}, signed: [] },
      },
    ]),
  );
}

/** Answers of the first phones, checked against what these signed. */
function useChecked(hash: string) {
  const { genesis } = useOrganisation();
  const ask = useServerAsk();
  const client = useQueryClient();
  const path = `/api/v1/orders/${hash}?results=${mostChecked}&targets=false`;
  return useQuery({
    queryKey: ["server", ["order"], path, "checked"],
    queryFn: async ({ signal }) => {
      const { results } = resultsAnswer(await ask(path, { lax: true, signal }), path);
      return checkAnswers(genesis, hash, results, async (device) => {
        const one = `/api/v1/phones/${device}`;
        const read = async () => onePhone(await ask(one, { lax: true, signal }), one);
        // An enrolment never changes: it is asked for once.
        const { evidence } = await client.fetchQuery({
          queryKey: ["server", ["phone"], one],
          queryFn: read,
          staleTime: 600_000,
        });
        return evidence.enrolment as JsonValue | undefined;
      });
    },
    staleTime: 15_000,
    placeholderData: (before) => before,
  });
}

function Answers({ hash }: { hash: string }) {
  const words = useWords(actWords).follow;
  const format = useFormat();
  const { data, error } = useServer({
    about: ["order"],
    path: `/api/v1/orders/${hash}/phones?limit=${mostShown}`,
    read: phonesAnswer,
  });
  const checked = useChecked(hash).data;
  if (error) return <ProblemNotice error={error} />;
  return (
    <>
      <ul className={styles.answers}>
        {data?.phones.map(({ device, outcome, code }) => {
          const found = checked?.get(device);
          const same = found && !found.error && found.proven && found.outcome === outcome;
          return (
            <li key={device}>
              <Link to="/phones/$device" params={{ device }}>
                <code>{shortId(device)}</code>
              </Link>
              {same ? (
                <span>
                  <Outcome outcome={outcome} code={code} />
                  <Seal by="phone" />
                </span>
              ) : (
                <ServerSays>
                  <Outcome outcome={outcome} code={code} />
                </ServerSays>
              )}
              {found?.error !== undefined && <Badge tone="danger">{words.contradicted}</Badge>}
            </li>
          );
        })}
      </ul>
      <p className={styles.note}>{words.signed}</p>
      {data?.next !== undefined && <p>{words.more(format.number(mostShown))}</p>}
    </>
  );
}

function FollowedOrder({
  order,
  onSent,
  onDismiss,
}: {
  order: SentOrder;
  onSent(order: SentOrder): void;
  onDismiss(): void;
}) {
  const words = useWords(actWords).follow;
  const titles = useWords(orderWords);
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const [again, setAgain] = useState<readonly string[]>();
  const { sent } = order;
  const review = sent.state === "kept" ? sent.signed.review : sent.review;
  const { hash } = review;
  const out = sent.state === "sent";
  const { data } = useServer({
    about: ["order"],
    path: `/api/v1/orders/${hash}?results=0&targets=false`,
    read: orderAnswer,
    enabled: out,
  });
  const failures = useServer({
    about: ["order"],
    path: `/api/v1/orders/${hash}/phones?outcome=${failed}&limit=10000`,
    read: phonesAnswer,
    enabled: out && failed.split(",").some((one) => (data?.outcomes[one] ?? 0) > 0),
  });
  const ids = signedAmong(review.targets, failures.data?.phones ?? []);
  return (
    <li className={styles.order}>
      <div className={styles.line}>
        <strong>{titleOf(review, titles, format)}</strong>
        {!out && <span>{words.waiting}</span>}
        {data && (
          <ServerSays>
            <span className={styles.line}>
              {Object.entries({ ...data.outcomes, silent: data.silent ?? 0 })
                .filter(([, phones]) => phones > 0)
                .map(([outcome, phones]) => (
                  <span key={outcome}>
                    <Outcome outcome={outcome} /> {format.number(phones)}
                  </span>
                ))}
            </span>
          </ServerSays>
        )}
        <span className={styles.spacer} />
        {ids.length > 0 && (
          <Button small kind="plain" onPress={() => setAgain(ids)}>
            {words.retry(format.number(ids.length))}
          </Button>
        )}
        {out && (
          <Button small kind="quiet" aria-expanded={open} onPress={() => setOpen(!open)}>
            {open ? words.hide : words.show}
          </Button>
        )}
        <Link to="/orders/$hash" params={{ hash }}>
          {words.open}
        </Link>
        <Button small kind="quiet" onPress={onDismiss}>
          {words.dismiss}
        </Button>
      </div>
      {open && <Answers hash={hash} />}
      {again && (
        <ActDialog
          act={order.act}
          filled={order.form}
          selection={{ mode: "some", phones: byIds(again) }}
          chosen={{ count: again.length, ios: 0, confirm: 0, gone: 0 }}
          onClose={() => setAgain(undefined)}
          onSent={onSent}
        />
      )}
    </li>
  );
}

/** The orders, newest first. */
export function Followed({ orders, onChange }: { orders: readonly SentOrder[]; onChange(orders: SentOrder[]): void }) {
  const words = useWords(actWords).follow;
  if (orders.length === 0) return null;
  const hashOf = ({ sent }: SentOrder): string => (sent.state === "kept" ? sent.signed.review.hash : sent.review.hash);
  return (
    <section aria-label={words.label}>
      <ul className={styles.follow}>
        {orders.map((order) => (
          <FollowedOrder
            key={hashOf(order)}
            order={order}
            onSent={(next) => onChange([next, ...orders])}
            onDismiss={() => onChange(orders.filter((one) => one !== order))}
          />
        ))}
      </ul>
    </section>
  );
}
