// What became of a signature, said aloud.

import { draftJson } from "@rempart/client";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useEffect, useRef } from "react";
import { orderWords } from "../orders/words.ts";
import { Button } from "../parts/button.tsx";
import { Notice } from "../parts/notice.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { useWords } from "../words/language.ts";
import { saveJson } from "./save.ts";
import type { Sent, Signed } from "./send.ts";
import { signingWords } from "./words.ts";

interface SentProps {
  sent: Sent;
  onDeliver(signed: Signed): void;
}

/** What happened after signing, in a live region, with the next step. */
export function SentNotice(props: SentProps) {
  const place = useRef<HTMLDivElement>(null);
  // The button that signed is gone, and the focus with it: keys, Escape among them, would go nowhere.
  useEffect(() => place.current?.focus(), []);
  return (
    <div ref={place} tabIndex={-1}>
      <Told {...props} />
    </div>
  );
}

function Told({ sent, onDeliver }: SentProps) {
  const words = useWords(signingWords);
  const order = useWords(orderWords);
  if (sent.state === "kept") {
    const { review } = sent.signed;
    return (
      <>
        <Notice tone="warn" title={words.kept} live>
          <p>{words.keptTold}</p>
          <div>
            <Button small kind="primary" onPress={() => onDeliver(sent.signed)}>
              {words.sendAgain}
            </Button>{" "}
            <Button
              small
              onPress={() =>
                saveJson(`${review.hash.slice(0, 16)}.json`, draftJson(review.document.envelope, review.targets ?? []))
              }
            >
              {words.save}
            </Button>
          </div>
        </Notice>
        <ProblemNotice error={sent.error} />
      </>
    );
  }
  const { review } = sent;
  const link: ReactNode = (
    <p>
      <Link to="/orders/$hash" params={{ hash: review.hash }} search={sent.state === "waiting" ? { is: "draft" } : {}}>
        {words.openOrder}
      </Link>
    </p>
  );
  if (sent.state === "waiting") {
    const role = review.row?.need.role;
    const missing = role === undefined ? "" : order.missing(review.missing, order.roles[role]);
    return (
      <Notice tone="info" title={review.signers.length > 0 ? words.waiting : words.left} live>
        {missing !== "" && <p>{words.waitingTold(missing)}</p>}
        {link}
      </Notice>
    );
  }
  if (sent.submitted?.state === "held")
    return (
      <Notice tone="warn" title={words.held} live>
        <p>{words.heldTold}</p>
        {link}
      </Notice>
    );
  const isFreeze = review.kind === "order" && review.document.body.action === "freeze";
  return (
    <Notice
      tone="ok"
      title={sent.submitted === undefined ? words.first : sent.proved ? words.released : words.unproved}
      live
    >
      <p>{!sent.proved ? words.unprovedTold : isFreeze ? words.freezeTold : words.releasedTold}</p>
      {link}
    </Notice>
  );
}
