import { fetchGatekeeperKeys, normaliseCode } from "@rempart/client";
import { useState } from "react";
import { gatekeeper } from "../../organisation/context.tsx";
import { Button } from "../../parts/button.tsx";
import { Field } from "../../parts/field.tsx";
import { Notice } from "../../parts/notice.tsx";
import { ProblemNotice } from "../../parts/problem-notice.tsx";
import { useWords } from "../../words/language.ts";
import styles from "../founding.module.css";
import { changePlan } from "../keep.ts";
import { rememberCode, useMemory } from "../memory.ts";
import { type Plan, rendezvousIdea } from "../plan.ts";
import { addressWords } from "../words/address.ts";
import { linesOf } from "./address.tsx";

/** Asks for the founding code until it fits the gatekeeper's keys. */
export function CodeForm({ onFits }: { onFits?: (tlsPort: number) => void }) {
  const words = useWords(addressWords);
  const [typed, setTyped] = useState("");
  const [error, setError] = useState<unknown>();
  const check = async (): Promise<void> => {
    setError(undefined);
    try {
      const code = normaliseCode(typed);
      const keys = await fetchGatekeeperKeys(gatekeeper, code);
      rememberCode(code, keys);
      onFits?.(keys.tlsPort);
    } catch (thrown) {
      setError(thrown);
    }
  };
  return (
    <form
      className={styles.group}
      onSubmit={(event) => {
        event.preventDefault();
        void check();
      }}
    >
      <p>{words.codeLead}</p>
      <div className={styles.row}>
        <span className={styles.grow}>
          <Field
            label={words.code}
            value={typed}
            onChange={setTyped}
            mono
            autoComplete="off"
            spellCheck="false"
            placeholder="ABCD-EFGH-JKMN-PQRS"
          />
        </span>
        <Button type="submit" kind="primary" isDisabled={typed.trim() === ""}>
          {words.check}
        </Button>
      </div>
      {error !== undefined && <ProblemNotice error={error} />}
      <p className={styles.hint}>{words.codeTries}</p>
    </form>
  );
}

/** The code from the gatekeeper's terminal, then the addresses that phones call. */
export function GatekeeperStep({ plan }: { plan: Plan }) {
  const words = useWords(addressWords);
  const { gatekeeper: known } = useMemory();
  const [text, setText] = useState<string>();
  if (!known)
    return (
      <CodeForm
        onFits={(tlsPort) => {
          if (plan.rendezvous.length === 0) changePlan({ rendezvous: rendezvousIdea(plan.origins[0]!, tlsPort) });
        }}
      />
    );
  return (
    <>
      <Notice tone="ok" live>
        {words.codeFits}
      </Notice>
      <Field
        label={words.phones}
        description={words.phonesHint}
        rows={3}
        mono
        value={text ?? plan.rendezvous.join("\n")}
        onChange={(typed) => {
          setText(typed);
          changePlan({ rendezvous: linesOf(typed) });
        }}
      />
    </>
  );
}
