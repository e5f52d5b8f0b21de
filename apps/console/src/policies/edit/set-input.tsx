// Lists of names, and names of apps with suggestions.

import { useId, useState } from "react";
import { FieldError, Input, Label, Text, TextField } from "react-aria-components";
import { Button } from "../../parts/button.tsx";
import field from "../../parts/field.module.css";
import { useServer } from "../../remote/use-server.ts";
import { useWords } from "../../words/language.ts";
import { readApps } from "../read.ts";
import styles from "./editor.module.css";
import { editWords } from "./words.ts";

/** Apps that orders of this organisation released: package name and, where an APK told it, what it is called. */
function useApps(enabled: boolean): ReadonlyMap<string, string | undefined> {
  const { data } = useServer({ about: ["app"], path: "/api/v1/apps?limit=200", read: readApps, enabled });
  return new Map((data?.apps ?? []).map((app) => [app.package, app.newest.apk?.manifest?.label]));
}

function Suggestions({ id, apps }: { id: string; apps: ReadonlyMap<string, string | undefined> }) {
  return (
    <datalist id={id}>
      {[...apps].map(([name, label]) => (
        <option key={name} value={name}>
          {label ?? name}
        </option>
      ))}
    </datalist>
  );
}

/** One line of text with names of apps to choose from. */
export function SuggestedField({
  label,
  value,
  error,
  onChange,
}: {
  label: string;
  value: string;
  error: string | undefined;
  onChange(value: string): void;
}) {
  const words = useWords(editWords);
  const id = useId();
  return (
    <TextField value={value} onChange={onChange} isInvalid={error !== undefined} className={field.field!}>
      <Label className={field.label!}>{label}</Label>
      <Input className={field.input!} list={id} autoComplete="off" spellCheck="false" />
      <Text slot="description" className={field.description!}>
        {words.appsHint}
      </Text>
      <FieldError className={field.error!}>{error}</FieldError>
      <Suggestions id={id} apps={useApps(true)} />
    </TextField>
  );
}

/** A set of texts: what is listed, and a line to add to it. Several lines at once may be pasted. */
export function SetInput({
  label,
  apps,
  values,
  error,
  onChange,
}: {
  label: string;
  /** Whether these are apps, whose names are offered. */
  apps: boolean;
  values: readonly string[];
  error: string | undefined;
  onChange(values: string[]): void;
}) {
  const words = useWords(editWords);
  const id = useId();
  const [typed, setTyped] = useState("");
  const known = useApps(apps);
  const add = (text: string): void => {
    const entries = text
      .split(/[\r\n]+/)
      .map((one) => one.trim())
      .filter((one) => one !== "");
    if (entries.length > 0) onChange([...new Set([...values, ...entries])]);
    setTyped("");
  };
  return (
    <fieldset className={styles.group}>
      <legend>{label}</legend>
      {values.length === 0 ? (
        <span className={styles.soft}>{words.noEntries}</span>
      ) : (
        <ul className={styles.tags}>
          {values.map((value) => (
            <li key={value} className={styles.tag}>
              <span title={value}>{known.get(value) === undefined ? value : `${known.get(value)} · ${value}`}</span>
              <Button
                kind="quiet"
                small
                aria-label={words.dropEntry(value)}
                onPress={() => onChange(values.filter((one) => one !== value))}
              >
                ×
              </Button>
            </li>
          ))}
        </ul>
      )}
      <div className={styles.row}>
        <TextField value={typed} onChange={setTyped} isInvalid={error !== undefined} className={field.field!}>
          <Label className={field.label!}>{words.addEntryTo(label.toLowerCase())}</Label>
          <Input
            className={field.input!}
            autoComplete="off"
            spellCheck="false"
            {...(apps ? { list: id } : {})}
            onPaste={(event) => {
              const text = event.clipboardData.getData("text");
              if (!/[\r\n]/.test(text.trim())) return;
              event.preventDefault();
              add(text);
            }}
            onKeyDown={(event) => {
              if (event.key !== "Enter") return;
              event.preventDefault();
              add(typed);
            }}
          />
          <FieldError className={field.error!}>{error}</FieldError>
        </TextField>
        <Button isDisabled={typed.trim() === ""} onPress={() => add(typed)}>
          {words.addEntry}
        </Button>
      </div>
      {apps && <span className={styles.soft}>{words.appsHint}</span>}
      {apps && <Suggestions id={id} apps={known} />}
    </fieldset>
  );
}
