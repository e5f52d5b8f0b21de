// Everything that can be done with the chosen phones; what cannot be done stays in the list and says why.

import { Link } from "@tanstack/react-router";
import { Button as AriaButton } from "react-aria-components";
import { useOrganisation } from "../../organisation/context.tsx";
import { useSession } from "../../session/context.tsx";
import { useFormat } from "../../words/format.ts";
import { useWords } from "../../words/language.ts";
import styles from "./act.module.css";
import { type Act, able, acts, type Chosen, isOrderAct, type OrderAct, offers, type WhyNot } from "./actions.ts";
import { type ActWords, actWords } from "./words.ts";

const elsewhere: Partial<Record<Act, "/updates" | "/apps">> = { "os-update": "/updates", apps: "/apps" };

/** Why something cannot be done, as a sentence. */
export function whyWords(why: WhyNot, words: ActWords, number: (value: number) => string): string {
  return why.code === "max" ? words.why.max(number(why.max)) : words.why[why.code];
}

/** Under which rules and freeze, and as whom, things are done here. */
export function useStandpoint() {
  const { trust, frozen } = useOrganisation();
  const { roles } = useSession();
  return { rules: trust.newest.body.rules, frozen, roles };
}

/** The list. */
export function ActionList({ chosen, onAct }: { chosen: Chosen; onAct(act: OrderAct): void }) {
  const words = useWords(actWords);
  const format = useFormat();
  const standpoint = useStandpoint();
  return (
    <ul className={styles.acts}>
      {acts.map((act) => {
        const { why } = able(act, chosen, standpoint);
        const destructive = isOrderAct(act) && offers[act].destructive === true;
        const link = elsewhere[act];
        return (
          <li key={act}>
            {why === undefined && isOrderAct(act) ? (
              <AriaButton
                className={`${styles.act} ${destructive ? styles.destructive : ""}`}
                onPress={() => onAct(act)}
              >
                <span className={styles.name}>{words.names[act]}</span>
                <span className={styles.does}>{words.does[act]}</span>
              </AriaButton>
            ) : (
              <div className={styles.cannot}>
                <span className={styles.name}>{words.names[act]}</span>
                <span className={styles.does}>
                  {link ? (
                    <Link to={link}>{words.why[act as "apps"]}</Link>
                  ) : (
                    why && whyWords(why, words, format.number)
                  )}
                </span>
              </div>
            )}
          </li>
        );
      })}
    </ul>
  );
}
