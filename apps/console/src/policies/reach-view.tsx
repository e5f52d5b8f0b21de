// How far a policy has come, and what to do when it was halted.

import type { Review } from "@rempart/client";
import { holdsRole } from "@rempart/trust";
import { useState } from "react";
import { useOrganisation } from "../organisation/context.tsx";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Badge, Notice, type Tone } from "../parts/notice.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { Seal, ServerSays } from "../parts/source.tsx";
import { useSession } from "../session/context.tsx";
import { SignPanel } from "../signing/sign-panel.tsx";
import { useFormat } from "../words/format.ts";
import { useWords } from "../words/language.ts";
import { reviewAgain } from "./history/verify.ts";
import styles from "./policies.module.css";
import type { ReachState } from "./reach.ts";
import type { PolicyReach } from "./use-reach.ts";
import { policiesWords } from "./words.ts";

const tones: Record<ReachState, Tone | "quiet"> = {
  everywhere: "ok",
  growing: "info",
  halted: "danger",
  stalled: "warn",
  frozen: "warn",
  braked: "info",
  unproven: "quiet",
};

/** The state in a word, and how many phones may have it. */
export function ReachMark({ reach }: { reach: PolicyReach["now"] }) {
  const words = useWords(policiesWords);
  const format = useFormat();
  const { state, reached, of } = reach;
  return (
    <span>
      <Badge tone={tones[state]}>{words.states[state]}</Badge>{" "}
      {state !== "everywhere" && state !== "unproven" && (
        <span className={styles.soft}>{words.reached(format.number(reached), format.number(of))}</span>
      )}
    </span>
  );
}

/** One signature more on the same document: the gatekeeper then bounds it no longer. `quiet`: nothing for who cannot. */
function Lift({ reach, quiet = false }: { reach: PolicyReach; quiet?: boolean }) {
  const words = useWords(policiesWords);
  const organisation = useOrganisation();
  const { person } = useSession();
  const [review, setReview] = useState<Review>();
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const { review: judged } = reach.verified;
  const role = judged.row?.need.role;
  const me = organisation.trust.newest.body.people.find(({ id }) => id === person);
  if (judged.signers.some(({ id }) => id === person)) return quiet ? null : <p>{words.reach.liftOther}</p>;
  if (!me || role === undefined || role === "root" || !holdsRole(me, role))
    return quiet ? null : <p>{words.reach.liftRole}</p>;
  const open = (): void => {
    setError(undefined);
    reviewAgain(reach.verified, organisation).then(setReview, setError);
  };
  return (
    <>
      <p>{words.reach.liftTold(String(judged.signers.length))}</p>
      <div>
        <Button onPress={open}>{words.reach.lift}</Button>
      </div>
      {error !== undefined && <ProblemNotice error={error} />}
      {review && (
        <Dialog title={words.reach.liftedBy} isOpen wide busy={busy} onClose={() => setReview(undefined)}>
          <SignPanel review={review} isNew={false} state="released" verified={reach.verified} onBusy={setBusy} />
        </Dialog>
      )}
    </>
  );
}

/** What there is to know and to do while it is not with all of its phones. */
export function ReachNotice({ reach }: { reach: PolicyReach }) {
  const words = useWords(policiesWords);
  const format = useFormat();
  const { state, reached, of, failed, reported, until } = reach.now;
  const count = (n: number): string => format.count(n, words.phone, words.phones);
  const [n, all] = [format.number(reached), count(of)];
  switch (state) {
    case "everywhere":
      return null;
    case "growing":
      return (
        <Notice>
          <p>{words.reach.growing(n, all, until === undefined ? "" : format.dateTime(until))}</p>
          <Lift reach={reach} quiet />
        </Notice>
      );
    case "halted":
      return (
        <Notice tone="danger" title={words.reach.halted} live>
          <p>
            <ServerSays>{words.reach.haltedTold(format.number(failed), format.number(reported), n, all)}</ServerSays>
          </p>
          <p>{words.reach.todo}</p>
          <Lift reach={reach} />
        </Notice>
      );
    case "stalled":
      return (
        <Notice tone="warn" title={words.reach.stalled} live>
          <p>
            {words.reach.stalledTold(n, all)} <Seal />
          </p>
          <p>{words.reach.todo}</p>
          <Lift reach={reach} />
        </Notice>
      );
    case "frozen":
      return (
        <Notice tone="warn" title={words.reach.frozen}>
          <p>{words.reach.frozenTold}</p>
        </Notice>
      );
    case "braked":
      return (
        <Notice>
          <p>{words.reach.braked(n, all)}</p>
        </Notice>
      );
    case "unproven":
      return (
        <Notice tone="warn" title={words.reach.unproven}>
          <p>{words.reach.unprovenTold}</p>
        </Notice>
      );
  }
}
