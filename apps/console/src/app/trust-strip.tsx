// A thin strip that is always there: whose organisation this is, on what it stands, whether anything is wrong. It changes
// colour only when something is.

import { type Charter, matchRow } from "@rempart/trust";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useWaitingCount } from "../approvals/waiting.ts";
import { useOrganisation, useStanding } from "../organisation/context.tsx";
import { Age } from "../parts/age.tsx";
import { shortFingerprint } from "../parts/fingerprint.tsx";
import { Seal } from "../parts/source.tsx";
import { useFormat } from "../words/format.ts";
import { useWords } from "../words/language.ts";
import styles from "./trust-strip.module.css";
import { appWords } from "./words.ts";

/** Whether one person's key is enough to erase a phone: what a founder alone has to live with. */
function wipesAlone(charter: Charter): boolean {
  return matchRow(charter.body.rules, "wipe", 1, false)?.need.count === 1;
}

/** The trust strip. */
export function TrustStrip({ menu }: { menu: ReactNode }) {
  const all = useWords(appWords);
  const words = all.strip;
  const waiting = useWaitingCount();
  const format = useFormat();
  const { genesis, name, demonstration, head, frozen, status, trust } = useOrganisation();
  const { isError } = useStanding();
  const { layout, witnesses } = status;
  const oneHost = layout !== undefined && layout.kind !== "two-hosts";
  const lost = layout?.lost ?? [];
  const needed = trust.newest.body.k;
  const alone = wipesAlone(trust.newest);
  const place = location.hostname === "localhost" ? words.trial : oneHost ? words.oneHost : words.twoHosts;
  return (
    <section className={`${styles.strip} ${frozen || isError ? styles.wrong : ""}`} aria-label={words.label}>
      {menu}
      <strong className={styles.name}>{name}</strong>
      <Link to="/charter" className={styles.words} title={words.fingerprint}>
        <span lang="en">{shortFingerprint(genesis)}</span>
        <Seal />
      </Link>
      {demonstration && <span className={styles.mark}>{words.demonstration}</span>}
      <Link to="/settings" className={styles.part} title={layout?.words.join(" ") ?? ""}>
        {place}
        {lost.length > 0 && <span className={styles.wide}> · {words.lost(lost.join(" "))}</span>}
      </Link>
      <span className={styles.part}>
        {words.entries(format.number(head.size))} ·{" "}
        {needed > 0 || (witnesses?.needed ?? 0) > 0 ? words.witnessed : words.noWitness} · <Age at={head.time} />
      </span>
      {alone && <span className={styles.mark}>{words.alone}</span>}
      {isError && (
        <span className={styles.alarm} role="alert">
          {words.stale} <Age at={head.time} />
        </span>
      )}
      <span className={styles.end}>
        {waiting !== undefined && waiting > 0 && (
          <Link to="/approvals" className={styles.waiting}>
            {all.waiting(waiting)}
          </Link>
        )}
        <span className={frozen ? styles.alarm : undefined}>{frozen ? words.frozen : words.notFrozen}</span>
      </span>
    </section>
  );
}
