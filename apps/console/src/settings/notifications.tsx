import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { pushState, switchOff, switchOn } from "../notifications/push.ts";
import { gatekeeper, useOrganisation } from "../organisation/context.tsx";
import { Button } from "../parts/button.tsx";
import { Badge } from "../parts/notice.tsx";
import { Section } from "../parts/page.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { useSigner } from "../session/signer.tsx";
import { useLanguage, useWords } from "../words/language.ts";
import styles from "./settings.module.css";
import { settingsWords } from "./words.ts";

/** Whether this browser is woken when something waits. */
export function Notifications() {
  const words = useWords(settingsWords);
  const language = useLanguage();
  const { trust } = useOrganisation();
  const signer = useSigner();
  const { data: state, refetch } = useQuery({ queryKey: ["push"], queryFn: pushState });
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const turn = async (on: boolean): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      const who = { gatekeeper, charter: trust.newest, signer: await signer() };
      await (on ? switchOn(who, language) : switchOff(who));
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
      await refetch();
    }
  };
  return (
    <Section title={words.wake}>
      <p className={styles.lead}>{words.wakeLead}</p>
      {error !== undefined && <ProblemNotice error={error} />}
      {state && (
        <div className={styles.row}>
          <Badge tone={state === "on" ? "ok" : "quiet"}>{words.wakeStates[state]}</Badge>
          {(state === "on" || state === "off") && (
            <Button small isDisabled={busy} onPress={() => turn(state === "off")}>
              {state === "off" ? words.switchOn : words.switchOff}
            </Button>
          )}
        </div>
      )}
    </Section>
  );
}
