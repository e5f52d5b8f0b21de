import { useState } from "react";
import { useOrganisation } from "../organisation/context.tsx";
import { nameOf } from "../organisation/names.ts";
import { Checkbox } from "../parts/field.tsx";
import { ActionDialog } from "../signing/action-dialog.tsx";
import { useFormat } from "../words/format.ts";
import { useWords } from "../words/language.ts";
import styles from "./freeze.module.css";
import type { Freeze } from "./use-freezes.ts";
import { freezeWords } from "./words.ts";

/** Lifts freezes with a quorum: which of them, and whose further freezes are refused. */
export function UnfreezeDialog({ freezes, onClose }: { freezes: readonly Freeze[]; onClose(): void }) {
  const words = useWords(freezeWords);
  const format = useFormat();
  const organisation = useOrganisation();
  // As it was when the dialog opened: what is being signed must not change under the pen.
  const [listed] = useState(freezes);
  const [lifted, setLifted] = useState<ReadonlySet<string>>(new Set(listed.map(({ hash }) => hash)));
  const [muted, setMuted] = useState<ReadonlySet<string>>(new Set());
  const people = [...new Set(listed.flatMap(({ found }) => found?.by ?? []))].slice(0, 16);
  const toggled = (set: ReadonlySet<string>, one: string): Set<string> => {
    const next = new Set(set);
    if (!next.delete(one)) next.add(one);
    return next;
  };
  const name = (id: string): string => nameOf(organisation, id);
  return (
    <ActionDialog
      title={words.liftTitle}
      onClose={onClose}
      wish={() =>
        lifted.size === 0
          ? undefined
          : { action: "unfreeze", params: { freezes: [...lifted], mute: [...muted] }, aim: { all: true } }
      }
      reasons={["mistake", "exercise", "compromise", "other", "legal"]}
    >
      <fieldset className={styles.choices}>
        <legend>{words.liftWhich}</legend>
        {listed.map(({ hash, found }) => (
          <Checkbox key={hash} isSelected={lifted.has(hash)} onChange={() => setLifted(toggled(lifted, hash))}>
            {found ? words.liftFrom(format.list(found.by.map(name)), format.dateTime(found.at)) : words.unknown}{" "}
            <code>{hash.slice(0, 8)}</code>
          </Checkbox>
        ))}
      </fieldset>
      {people.length > 0 && (
        <fieldset className={styles.choices}>
          <legend>{words.mute}</legend>
          {people.map((id) => (
            <Checkbox key={id} isSelected={muted.has(id)} onChange={() => setMuted(toggled(muted, id))}>
              {name(id)}
            </Checkbox>
          ))}
          <p className={styles.hint}>{words.muteHint}</p>
        </fieldset>
      )}
    </ActionDialog>
  );
}
