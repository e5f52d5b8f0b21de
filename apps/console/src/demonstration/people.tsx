import { useState } from "react";
import type { Organisation } from "../organisation/follow.ts";
import { nameOf } from "../organisation/names.ts";
import { Button } from "../parts/button.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { asker } from "../remote/http.ts";
import { useConfig } from "../remote/use-config.tsx";
import { signIn } from "../session/sign-in.ts";
import { sessionWords } from "../session/words.ts";
import { useWords } from "../words/language.ts";
import { demonstrationSigner } from "./keys.ts";

/** Buttons to act as each person of a demonstration. */
export function DemonstrationPeople({ organisation, except }: { organisation: Organisation; except?: string }) {
  const words = useWords(sessionWords);
  const { server } = useConfig();
  const [error, setError] = useState<unknown>();
  const charter = organisation.trust.newest;
  const go = async (person: string): Promise<void> => {
    setError(undefined);
    try {
      await signIn(asker(server), charter, await demonstrationSigner(charter.genesis, person), "demonstration");
    } catch (thrown) {
      setError(thrown);
    }
  };
  return (
    <>
      {error !== undefined && <ProblemNotice error={error} />}
      {charter.body.people
        .filter(({ id }) => id !== except)
        .map(({ id }) => (
          <Button key={id} onPress={() => go(id)}>
            {words.as(nameOf(organisation, id))}
          </Button>
        ))}
    </>
  );
}
