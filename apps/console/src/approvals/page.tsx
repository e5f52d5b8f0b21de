import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { type KeyboardEvent, useRef, useState } from "react";
import { appWords } from "../app/words.ts";
import { useDocument } from "../orders/use-document.ts";
import { orderWords } from "../orders/words.ts";
import { Button } from "../parts/button.tsx";
import { Inspector } from "../parts/inspector.tsx";
import { Page } from "../parts/page.tsx";
import { useWords } from "../words/language.ts";
import { AllOrders } from "./all-orders.tsx";
import styles from "./approvals.module.css";
import { FoundView } from "./found-view.tsx";
import { Inbox } from "./inbox.tsx";
import { ShortcutsDialog } from "./shortcuts.tsx";
import { approvalWords } from "./words.ts";

/** The document beside the list. */
function Beside({ hash, isDraft, onClose }: { hash: string; isDraft: boolean; onClose(): void }) {
  const words = useWords(approvalWords);
  const order = useWords(orderWords);
  const found = useDocument(hash, isDraft ? "draft" : "order");
  return (
    <Inspector title={found.order ? order.page : order.pageDraft} onClose={onClose}>
      <FoundView key={hash} found={found} />
      <p>
        <Link to="/orders/$hash" params={{ hash }} search={isDraft ? { is: "draft" } : {}}>
          {words.openPage}
        </Link>
      </p>
    </Inspector>
  );
}

/** Moves the focus by one row; the browser itself opens a row on Enter. */
function step(list: HTMLElement, by: 1 | -1): void {
  const rows = [...list.querySelectorAll<HTMLElement>("[data-row]")];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  const next = at < 0 ? (by === 1 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + by));
  rows[next]?.focus();
}

/** The router marks a link by its path alone otherwise, and both views have the same. */
const exactly = { exact: true, includeSearch: true } as const;

/** The screen Approvals: the inbox, or all orders, and beside it the document that the address names. */
export default function Approvals() {
  const words = useWords(approvalWords);
  const app = useWords(appWords);
  const navigate = useNavigate();
  const search = useSearch({ from: "/approvals" }) as Record<string, string>;
  const { order: selected = "", is, ...rest } = search;
  const all = search.show === "all";
  const [help, setHelp] = useState(false);
  const list = useRef<HTMLDivElement>(null);
  const close = (): void => {
    void navigate({ to: "/approvals", search: rest });
    list.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(selected)}"]`)?.focus();
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey || !list.current) return;
    const { key } = event;
    if (key === "j" || key === "ArrowDown") step(list.current, 1);
    else if (key === "k" || key === "ArrowUp") step(list.current, -1);
    else if (key === "?") setHelp(true);
    else if (key === "Escape" && selected !== "") close();
    else return;
    event.preventDefault();
  };
  return (
    <Page
      title={app.places.approvals}
      actions={
        <>
          <nav aria-label={words.view} className={styles.views}>
            <Link to="/approvals" search={{}} activeOptions={exactly} aria-current={all ? undefined : "page"}>
              {words.views.inbox}
            </Link>
            <Link
              to="/approvals"
              search={{ show: "all" }}
              activeOptions={exactly}
              aria-current={all ? "page" : undefined}
            >
              {words.views.all}
            </Link>
          </nav>
          <Button small kind="quiet" onPress={() => setHelp(true)}>
            {words.shortcuts}
          </Button>
        </>
      }
      inspector={
        selected === "" ? undefined : <Beside key={selected} hash={selected} isDraft={is === "draft"} onClose={close} />
      }
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys move between the links in it, each of which works alone */}
      <div ref={list} className={styles.list} onKeyDown={onKey}>
        {all ? <AllOrders search={rest} selected={selected} /> : <Inbox selected={selected} />}
      </div>
      {help && <ShortcutsDialog onClose={() => setHelp(false)} />}
    </Page>
  );
}
