import { Dialog } from "../parts/dialog.tsx";
import { useWords } from "../words/language.ts";
import styles from "./approvals.module.css";
import { approvalWords } from "./words.ts";

/** Every key that the inbox listens to while the focus is in it, and the one that freezes from anywhere. */
export function ShortcutsDialog({ onClose }: { onClose(): void }) {
  const words = useWords(approvalWords);
  const { keys } = words;
  const rows: [string[], string][] = [
    [["j", "↓"], keys.next],
    [["k", "↑"], keys.previous],
    [[words.keyNames.enter], keys.open],
    [["Esc"], keys.close],
    [[words.keyNames.freeze], keys.freeze],
    [["?"], keys.help],
  ];
  return (
    <Dialog title={words.shortcutsTitle} isOpen onClose={onClose}>
      <dl className={styles.keys}>
        {rows.map(([names, what]) => (
          <div key={what}>
            <dt>
              {names.map((name, index) => (
                <span key={name}>
                  {index > 0 && ` ${words.and} `}
                  <kbd>{name}</kbd>
                </span>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
