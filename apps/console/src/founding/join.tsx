import { fromBase64, newId, sha256, toHex, utf8 } from "@rempart/trust";
import { useEffect, useState } from "react";
import { Button } from "../parts/button.tsx";
import { Field } from "../parts/field.tsx";
import { Fingerprint } from "../parts/fingerprint.tsx";
import { Notice } from "../parts/notice.tsx";
import { Section } from "../parts/page.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { Card } from "../session/gate.tsx";
import { fileSigner } from "../session/key-file.ts";
import { hasPasskeys } from "../session/passkey.ts";
import { useWords } from "../words/language.ts";
import { mayUse } from "./checks.ts";
import { CopyText } from "./copy-text.tsx";
import styles from "./founding.module.css";
import { type Joining, readJoining } from "./joining.ts";
import { KeyPaper } from "./key-paper.tsx";
import { newKeyFile } from "./new-key.ts";
import { type Asked, askedBefore, askWithKey, askWithPasskey, forgetAsked } from "./request.ts";
import { saveFile } from "./save-file.ts";
import { joinWords } from "./words/join.ts";
import { paperWords } from "./words/papers.ts";
import { peopleWords } from "./words/people.ts";

function Ready({ asked, onAnew }: { asked: Asked; onAnew(): unknown }) {
  const words = useWords(joinWords);
  return (
    <>
      <Section title={words.ready}>
        <p>{words.readyLead}</p>
        <CopyText label={words.ready} text={asked.text} copy={words.copy} />
        <div>
          <Button small onPress={() => saveFile("key-request.json", utf8(asked.text), "application/json")}>
            {words.save}
          </Button>
        </div>
      </Section>
      <Section title={words.wordsTitle}>
        <p>{words.wordsLead}</p>
        <Fingerprint hash={toHex(sha256(fromBase64(asked.spki)!))} />
      </Section>
      <Notice>{words.wait}</Notice>
      <div>
        <Button kind="quiet" small onPress={onAnew}>
          {words.anew}
        </Button>
      </div>
    </>
  );
}

function Make({ joining, onMade }: { joining: Joining; onMade(asked: Asked): void }) {
  const words = useWords(joinWords);
  const papers = useWords(paperWords);
  const people = useWords(peopleWords);
  const [name, setName] = useState("");
  const [file, setFile] = useState<string>();
  const [error, setError] = useState<unknown>();
  const trimmed = name.trim();
  const attempt = async (work: Promise<Asked>): Promise<void> => {
    setError(undefined);
    try {
      onMade(await work);
    } catch (thrown) {
      setError(thrown);
    }
  };
  if (file !== undefined)
    return (
      <>
        <KeyPaper
          title={people.fileTitle(trimmed)}
          organisation={joining.organisation}
          purpose={papers.personFor}
          place={papers.personWhere}
          make={() => newKeyFile("person", trimmed, file)}
          onSaved={async (key) => {
            await attempt(askWithKey(trimmed, file, key.spki, await fileSigner(key)));
            key.pkcs8.fill(0);
          }}
        />
        {error !== undefined && <ProblemNotice error={error} />}
      </>
    );
  return (
    <>
      <p>{words.lead}</p>
      <Field label={words.name} value={name} onChange={setName} maxLength={64} autoComplete="name" />
      <div className={styles.group}>
        <div>
          <Button
            kind="primary"
            isDisabled={trimmed === "" || !hasPasskeys()}
            onPress={() => attempt(askWithPasskey(joining, trimmed))}
          >
            {words.passkey}
          </Button>
        </div>
        <p className={styles.hint}>{words.passkeyHint(joining.rpId)}</p>
        <div>
          <Button isDisabled={trimmed === ""} onPress={() => setFile(newId())}>
            {words.file}
          </Button>
        </div>
        <p className={styles.hint}>{words.fileHint}</p>
      </div>
      {error !== undefined && <ProblemNotice error={error} />}
    </>
  );
}

/** What somebody sees who follows a link that asks them to join: their key is made, a request comes of it. */
export default function Join() {
  const words = useWords(joinWords);
  const [joining] = useState(() => readJoining(location.hash));
  const [asked, setAsked] = useState<Asked>();
  useEffect(() => {
    void askedBefore().then(setAsked);
  }, []);
  if (!joining)
    return (
      <Card title={words.broken}>
        <p>{words.brokenTodo}</p>
      </Card>
    );
  if (!mayUse(location.hostname, joining.rpId))
    return (
      <Card title={words.title(joining.organisation)}>
        <Notice tone="danger">{words.otherHost(joining.rpId)}</Notice>
      </Card>
    );
  return (
    <Card title={words.title(joining.organisation)}>
      {asked ? (
        <Ready
          asked={asked}
          onAnew={async () => {
            await forgetAsked();
            setAsked(undefined);
          }}
        />
      ) : (
        <Make joining={joining} onMade={setAsked} />
      )}
    </Card>
  );
}
