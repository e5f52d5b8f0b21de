import { type KeyRequest, readRequest } from "@rempart/client";
import { sha256, toBase64, toHex, utf8 } from "@rempart/trust";
import { useState } from "react";
import { Button } from "../../parts/button.tsx";
import { Field } from "../../parts/field.tsx";
import { Fingerprint } from "../../parts/fingerprint.tsx";
import { ProblemNotice } from "../../parts/problem-notice.tsx";
import { Select } from "../../parts/select.tsx";
import { Problem } from "../../problem/problem.ts";
import { useWords } from "../../words/language.ts";
import { CopyText } from "../copy-text.tsx";
import styles from "../founding.module.css";
import { joinLink } from "../joining.ts";
import { changePlan } from "../keep.ts";
import { type Plan, type PlannedPerson, type Role, roles } from "../plan.ts";
import { peopleWords } from "../words/people.ts";

/** A person of the plan from a request whose words were compared. */
function invited(request: KeyRequest, role: Role): PlannedPerson {
  const kind = request.kind ?? "key";
  return {
    id: request.person!,
    name: request.name,
    role,
    from: "request",
    keys: [{ kid: request.kid, spki: toBase64(request.spki), kind }],
    ...(request.transfer ? { transfer: toBase64(request.transfer) } : {}),
  };
}

/** Whose request may come in, and what is known already. */
export interface RequestScope {
  organisation: string;
  /** The console's origins, this one first. */
  origins: readonly string[];
  rpId: string;
  kids: readonly string[];
  people: readonly string[];
}

/**
 * Link to send, request that comes back, words to compare aloud: `onAccepted` only then. The text of the request is handed
 * on as it came.
 */
export function RequestForm({
  scope,
  onAccepted,
}: {
  scope: RequestScope;
  onAccepted(request: KeyRequest, role: Role, text: string): void;
}) {
  const words = useWords(peopleWords);
  const [text, setText] = useState("");
  const [request, setRequest] = useState<KeyRequest>();
  const [role, setRole] = useState<Role>("approver");
  const [error, setError] = useState<unknown>();
  const read = async (): Promise<void> => {
    setError(undefined);
    try {
      const found = await readRequest("request", utf8(text.trim()), "person", scope);
      if (scope.kids.includes(found.kid) || scope.people.includes(found.person!))
        throw new Problem("request.twice", "request", "is in the list already");
      setRequest(found);
    } catch (thrown) {
      setError(thrown);
    }
  };
  const clear = (): void => {
    setRequest(undefined);
    setText("");
  };
  if (request)
    return (
      <section className={styles.panel} aria-label={words.asks(request.name)}>
        <h3>{words.asks(request.name)}</h3>
        <p>{words.compare}</p>
        <Fingerprint hash={toHex(sha256(request.spki))} />
        <Select
          label={words.role}
          value={role}
          onChange={(value) => setRole(value as Role)}
          choices={roles.map((id) => ({ id, label: words.roles[id], hint: words.roleHints[id] }))}
        />
        <div className={styles.row}>
          <Button
            kind="primary"
            onPress={() => {
              onAccepted(request, role, text.trim());
              clear();
            }}
          >
            {words.same}
          </Button>
          <Button onPress={clear}>{words.differ}</Button>
        </div>
      </section>
    );
  return (
    <div className={styles.group}>
      <p>{words.inviteLead}</p>
      <CopyText label={words.link} text={joinLink(scope.origins[0]!, scope)} copy={words.copy} />
      <Field label={words.paste} rows={4} mono value={text} onChange={setText} spellCheck="false" />
      {error !== undefined && <ProblemNotice error={error} />}
      <div>
        <Button isDisabled={text.trim() === ""} onPress={read}>
          {words.read}
        </Button>
      </div>
    </div>
  );
}

/** Invitations before the founding: whoever comes in stands in the plan. */
export function Invite({ plan }: { plan: Plan }) {
  const { organisation, origins, rpId, people } = plan;
  const kids = people.flatMap(({ keys }) => keys.map(({ kid }) => kid));
  return (
    <RequestForm
      scope={{ organisation, origins, rpId, kids, people: people.map(({ id }) => id) }}
      onAccepted={(request, role) => changePlan((now) => ({ people: [...now.people, invited(request, role)] }))}
    />
  );
}
