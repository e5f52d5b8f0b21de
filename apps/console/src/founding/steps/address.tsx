import { useState } from "react";
import { Field } from "../../parts/field.tsx";
import { Badge, Notice } from "../../parts/notice.tsx";
import { Facts } from "../../parts/page.tsx";
import { Select } from "../../parts/select.tsx";
import { useWords } from "../../words/language.ts";
import styles from "../founding.module.css";
import { changePlan } from "../keep.ts";
import { type Plan, rpIdChoices } from "../plan.ts";
import { addressWords } from "../words/address.ts";

/** Lines of a text, without empty ones. */
export function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** Where the console stands: what passkeys are bound to. */
export function AddressStep({ plan }: { plan: Plan }) {
  const words = useWords(addressWords);
  const [here, ...further] = plan.origins;
  const [text, setText] = useState(further.join("\n"));
  const isTrial = /^http:\/\/(localhost|127\.|\[::1\])/.test(here!);
  const isSecure = here!.startsWith("https://");
  const choices = rpIdChoices(here!);
  const badge = isSecure ? (["ok", words.secure] as const) : isTrial ? (["warn", words.trial] as const) : undefined;
  return (
    <>
      <p>{words.lead}</p>
      <Facts
        rows={[
          [
            words.here,
            <span key="here" className={styles.row}>
              <code>{here}</code>
              <Badge tone={badge?.[0] ?? "danger"}>{badge?.[1] ?? words.insecure}</Badge>
            </span>,
          ],
          choices.length === 1 ? [words.rpId, <code key="rp">{plan.rpId}</code>] : undefined,
        ]}
      />
      {isTrial && <Notice tone="warn">{words.trialTold}</Notice>}
      {!isTrial && !isSecure && <Notice tone="danger">{words.insecureTold}</Notice>}
      {choices.length > 1 && (
        <Select
          label={words.rpId}
          description={words.rpIdHint}
          value={plan.rpId}
          onChange={(rpId) => changePlan({ rpId })}
          choices={choices.map((host, index) => ({
            id: host,
            label: host,
            hint: index === 0 ? words.own : words.above,
          }))}
        />
      )}
      {!isTrial && (
        <Field
          label={words.further}
          description={words.furtherHint}
          rows={2}
          mono
          value={text}
          onChange={(typed) => {
            setText(typed);
            changePlan({ origins: [here!, ...linesOf(typed)] });
          }}
        />
      )}
    </>
  );
}
