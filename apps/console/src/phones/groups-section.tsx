import { Link } from "@tanstack/react-router";
import { Notice } from "../parts/notice.tsx";
import { Section } from "../parts/page.tsx";
import { Seal, ServerSays } from "../parts/source.tsx";
import { useWords } from "../words/language.ts";
import type { Assigned } from "./concerning.ts";
import styles from "./phone-view.module.css";
import { phoneWords } from "./phone-words.ts";
import { useGroups } from "./use-facts.ts";

/** The groups of a phone: by the order that was signed, where one proves them; else by the server's word. */
export function GroupsSection({ said, assigned }: { said: readonly string[]; assigned: Assigned | undefined }) {
  const words = useWords(phoneWords);
  const groups = useGroups();
  const shown = assigned?.taken ? assigned.groups : said;
  const differs = assigned !== undefined && [...assigned.groups].sort().join() !== [...said].sort().join();
  const link = assigned && (
    <>
      <Link to="/orders/$hash" params={{ hash: assigned.order }}>
        {words.order(assigned.order.slice(0, 8))}
      </Link>
      <Seal />
    </>
  );
  return (
    <Section title={words.groups}>
      {differs && assigned.taken && <Notice tone="warn">{words.groupsDiffer}</Notice>}
      {shown.length === 0 ? (
        <p className={styles.hint}>{words.groupsNone}</p>
      ) : (
        <ul className={styles.groups}>
          {shown.map((group) => (
            <li key={group}>
              <Link to="/phones" search={{ group }}>
                <ServerSays>{groups.nameOf(group)}</ServerSays>
              </Link>
            </li>
          ))}
        </ul>
      )}
      {(assigned?.taken || shown.length > 0) && (
        <p className={styles.hint}>
          {assigned?.taken ? (
            <>
              {words.groupsBy} {link}
            </>
          ) : (
            words.groupsTold
          )}
        </p>
      )}
      {assigned && !assigned.taken && (
        <p className={styles.hint}>
          {words.groupsSoon(
            assigned.groups.length === 0 ? words.groupsNoOther : assigned.groups.map(groups.nameOf).join(", "),
          )}{" "}
          {link}
        </p>
      )}
    </Section>
  );
}
