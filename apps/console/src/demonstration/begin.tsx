import { useState } from "react";
import { holdGate } from "../founding/finishing.ts";
import styles from "../founding/founding.module.css";
import { memoryNow, useMemory } from "../founding/memory.ts";
import { CodeForm } from "../founding/steps/gatekeeper.tsx";
import { gatekeeper, useLookAgain } from "../organisation/context.tsx";
import { Button } from "../parts/button.tsx";
import { Notice } from "../parts/notice.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { asker } from "../remote/http.ts";
import { useConfig } from "../remote/use-config.tsx";
import { Card } from "../session/gate.tsx";
import { signIn } from "../session/sign-in.ts";
import { useWords } from "../words/language.ts";
import { type Doing, foundDemonstration } from "./found.ts";
import { demonstrationWords } from "./words.ts";

function Begin() {
  const words = useWords(demonstrationWords);
  const { server } = useConfig();
  const lookAgain = useLookAgain();
  const [done, setDone] = useState<readonly Doing[]>([]);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const run = async (): Promise<void> => {
    const { code, gatekeeper: keys } = memoryNow();
    if (code === undefined || !keys) return;
    setBusy(true);
    holdGate(true);
    setError(undefined);
    setDone([]);
    try {
      const { charter, first } = await foundDemonstration({
        ...{ gatekeeper, code, keys, origin: location.origin, organisation: words.organisation },
        ...{ approvers: words.approvers.split(", "), operator: words.operator },
        tell: (doing) => setDone((before) => [...before, doing]),
      });
      await signIn(asker(server), charter, first, "demonstration");
      await lookAgain();
      holdGate(false);
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  const founded = done.includes("ticket");
  return (
    <>
      {done.length > 0 && (
        <ol className={styles.progress} aria-live="polite">
          {done.map((doing, index) => (
            <li key={doing} data-now={index === done.length - 1 ? "" : undefined}>
              {words.doing[doing]}
            </li>
          ))}
        </ol>
      )}
      {error !== undefined && <ProblemNotice error={error} />}
      {error !== undefined && founded ? (
        <Notice tone="warn" title={words.halfTitle}>
          <p>{words.half}</p>
          <div>
            <Button
              onPress={async () => {
                await lookAgain();
                holdGate(false);
              }}
            >
              {words.goOn}
            </Button>
          </div>
        </Notice>
      ) : (
        <div>
          <Button kind="primary" isDisabled={busy} onPress={run}>
            {words.begin}
          </Button>
        </div>
      )}
    </>
  );
}

/** From the founding code to an organisation to look around in. */
export default function Demonstration({ onBack }: { onBack(): void }) {
  const words = useWords(demonstrationWords);
  const { code } = useMemory();
  return (
    <Card title={words.title}>
      <p>{words.lead}</p>
      {code === undefined ? <CodeForm /> : <Begin />}
      <div>
        <Button kind="quiet" small onPress={onBack}>
          {words.back}
        </Button>
      </div>
    </Card>
  );
}
