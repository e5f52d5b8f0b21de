import { holdsRole, matchRow } from "@rempart/trust";
import { lazy, Suspense, useEffect, useState } from "react";
import { useOrganisation } from "../organisation/context.tsx";
import { Button } from "../parts/button.tsx";
import { useSession } from "../session/context.tsx";
import { useWords } from "../words/language.ts";
import styles from "./freeze.module.css";
import { freezeWords } from "./words.ts";

const loadDialog = () => import("./freeze-dialog.tsx");
const FreezeDialog = lazy(loadDialog);
/** The dialog is fetched when the first screen stands, so that it is there when it must be. */
const loadAfterMs = 2_000;

/** Whether the charter in force lets this person freeze. */
function useMayFreeze(): boolean {
  const { trust, frozen } = useOrganisation();
  const { person } = useSession();
  const row = matchRow(trust.newest.body.rules, "freeze", undefined, frozen);
  const me = trust.newest.body.people.find(({ id }) => id === person);
  return me !== undefined && row !== undefined && row.need.role !== "root" && holdsRole(me, row.need.role);
}

/** Freezes from anywhere, in two gestures: this button or Alt+Shift+F, then one press in the dialog. */
export function FreezeButton() {
  const words = useWords(freezeWords);
  const may = useMayFreeze();
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => void loadDialog().catch(() => undefined), loadAfterMs);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    if (!may) return;
    const onKey = (event: KeyboardEvent): void => {
      // By the place of the key: with Alt held, some layouts make another letter of it.
      if (!event.altKey || !event.shiftKey || event.ctrlKey || event.metaKey || event.code !== "KeyF") return;
      event.preventDefault();
      setOpen(true);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [may]);
  if (!may) return null;
  return (
    <div className={styles.button} title={words.shortcut}>
      <Button kind="danger" aria-keyshortcuts="Alt+Shift+F" onPress={() => setOpen(true)}>
        {words.button}
      </Button>
      {open && (
        <Suspense fallback={null}>
          <FreezeDialog onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </div>
  );
}
