import type { RuleKind } from "@rempart/policy";
import { memo, useDeferredValue, useId, useMemo, useState } from "react";
import { Button } from "react-aria-components";
import { Field } from "../../parts/field.tsx";
import { useLanguage, useWords } from "../../words/language.ts";
import { searchKinds } from "./catalogue.ts";
import styles from "./editor.module.css";
import { gradesOfKind, type IosEnrolment, type Running } from "./support.ts";
import { Grades } from "./support-view.tsx";
import { useLatest } from "./use-latest.ts";
import { editWords } from "./words.ts";

const none = {};

/** One kind. The button is its name; all of the row presses it. */
const Entry = memo(function Entry({
  kind,
  row,
  isUsed,
  grades,
  onAdd,
}: {
  kind: string;
  row: RuleKind;
  isUsed: boolean;
  grades: ReturnType<typeof gradesOfKind>;
  onAdd(kind: string): void;
}) {
  const words = useWords(editWords);
  const language = useLanguage();
  const help = useId();
  return (
    <div className={styles.kind}>
      <span className={styles.kindName}>
        <span>
          <Button
            className={`${styles.kindButton} ${row.destructive ? styles.danger : ""}`}
            aria-describedby={help}
            onPress={() => onAdd(kind)}
          >
            <span className="visually-hidden">{words.addEntry} </span>
            {row.name[language]}
          </Button>
          {isUsed && <span className={styles.soft}> · {words.inPolicy}</span>}
        </span>
        <Grades grades={grades} />
      </span>
      <span id={help} className={styles.kindHelp}>
        {row.help[language]}
      </span>
    </div>
  );
});

/** The list of kinds, searched as one types; each says what the platforms can do of it. */
export function Catalogue({
  used,
  running,
  ios,
  onAdd,
}: {
  used: ReadonlySet<string>;
  running: readonly Running[];
  ios: IosEnrolment;
  onAdd(kind: string): void;
}) {
  const words = useWords(editWords);
  const language = useLanguage();
  const add = useLatest(onAdd);
  const [typed, setTyped] = useState("");
  const text = useDeferredValue(typed);
  const found = useMemo(() => searchKinds(text, language, words.chapters), [text, language, words]);
  const grades = useMemo(
    () =>
      new Map(
        searchKinds("", "en", words.chapters).flatMap(({ kinds }) =>
          kinds.map(([kind]) => [kind, gradesOfKind(kind, running, ios)] as const),
        ),
      ),
    [running, ios, words],
  );
  return (
    <section className={styles.side} aria-label={words.add}>
      <div className={styles.sideHead}>
        <h2>{words.add}</h2>
        <Field
          label={words.search}
          type="search"
          placeholder={words.searchHint}
          autoComplete="off"
          value={typed}
          onChange={setTyped}
        />
      </div>
      <div className={styles.catalogue}>
        {found.length === 0 && <p role="status">{words.nothingFound}</p>}
        {found.map(({ chapter, kinds }) => (
          <section key={chapter} aria-label={words.chapters[chapter]}>
            <h3 className={styles.chapter}>{words.chapters[chapter]}</h3>
            {kinds.map(([kind, row]) => (
              <Entry
                key={kind}
                kind={kind}
                row={row}
                isUsed={used.has(kind)}
                grades={grades.get(kind) ?? none}
                onAdd={add}
              />
            ))}
          </section>
        ))}
      </div>
    </section>
  );
}
