// Who froze and since when, and the way to lift it. Apart from the banner, which stands before any of this is loaded.

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

/** What stands in the banner beside its title. */
export default function FreezeDetails() {
  const words = useWords(freezeWords);
  const freezes = useFreezes();
  const { roles } = useSession();
  const [lifting, setLifting] = useState(false);
  const [first] = freezes;
  const maySign = roles.includes("approver") || roles.includes("operator");
  return (
    <>
      <div className={styles.told}>
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
    </>
  );
}
