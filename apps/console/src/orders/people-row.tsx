import type { Review } from "@rempart/client";
import { holdsRole } from "@rempart/trust";
import { useOrganisation } from "../organisation/context.tsx";
import { nameOf } from "../organisation/names.ts";
import { Seal, ServerSays } from "../parts/source.tsx";
import { useMaybeSession } from "../session/context.tsx";
import { useFormat } from "../words/format.ts";
import { useWords } from "../words/language.ts";
import styles from "./people-row.module.css";
import { orderWords } from "./words.ts";

/** A person who will not sign, by the server's word. */
export interface SaidRefusal {
  person: string;
  code: string;
  at: number;
}

function initials(name: string): string {
  const parts = name.split(/\s+/).filter(Boolean);
  return parts
    .slice(0, 2)
    .map((part) => part[0]!.toUpperCase())
    .join("");
}

/** Who signed, checked here, and who is still missing: a row of people, those who are missing as empty places. */
export function PeopleRow({ review, refusals = [] }: { review: Review; refusals?: readonly SaidRefusal[] }) {
  const words = useWords(orderWords);
  const format = useFormat();
  const organisation = useOrganisation();
  const me = useMaybeSession()?.person;
  const need = review.row?.need;
  const called = (id: string): string => {
    const name = nameOf(organisation, id);
    return id === me ? `${name} (${words.you})` : name;
  };
  const counts = (person: Review["signers"][number]): boolean =>
    need === undefined || need.role === "root" || holdsRole(person, need.role);
  // More empty places than anybody would count are said in words alone.
  const places = Math.min(review.missing, 6);
  return (
    <ul className={styles.row}>
      {review.signers.map((person) => (
        <li key={person.id} className={`${styles.person} ${counts(person) ? styles.signed : styles.aside}`}>
          <span className={styles.disc} aria-hidden="true">
            {initials(nameOf(organisation, person.id))}
          </span>
          <span>
            {called(person.id)} <span className={styles.soft}>{words.signed}</span>
            <Seal />
          </span>
        </li>
      ))}
      {places > 0 && (
        <li className={styles.person}>
          {Array.from({ length: places }, (_, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: empty places are alike
            <span key={index} className={`${styles.disc} ${styles.empty}`} aria-hidden="true" />
          ))}
          {need && <span className={styles.missing}>{words.missing(review.missing, words.roles[need.role])}</span>}
        </li>
      )}
      {review.complete && (
        <li className={styles.person}>
          <span className={styles.complete}>{words.complete}</span>
        </li>
      )}
      {refusals.map(({ person, code, at }) => (
        <li key={person} className={`${styles.person} ${styles.refused}`} title={format.dateTime(at)}>
          <span className={styles.disc} aria-hidden="true">
            ×
          </span>
          <ServerSays>
            {words.refusedBy(called(person))}
            {Object.hasOwn(words.reasons, code) && ` · ${words.reasons[code as keyof typeof words.reasons]}`}
          </ServerSays>
        </li>
      ))}
    </ul>
  );
}
