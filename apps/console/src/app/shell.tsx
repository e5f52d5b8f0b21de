import { Link, Outlet } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useWaitingCount } from "../approvals/waiting.ts";
import { FreezeButton } from "../freeze/freeze-button.tsx";
import { FrozenBanner } from "../freeze/frozen-banner.tsx";
import { useLiveChanges } from "../live/changes.ts";
import { useOrganisation } from "../organisation/context.tsx";
import { nameOf } from "../organisation/names.ts";
import { Button } from "../parts/button.tsx";
import { Loading } from "../parts/loading.tsx";
import { useSession } from "../session/context.tsx";
import { useWords } from "../words/language.ts";
import styles from "./shell.module.css";
import { TrustStrip } from "./trust-strip.tsx";
import { appWords } from "./words.ts";

const ActAs = lazy(() => import("../demonstration/act-as.tsx"));

const main = [
  ["overview", "/"],
  ["phones", "/phones"],
  ["approvals", "/approvals"],
  ["policies", "/policies"],
] as const;
const more = [
  ["people", "/people"],
  ["fences", "/places"],
  ["apps", "/apps"],
  ["updates", "/updates"],
  ["enrolment", "/enrolment"],
  ["charter", "/charter"],
  ["log", "/log"],
  ["incident", "/incident"],
] as const;

function Navigation({ onGo }: { onGo(): void }) {
  const words = useWords(appWords);
  const organisation = useOrganisation();
  const { person } = useSession();
  const waiting = useWaitingCount();
  const item = ([name, to]: readonly [keyof typeof words.places, string]) => (
    <li key={name}>
      <Link to={to} activeOptions={{ exact: to === "/" }} className={styles.item!} onClick={onGo}>
        <span>{words.places[name]}</span>
        {name === "approvals" && waiting !== undefined && waiting > 0 && (
          <span className={styles.count}>
            <span aria-hidden="true">{waiting}</span>
            <span className="visually-hidden">{words.waiting(waiting)}</span>
          </span>
        )}
      </Link>
    </li>
  );
  return (
    <nav aria-label={words.navigation} className={styles.nav}>
      <ul>{main.map(item)}</ul>
      <ul>{more.map(item)}</ul>
      <ul>{item(["settings", "/settings"])}</ul>
      <div className={styles.foot}>
        <p className={styles.who}>{nameOf(organisation, person)}</p>
        {organisation.demonstration && (
          <Suspense>
            <ActAs />
          </Suspense>
        )}
        <FreezeButton />
      </div>
    </nav>
  );
}

/** Everything around a screen: trust strip, freeze banner, navigation. */
export function Shell() {
  const words = useWords(appWords);
  const [open, setOpen] = useState(false);
  useLiveChanges();
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#content">
        {words.skip}
      </a>
      <TrustStrip
        menu={
          <span className={styles.menu}>
            <Button kind="quiet" small aria-expanded={open} onPress={() => setOpen(!open)}>
              {words.menu}
            </Button>
          </span>
        }
      />
      <FrozenBanner />
      <div className={styles.body}>
        <div className={`${styles.side} ${open ? styles.open : ""}`}>
          <Navigation onGo={() => setOpen(false)} />
        </div>
        <main id="content" tabIndex={-1} className={styles.main}>
          <Suspense fallback={<Loading />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
    </div>
  );
}
