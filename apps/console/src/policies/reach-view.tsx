// How far a policy has come, and what to do when it was halted.

import { holdsRole } from "@rempart/trust";
import { useQuery } from "@tanstack/react-query";
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

/** The offer of one signature more: the gatekeeper then bounds it no longer. `quiet`: nothing for who cannot. */
function Lift({ reach, onLift, quiet = false }: { reach: PolicyReach; onLift(): void; quiet?: boolean }) {
  const words = useWords(policiesWords);
  const organisation = useOrganisation();
  const { person } = useSession();
  const { review: judged } = reach.verified;
  const role = judged.row?.need.role;
  const me = organisation.trust.newest.body.people.find(({ id }) => id === person);
  if (judged.signers.some(({ id }) => id === person)) return quiet ? null : <p>{words.reach.liftOther}</p>;
  if (!me || role === undefined || role === "root" || !holdsRole(me, role))
    return quiet ? null : <p>{words.reach.liftRole}</p>;
  return (
    <>
      <p>{words.reach.liftTold(String(judged.signers.length))}</p>
      <div>
        <Button onPress={onLift}>{words.reach.lift}</Button>
      </div>
    </>
  );
}

/** The same document, read again and signed once more. It stays open when what it is about has changed by it. */
export function LiftDialog({ reach, onClose }: { reach: PolicyReach; onClose(): void }) {
  const words = useWords(policiesWords);
  const organisation = useOrganisation();
  // What was asked for, not what the server shows once it is signed.
  const [{ verified }] = useState(reach);
  const [busy, setBusy] = useState(false);
  const { data: review, error } = useQuery({
    queryKey: ["lift", verified.review.hash],
    queryFn: () => reviewAgain(verified, organisation),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  return (
    <Dialog title={words.reach.liftedBy} isOpen wide busy={busy} onClose={onClose}>
      {error && <ProblemNotice error={error} />}
      {review && <SignPanel review={review} isNew={false} state="released" verified={verified} onBusy={setBusy} />}
    </Dialog>
  );
}

/** What there is to know and to do while it is not with all of its phones. */
export function ReachNotice({ reach, onLift }: { reach: PolicyReach; onLift(): void }) {
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
          <Lift reach={reach} onLift={onLift} quiet />
        </Notice>
      );
    case "halted":
      return (
        <Notice tone="danger" title={words.reach.halted} live>
          <p>
            <ServerSays>{words.reach.haltedTold(format.number(failed), format.number(reported), n, all)}</ServerSays>
          </p>
          <p>{words.reach.todo}</p>
          <Lift reach={reach} onLift={onLift} />
        </Notice>
      );
    case "stalled":
      return (
        <Notice tone="warn" title={words.reach.stalled} live>
          <p>
            {words.reach.stalledTold(n, all)} <Seal />
          </p>
          <p>{words.reach.todo}</p>
          <Lift reach={reach} onLift={onLift} />
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
