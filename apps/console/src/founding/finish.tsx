// The founder's last page: words to write down, links for the others, then in.

import type { Signer } from "@rempart/trust";
import { type Charter, extendChain } from "@rempart/trust";
import { useEffect, useState } from "react";
import { gatekeeper, useLookAgain } from "../organisation/context.tsx";
import { invitationLink } from "../organisation/invitation.ts";
import { keptOrganisation } from "../organisation/store.ts";
import { Button } from "../parts/button.tsx";
import { Checkbox } from "../parts/field.tsx";
import { Fingerprint } from "../parts/fingerprint.tsx";
import { Loading } from "../parts/loading.tsx";
import { Notice } from "../parts/notice.tsx";
import { Section } from "../parts/page.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { Select } from "../parts/select.tsx";
import { asker } from "../remote/http.ts";
import { useConfig } from "../remote/use-config.tsx";
import { bringCopies } from "../sealed/copies.ts";
import { Card } from "../session/gate.tsx";
import { fileSigner, type KeyFile } from "../session/key-file.ts";
import { OpenFile } from "../session/open-file.tsx";
import { passkeySigner } from "../session/passkey.ts";
import type { SignerKind } from "../session/session.ts";
import { signIn } from "../session/sign-in.ts";
import { sessionWords } from "../session/words.ts";
import { useWords } from "../words/language.ts";
import { CopyText } from "./copy-text.tsx";
import { endFinishing, type Finishing, finishingNow } from "./finishing.ts";
import styles from "./founding.module.css";
import { dropPlan } from "./keep.ts";
import { forgetAll, memoryNow } from "./memory.ts";
import { peopleWords } from "./words/people.ts";
import { reviewWords } from "./words/review.ts";

interface Known {
  state: Finishing;
  charter: Charter;
}

function useKnown(): Known | undefined {
  const [known, setKnown] = useState<Known>();
  useEffect(() => {
    let gone = false;
    const load = async (): Promise<void> => {
      const state = await finishingNow();
      const kept = state && (await keptOrganisation(state.genesis));
      if (!state || !kept) return void (await endFinishing());
      const [charter] = await extendChain([], kept.genesis, kept.charters.slice(0, 1));
      if (!gone) setKnown({ state, charter: charter! });
    };
    void load();
    return () => {
      gone = true;
    };
  }, []);
  return known;
}

type Person = Finishing["people"][number];

function Enter({ known, person }: { known: Known; person: Person }) {
  const words = useWords(reviewWords);
  const signing = useWords(sessionWords);
  const { server } = useConfig();
  const lookAgain = useLookAgain();
  const [busy, setBusy] = useState<"bringing" | "signing">();
  const [error, setError] = useState<unknown>();
  const { charter, state } = known;
  const enter = async (signer: Signer, kind: SignerKind): Promise<void> => {
    setError(undefined);
    try {
      setBusy("bringing");
      await bringCopies(gatekeeper, charter, signer, state.copies);
      setBusy("signing");
      await signIn(asker(server), charter, signer, kind);
      forgetAll();
      await dropPlan();
      history.replaceState(null, "", "/");
      await endFinishing();
      await lookAgain();
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(undefined);
    }
  };
  const held = memoryNow().signers.get(person.id);
  const [key] = person.keys;
  return (
    <div className={styles.group}>
      {person.from === "passkey" || held ? (
        <>
          <div>
            <Button
              kind="primary"
              isDisabled={busy !== undefined}
              onPress={() =>
                held ? enter(held, "file") : enter(passkeySigner(charter.body.rpId, key!.kid), "passkey")
              }
            >
              {words.signIn}
            </Button>
          </div>
          <p className={styles.hint}>{held ? words.signInFile : words.signInHint}</p>
        </>
      ) : (
        <OpenFile
          label={signing.open}
          onOpened={async (file: KeyFile) => {
            await enter(await fileSigner(file), "file");
          }}
        />
      )}
      {busy && <Loading>{words[busy]}</Loading>}
      {error !== undefined && <ProblemNotice error={error} />}
    </div>
  );
}

/** Shown to the founder until the first sign-in. */
export function Finish() {
  const words = useWords(reviewWords);
  const people = useWords(peopleWords);
  const known = useKnown();
  const [written, setWritten] = useState(false);
  const [chosen, setChosen] = useState<string>();
  if (!known)
    return (
      <Card title={words.finishTitle}>
        <Loading />
      </Card>
    );
  const { state, charter } = known;
  const here = state.people.filter(({ role, from }) => role === "approver" && from !== "request");
  const person = here.find(({ id }) => id === chosen) ?? here[0]!;
  const names = Object.fromEntries(state.people.map(({ id, name }) => [id, name]));
  const others = state.people.filter(({ id }) => id !== person.id);
  return (
    <Card title={words.finishTitle}>
      <p>{words.finishLead}</p>
      <Fingerprint hash={state.genesis} />
      <Checkbox isSelected={written} onChange={setWritten}>
        {words.written}
      </Checkbox>
      {written && (
        <>
          {others.length > 0 && (
            <Section title={words.linksTitle}>
              <p>{words.linksLead}</p>
              <CopyText
                label={others.map(({ name }) => name).join(", ")}
                text={invitationLink(charter.body.origins[0]!, state.genesis, names)}
                copy={people.copy}
              />
            </Section>
          )}
          <Notice title={words.furtherTitle}>
            <p>{words.furtherLead}</p>
          </Notice>
          {here.length > 1 && (
            <Select
              label={words.signInAs}
              value={person.id}
              onChange={setChosen}
              choices={here.map(({ id, name }) => ({ id, label: name }))}
            />
          )}
          <Enter key={person.id} known={known} person={person} />
        </>
      )}
    </Card>
  );
}
