import { useState } from "react";
import { useLookAgain, useOrganisation } from "../organisation/context.tsx";
import { keepOrganisation, keptOrganisation } from "../organisation/store.ts";
import { Button } from "../parts/button.tsx";
import { Field } from "../parts/field.tsx";
import { Section } from "../parts/page.tsx";
import { useWords } from "../words/language.ts";
import styles from "./settings.module.css";
import { settingsWords } from "./words.ts";

/** What people are called on this browser. */
export function Names() {
  const words = useWords(settingsWords);
  const { genesis, names, trust } = useOrganisation();
  const again = useLookAgain();
  const [edited, setEdited] = useState<Record<string, string>>({});
  const [saved, setSaved] = useState(false);
  const save = async (): Promise<void> => {
    const kept = await keptOrganisation(genesis);
    if (!kept) return;
    const given = Object.entries(edited).map(([id, name]) => [id, name.trim()] as const);
    const next = { ...kept.names, ...Object.fromEntries(given) };
    for (const [id, name] of Object.entries(next)) if (name === "") delete next[id];
    await keepOrganisation({ ...kept, names: next });
    setSaved(true);
    await again();
  };
  return (
    <Section title={words.people}>
      <p className={styles.lead}>{words.peopleLead}</p>
      <form
        className={styles.names}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {trust.newest.body.people.map(({ id, roles }) => (
          <Field
            key={id}
            label={`${roles.map((role) => words.roleWords[role] ?? role).join(", ")} ${id.slice(0, 6)}`}
            maxLength={64}
            value={edited[id] ?? names[id] ?? ""}
            onChange={(name) => {
              setSaved(false);
              setEdited({ ...edited, [id]: name });
            }}
          />
        ))}
        <div className={styles.row}>
          <Button type="submit">{words.rename}</Button>
          <span role="status">{saved ? words.saved : ""}</span>
        </div>
      </form>
    </Section>
  );
}
