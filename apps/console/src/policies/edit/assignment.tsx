// For whom a policy is.

import { everyGroup } from "@rempart/policy";
import { useState } from "react";
import { Button } from "../../parts/button.tsx";
import { Actions, Dialog } from "../../parts/dialog.tsx";
import { Field } from "../../parts/field.tsx";
import { Notice } from "../../parts/notice.tsx";
import { ProblemNotice } from "../../parts/problem-notice.tsx";
import { Select } from "../../parts/select.tsx";
import { useServerAsk } from "../../session/context.tsx";
import { useFormat } from "../../words/format.ts";
import { useLanguage, useWords } from "../../words/language.ts";
import { makeGroup } from "../make-group.ts";
import { useNames } from "../names.ts";
import { useGroups } from "../use-groups.ts";
import { policiesWords } from "../words.ts";
import type { PolicyDraft } from "./draft.ts";
import { withGroup } from "./draft.ts";
import { editWords } from "./words.ts";

const fresh = "new";

function NewGroup({ onClose, onMade }: { onClose(): void; onMade(id: string): void }) {
  const words = useWords(editWords);
  const ask = useServerAsk();
  const { remember } = useNames();
  const [label, setLabel] = useState("");
  const [error, setError] = useState<unknown>();
  const make = async (): Promise<void> => {
    setError(undefined);
    try {
      const id = await makeGroup(ask, label.trim());
      await remember({ groups: { [id]: label.trim() } });
      onMade(id);
    } catch (thrown) {
      setError(thrown);
    }
  };
  return (
    <Dialog title={words.newGroup} isOpen onClose={onClose}>
      <Field
        label={words.newGroupName}
        description={words.newGroupHint}
        value={label}
        onChange={setLabel}
        maxLength={128}
        autoFocus
      />
      {error !== undefined && <ProblemNotice error={error} />}
      <Actions>
        <Button kind="primary" isDisabled={label.trim() === ""} onPress={() => void make()}>
          {words.makeGroup}
        </Button>
      </Actions>
    </Dialog>
  );
}

/** The group, with what it means to change it. */
export function Assignment({
  draft,
  others,
  onChange,
}: {
  draft: PolicyDraft;
  /** Groups that other policies are for. */
  others: readonly string[];
  onChange(draft: PolicyDraft): void;
}) {
  const words = useWords(editWords);
  const general = useWords(policiesWords);
  const language = useLanguage();
  const format = useFormat();
  const { groups, total, of } = useGroups();
  const [making, setMaking] = useState(false);
  const phones = (n: number): string => format.count(n, general.phone, general.phones);
  // Groups that policies are for exist too, whether a phone is in them yet or not.
  const ids = [...new Set([...groups.map(({ id }) => id), ...others, draft.group])].filter((id) => id !== everyGroup);
  const named = ids
    .map((id) => {
      const { label, phones: count } = of(id);
      return { id, label: words.groupOption(label ?? words.unnamed(id.slice(0, 6)), phones(count ?? 0)) };
    })
    .sort((a, b) => a.label.localeCompare(b.label, language));
  const choices = [
    {
      id: everyGroup,
      label: total === undefined ? words.everyPhone : words.groupOption(words.everyPhone, phones(total)),
    },
    ...named,
    { id: fresh, label: words.newGroup },
  ];
  const from = draft.leaves && of(draft.leaves.group);
  const left = from && (from.by === "all" ? words.everyPhone : (from.label ?? words.unnamed(from.id.slice(0, 6))));
  return (
    <>
      <Select
        label={words.group}
        description={words.groupSaid}
        choices={choices}
        value={draft.group}
        onChange={(id) => (id === fresh ? setMaking(true) : onChange(withGroup(draft, id)))}
      />
      {left !== undefined && (
        <Notice tone="warn" title={words.moves(left)}>
          <p>{words.movesTold(left)}</p>
        </Notice>
      )}
      {making && (
        <NewGroup
          onClose={() => setMaking(false)}
          onMade={(id) => {
            setMaking(false);
            onChange(withGroup(draft, id));
          }}
        />
      )}
    </>
  );
}
