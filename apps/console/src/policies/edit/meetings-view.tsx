import type { Text } from "@rempart/policy";
import { Badge, Notice } from "../../parts/notice.tsx";
import { Section } from "../../parts/page.tsx";
import { useLanguage, useWords } from "../../words/language.ts";
import styles from "./editor.module.css";
import type { Meetings } from "./meetings.ts";
import { editWords } from "./words.ts";

const tones = { "gives-way": "warn", wins: "ok", same: "quiet", together: "info" } as const;

/** Settings that other policies for the same phones want something of, and who gives way. `called`: a policy's name. */
export function MeetingsView({ meetings, called }: { meetings: Meetings; called(policy: string): string }) {
  const words = useWords(editWords);
  const language = useLanguage();
  const say = (text: Text): string => text[language];
  return (
    <Section title={words.meetings}>
      {meetings.conflicts.map((conflict) => (
        <Notice key={conflict.words.en} tone="danger" title={words.conflict}>
          <p>{say(conflict.words)}</p>
        </Notice>
      ))}
      {meetings.settings.length === 0 ? (
        <p className={styles.soft}>{words.meetingsNone}</p>
      ) : (
        <>
          <p className={styles.soft}>{words.meetingsHint}</p>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{words.setting}</th>
                <th scope="col">{words.mine}</th>
                <th scope="col">{words.others}</th>
                <th scope="col">{words.holds}</th>
              </tr>
            </thead>
            <tbody>
              {meetings.settings.map(({ key, name, mine, holds, outcome, others }) => (
                <tr key={key}>
                  <td>{say(name)}</td>
                  <td>
                    {say(mine)} <Badge tone={tones[outcome]}>{words.outcomes[outcome]}</Badge>
                  </td>
                  <td>
                    {others.map(({ policy, value }) => (
                      <div key={policy}>
                        {say(value)} <span className={styles.soft}>{called(policy)}</span>
                      </div>
                    ))}
                  </td>
                  <td>{say(holds)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </Section>
  );
}
