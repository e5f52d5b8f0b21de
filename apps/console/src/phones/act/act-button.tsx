import { useRef, useState } from "react";
import { Dialog as AriaDialog, DialogTrigger, Popover } from "react-aria-components";
import { Button } from "../../parts/button.tsx";
import { useWords } from "../../words/language.ts";
import type { Selection } from "../selection.ts";
import styles from "./act.module.css";
import { ActDialog, type SentOrder } from "./act-dialog.tsx";
import { ActionList } from "./action-list.tsx";
import type { Chosen, OrderAct } from "./actions.ts";
import { actWords } from "./words.ts";

/** A button that opens the list of actions, and the dialog of the one that is taken. */
export function ActButton({
  label,
  selection,
  chosen,
  onSent,
  kind = "primary",
}: {
  label: string;
  selection: Selection;
  chosen: Chosen;
  onSent?: ((order: SentOrder) => void) | undefined;
  kind?: "primary" | "plain";
}) {
  const words = useWords(actWords);
  const [open, setOpen] = useState(false);
  const [act, setAct] = useState<OrderAct>();
  const button = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    setAct(undefined);
    // The entry of the list that opened the dialog is gone: the focus goes back to the button of the list.
    setTimeout(() => button.current?.focus());
  };
  return (
    <>
      <DialogTrigger isOpen={open} onOpenChange={setOpen}>
        <Button small kind={kind} ref={button}>
          {label}
          <span className={styles.caret} aria-hidden="true" />
        </Button>
        <Popover className={styles.popover!} placement="top end">
          <AriaDialog className={styles.dialog!} aria-label={words.list}>
            <ActionList
              chosen={chosen}
              onAct={(next) => {
                setOpen(false);
                setAct(next);
              }}
            />
          </AriaDialog>
        </Popover>
      </DialogTrigger>
      {act !== undefined && (
        <ActDialog act={act} selection={selection} chosen={chosen} onClose={close} {...(onSent ? { onSent } : {})} />
      )}
    </>
  );
}
