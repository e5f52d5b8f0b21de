import { useEffect, useState } from "react";
import type { Organisation } from "../organisation/follow.ts";
import { nameOf } from "../organisation/names.ts";
import { keptNote } from "../organisation/store.ts";
import { Button } from "../parts/button.tsx";
import { Notice } from "../parts/notice.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { asker } from "../remote/http.ts";
import { useConfig } from "../remote/use-config.tsx";
import { holdDirectoryKey } from "../sealed/directory-key.ts";
import styles from "../session/session.module.css";
import { signIn } from "../session/sign-in.ts";
import { sessionWords } from "../session/words.ts";
import { useWords } from "../words/language.ts";
import { demonstrationSigner, directoryNote, holdsDemonstrationKey } from "./keys.ts";
import { demonstrationWords } from "./words.ts";

/** Opens a demonstration's sealed texts: its directory key lies in this browser. */
async function unlock(genesis: string): Promise<void> {
  const key = await keptNote<Uint8Array>(directoryNote(genesis));
  if (key) holdDirectoryKey({ genesis, key });
}

/** Buttons to act as each person of a demonstration. */
export function DemonstrationPeople({
  organisation,
  except,
  onActed,
}: {
  organisation: Organisation;
  except?: string;
  onActed?: () => void;
}) {
  const words = useWords(sessionWords);
  const demonstration = useWords(demonstrationWords);
  const { server } = useConfig();
  const [error, setError] = useState<unknown>();
  const [here, setHere] = useState(true);
  const charter = organisation.trust.newest;
  const { people } = charter.body;
  useEffect(() => {
    void holdsDemonstrationKey(charter.genesis, people[0]!.id).then(setHere);
  }, [charter.genesis, people]);
  const go = async (person: string): Promise<void> => {
    setError(undefined);
    try {
      await signIn(asker(server), charter, await demonstrationSigner(charter.genesis, person), "demonstration");
      await unlock(charter.genesis);
      onActed?.();
    } catch (thrown) {
      setError(thrown);
    }
  };
  if (!here) return <Notice tone="warn">{demonstration.notHere}</Notice>;
  return (
    <div className={styles.people}>
      {error !== undefined && <ProblemNotice error={error} />}
      {people
        .filter(({ id }) => id !== except)
        .map(({ id }) => (
          <Button key={id} onPress={() => go(id)}>
            {words.as(nameOf(organisation, id))}
          </Button>
        ))}
    </div>
  );
}
