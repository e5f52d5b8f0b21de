import { newId, toBase64 } from "@rempart/trust";
import { useState } from "react";
import { Button } from "../../parts/button.tsx";
import { Field } from "../../parts/field.tsx";
import { Badge, Notice } from "../../parts/notice.tsx";
import { Empty, Section } from "../../parts/page.tsx";
import { ProblemNotice } from "../../parts/problem-notice.tsx";
import { Select } from "../../parts/select.tsx";
import { fileSigner } from "../../session/key-file.ts";
import { hasPasskeys, makePasskey } from "../../session/passkey.ts";
import { useWords } from "../../words/language.ts";
import styles from "../founding.module.css";
import { changePlan } from "../keep.ts";
import { KeyPaper } from "../key-paper.tsx";
import { rememberSigner } from "../memory.ts";
import { newKeyFile } from "../new-key.ts";
import { approverCount, openingOf, type Plan, type PlannedKey, type PlannedPerson, type Role, roles } from "../plan.ts";
import { paperWords } from "../words/papers.ts";
import { peopleWords } from "../words/people.ts";
import { Invite } from "./invite.tsx";

function Row({ person, plan, onError }: { person: PlannedPerson; plan: Plan; onError(error: unknown): void }) {
  const words = useWords(peopleWords);
  const passkeys = person.keys.filter(({ kind }) => kind === "webauthn").length;
  const another = async (): Promise<void> => {
    onError(undefined);
    try {
      const { kid, spki, prf } = await makePasskey(plan.rpId, plan.organisation, person.id, person.name);
      const key: PlannedKey = { kid, spki: toBase64(spki), kind: "webauthn", prf };
      changePlan(({ people }) => ({
        people: people.map((one) => (one.id === person.id ? { ...one, keys: [...one.keys, key] } : one)),
      }));
    } catch (thrown) {
      onError(thrown);
    }
  };
  const opening = openingOf(person);
  return (
    <li>
      <span className={styles.text}>
        <strong>{person.name}</strong>
        <span className={styles.hint}>
          {words.roles[person.role]} · {words.ways[person.from]}
          {passkeys > 1 && ` · ${words.keys(passkeys)}`}
          {person.role === "approver" && person.from === "passkey" && (
            <>
              {" · "}
              <Badge tone={opening === "prf" ? "ok" : "warn"}>{opening === "prf" ? words.prf : words.noPrf}</Badge>
            </>
          )}
        </span>
      </span>
      <span className={styles.row}>
        {person.from === "passkey" && person.keys.length < 8 && (
          <Button kind="quiet" small aria-label={words.anotherFor(person.name)} onPress={another}>
            {words.another}
          </Button>
        )}
        <Button
          kind="quiet"
          small
          aria-label={words.removeFor(person.name)}
          onPress={() => changePlan(({ people }) => ({ people: people.filter(({ id }) => id !== person.id) }))}
        >
          {words.remove}
        </Button>
      </span>
    </li>
  );
}

/** Adds a person to the plan. */
export function addPerson(person: PlannedPerson): void {
  changePlan(({ people }) => ({ people: [...people, person] }));
}

/** Name, role, and how the key is made. */
function AddPerson({ plan, onError }: { plan: Plan; onError(error: unknown): void }) {
  const words = useWords(peopleWords);
  const papers = useWords(paperWords);
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("approver");
  const [file, setFile] = useState<string>();
  const trimmed = name.trim();
  const taken = plan.people.some((one) => one.name.trim().toLocaleLowerCase() === trimmed.toLocaleLowerCase());
  const passkey = async (): Promise<void> => {
    onError(undefined);
    try {
      const id = newId();
      const { kid, spki, prf } = await makePasskey(plan.rpId, plan.organisation, id, trimmed);
      const key: PlannedKey = { kid, spki: toBase64(spki), kind: "webauthn", prf };
      addPerson({ id, name: trimmed, role, from: "passkey", keys: [key] });
      setName("");
    } catch (thrown) {
      onError(thrown);
    }
  };
  if (file !== undefined)
    return (
      <KeyPaper
        title={words.fileTitle(trimmed)}
        organisation={plan.organisation}
        purpose={papers.personFor}
        place={papers.personWhere}
        make={() => newKeyFile("person", trimmed, file)}
        onSaved={async (key) => {
          rememberSigner(file, await fileSigner(key));
          const kept: PlannedKey = { kid: key.kid, spki: toBase64(key.spki), kind: "key" };
          key.pkcs8.fill(0);
          addPerson({ id: file, name: trimmed, role, from: "file", keys: [kept] });
          setFile(undefined);
          setName("");
        }}
      />
    );
  const isReady = trimmed !== "" && !taken;
  return (
    <div className={styles.group}>
      <div className={styles.row}>
        <span className={styles.grow}>
          <Field label={words.name} value={name} onChange={setName} maxLength={64} autoComplete="off" />
        </span>
        <span className={styles.grow}>
          <Select
            label={words.role}
            value={role}
            onChange={(value) => setRole(value as Role)}
            choices={roles.map((id) => ({ id, label: words.roles[id], hint: words.roleHints[id] }))}
          />
        </span>
      </div>
      <div className={styles.row}>
        <Button kind="primary" isDisabled={!isReady || !hasPasskeys()} onPress={passkey}>
          {words.makePasskey}
        </Button>
        <Button isDisabled={!isReady} onPress={() => setFile(newId())}>
          {words.makeFile}
        </Button>
      </div>
      <p className={styles.hint}>{words.passkeyHint}</p>
      <p className={styles.hint}>{words.fileHint}</p>
    </div>
  );
}

/** Who belongs to the organisation, each with a key. */
export function PeopleStep({ plan }: { plan: Plan }) {
  const words = useWords(peopleWords);
  const [error, setError] = useState<unknown>();
  return (
    <>
      <p>{words.lead}</p>
      {plan.people.length === 0 ? (
        <Empty title={words.nobody} />
      ) : (
        <ul className={styles.list}>
          {plan.people.map((person) => (
            <Row key={person.id} person={person} plan={plan} onError={setError} />
          ))}
        </ul>
      )}
      {approverCount(plan) === 1 && <Notice tone="warn">{words.alone}</Notice>}
      <Section title={words.add}>
        <AddPerson plan={plan} onError={setError} />
        {error !== undefined && <ProblemNotice error={error} />}
      </Section>
      <Section title={words.invite}>
        <Invite plan={plan} />
      </Section>
    </>
  );
}
