import { Badge } from "../../parts/notice.tsx";
import { ServerSays } from "../../parts/source.tsx";
import { useFormat } from "../../words/format.ts";
import { useLanguage, useWords } from "../../words/language.ts";
import styles from "./editor.module.css";
import type { gradesOf, SupportLine } from "./support.ts";
import { editWords } from "./words.ts";

const tones = { enforced: "ok", approximated: "warn", "not-possible": "danger" } as const;

/** "Android yes, iOS in part": what the platforms make of a rule, in a few letters. */
export function Grades({ grades }: { grades: ReturnType<typeof gradesOf> }) {
  const words = useWords(editWords);
  const entries = Object.entries(grades) as ["android" | "ios", "all" | "part" | "none"][];
  if (entries.length === 0) return null;
  return (
    <span className={styles.grades}>
      {entries.map(([platform, grade]) => (
        <span key={platform} title={words.gradeHint[grade]}>
          {words.platforms[platform]}{" "}
          <span className={grade === "all" ? undefined : grade === "part" ? styles.part : styles.none}>
            {words.grades[grade]}
          </span>
        </span>
      ))}
    </span>
  );
}

function Line({ line, single }: { line: SupportLine; single: boolean }) {
  const words = useWords(editWords);
  const language = useLanguage();
  const format = useFormat();
  const { platform, versions, phones, verdict, why, about, when } = line;
  const shown = versions.length > 4 ? `${versions[0]}–${versions.at(-1)}` : versions.join(", ");
  return (
    <li className={styles.supportLine}>
      <span>
        <Badge tone={tones[verdict]}>{words.verdicts[verdict]}</Badge>
      </span>
      <span>
        {words.versions(words.platforms[platform], shown)}
        {" · "}
        {phones === 0 ? (
          words.noneOfThem
        ) : (
          <ServerSays>
            {format.count(
              phones,
              language === "fr" ? "téléphone" : "phone",
              language === "fr" ? "téléphones" : "phones",
            )}
          </ServerSays>
        )}
        {(!single || when) && ` · ${about[language]}`}
        {why && <span className={styles.soft}> — {why[language]}</span>}
      </span>
    </li>
  );
}

/** What each version that runs makes of a complete rule. */
export function SupportView({ lines }: { lines: readonly SupportLine[] }) {
  const words = useWords(editWords);
  if (lines.length === 0) return null;
  const single = new Set(lines.filter(({ when }) => !when).map(({ about }) => about.en)).size <= 1;
  return (
    <section className={styles.support} aria-label={words.support}>
      <h4>{words.support}</h4>
      <ul>
        {lines.map((line) => (
          <Line
            key={[line.platform, line.about.en, line.verdict, line.why?.en, line.when].join(" ")}
            line={line}
            single={single}
          />
        ))}
      </ul>
    </section>
  );
}
