// The banner that cannot be missed. It stands as long as the signed head says frozen; nothing that the server says adds or
// removes it.

import { lazy, Suspense } from "react";
import { useOrganisation } from "../organisation/context.tsx";
import { useWords } from "../words/language.ts";
import styles from "./freeze.module.css";
import { freezeWords } from "./words.ts";

const FreezeDetails = lazy(() => import("./freeze-details.tsx"));

/** The banner over every screen while the organisation is frozen. */
export function FrozenBanner() {
  const words = useWords(freezeWords);
  const { frozen } = useOrganisation();
  if (!frozen) return null;
  return (
    <section className={styles.banner} role="alert" aria-label={words.label}>
      <strong className={styles.title}>{words.frozen}</strong>
      <Suspense fallback={<span className={styles.hintInk}>{words.frozenTold}</span>}>
        <FreezeDetails />
      </Suspense>
    </section>
  );
}
