import { type ReactNode, useLayoutEffect } from "react";
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { useWords } from "../words/language.ts";
import { Button } from "./button.tsx";
import styles from "./dialog.module.css";
import { partWords } from "./words.ts";

/** What had the focus before the first of the dialogs that followed one another. */
let opener: HTMLElement | undefined;

/**
 * The focus goes back to what opened the dialog, also when another dialog has taken its place in between: then what the
 * second one would go back to is gone with the first.
 */
function useOpener(isOpen: boolean): void {
  useLayoutEffect(() => {
    if (!isOpen) return;
    const before = document.activeElement;
    if (before instanceof HTMLElement && before !== document.body && !before.closest("[role=dialog]")) opener = before;
    return () => {
      setTimeout(() => {
        const isLost = document.activeElement === null || document.activeElement === document.body;
        if (isLost && opener?.isConnected && !document.querySelector("[role=dialog]")) opener.focus();
      }, 50);
    };
  }, [isOpen]);
}

/** A dialog over the page; on a phone it is the page. Escape closes it unless `busy`. */
export function Dialog({
  title,
  isOpen,
  onClose,
  children,
  wide = false,
  busy = false,
}: {
  title: ReactNode;
  isOpen: boolean;
  onClose(): void;
  children: ReactNode;
  wide?: boolean;
  busy?: boolean;
}) {
  const words = useWords(partWords);
  useOpener(isOpen);
  return (
    <ModalOverlay
      className={styles.overlay!}
      isOpen={isOpen}
      isDismissable={false}
      isKeyboardDismissDisabled={busy}
      onOpenChange={(open) => !open && onClose()}
    >
      <Modal className={`${styles.modal} ${wide ? styles.wide : ""}`}>
        <AriaDialog className={styles.dialog!}>
          <header className={styles.header}>
            <Heading slot="title" className={styles.title!}>
              {title}
            </Heading>
            <Button kind="quiet" small isDisabled={busy} onPress={onClose}>
              {words.close}
            </Button>
          </header>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

/** The row of buttons at the foot of a dialog or form. */
export function Actions({ children }: { children: ReactNode }) {
  return <div className={styles.actions}>{children}</div>;
}
