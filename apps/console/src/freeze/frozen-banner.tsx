// The banner that cannot be missed. It stands as long as the signed head says frozen; nothing that the server says adds or
// removes it.

import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { drafts } from "../orders/server.ts";
import { orderWords } from "../orders/words.ts";
import { useOrganisation } from "../organisation/context.tsx";
import { nameOf } from "../organisation/names.ts";
import { Button } from "../parts/button.tsx";
import { useServer } from "../remote/use-server.ts";
import { useSession } from "../session/context.tsx";
import { useFormat } from "../words/format.ts";
import { useWords } from "../words/language.ts";
import styles from "./freeze.module.css";
import { UnfreezeDialog } from "./unfreeze-dialog.tsx";
import { type Freeze, useFreezes } from "./use-freezes.ts";
import { freezeWords } from "./words.ts";

function Waiting() {
  const words = useWords(freezeWords);
  const { data } = useServer({
    about: ["draft", "freeze"],
    path: "/api/v1/drafts?state=waiting&limit=100",
    read: drafts,
  });
  const waiting = data?.drafts.find(({ action }) => action === "unfreeze");
  if (!waiting) return null;
  return (
    <Link to="/approvals" search={{ order: waiting.hash, is: "draft" }} className={styles.link}>
      {words.waiting}
    </Link>
  );
}

function Who({ freeze }: { freeze: Freeze }) {
  const words = useWords(freezeWords);
  const order = useWords(orderWords);
  const format = useFormat();
  const organisation = useOrganisation();
  const { found } = freeze;
  if (!found) return <span>{words.unknown}</span>;
  const { reason } = found;
  const why =
    reason !== undefined && Object.hasOwn(order.reasons, reason) ? order.reasons[reason as "lost"] : undefined;
  return (
    <span>
      {words.by(format.list(found.by.map((id) => nameOf(organisation, id))))}, {words.since(format.dateTime(found.at))}
      {why !== undefined && ` · ${why}`}
    </span>
  );
}

/** The banner over every screen while the organisation is frozen. */
export function FrozenBanner() {
  const { frozen } = useOrganisation();
  return frozen ? <Banner /> : null;
}

function Banner() {
  const words = useWords(freezeWords);
  const freezes = useFreezes();
  const { roles } = useSession();
  const [lifting, setLifting] = useState(false);
  const [first] = freezes;
  const maySign = roles.includes("approver") || roles.includes("operator");
  return (
    <section className={styles.banner} role="alert" aria-label={words.label}>
      <div className={styles.told}>
        <strong className={styles.title}>{words.frozen}</strong>
        {first && <Who freeze={first} />}
        {freezes.length > 1 && <span>{words.more(freezes.length - 1)}</span>}
        <span className={styles.hintInk}>{words.frozenTold}</span>
      </div>
      <div className={styles.actions}>
        <Waiting />
        {first && (
          <Link to="/orders/$hash" params={{ hash: first.hash }} className={styles.link}>
            {words.document}
          </Link>
        )}
        {maySign && (
          <Button small onPress={() => setLifting(true)}>
            {words.lift}
          </Button>
        )}
      </div>
      {lifting && <UnfreezeDialog freezes={freezes} onClose={() => setLifting(false)} />}
    </section>
  );
}
