import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useOrganisation } from "../../organisation/context.tsx";
import { Button } from "../../parts/button.tsx";
import { Section } from "../../parts/page.tsx";
import { ProblemNotice } from "../../parts/problem-notice.tsx";
import { useWords } from "../../words/language.ts";
import { useNames } from "../names.ts";
import styles from "../plan/plan.module.css";
import type { StandingHere } from "../standing.ts";
import { useGroups } from "../use-groups.ts";
import { filesWords } from "./words.ts";
import { zipOf } from "./zip.ts";

function saveZip(name: string, files: ReadonlyMap<string, string>): void {
  const url = URL.createObjectURL(new Blob([zipOf(files) as BlobPart], { type: "application/zip" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken the bytes by then; the address must not stay.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

function OneFile({ path, text }: { path: string; text: string }) {
  const words = useWords(filesWords);
  const [copied, setCopied] = useState(false);
  return (
    <details>
      <summary>
        <code>{path}</code>
      </summary>
      <pre className={styles.pre}>{text}</pre>
      <Button
        small
        onPress={() =>
          void navigator.clipboard.writeText(text).then(
            () => setCopied(true),
            () => setCopied(false),
          )
        }
      >
        {copied ? words.copied : words.copy}
      </Button>
    </details>
  );
}

/** What stands as the command line's files: all of it, or one policy (`stream`). */
export function ExportView({ standing, stream, title }: { standing: StandingHere; stream?: string; title?: string }) {
  const words = useWords(filesWords);
  const { genesis, name } = useOrganisation();
  const { names } = useNames();
  const { groups } = useGroups();
  const labels = groups.flatMap(({ id, label }): [string, string][] => (label === undefined ? [] : [[id, label]]));
  const known = new Map([...labels, ...Object.entries(names.groups), ...Object.entries(names.policies)]);
  const { data, error } = useQuery({
    queryKey: ["export", genesis, stream ?? "", standing.standing.map(({ hash }) => hash), [...known]],
    queryFn: async () =>
      (await import("./exchange.ts")).filesOf(standing.standing, genesis, namesThatFit(known), stream),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Section title={title ?? words.export}>
      <p className={styles.soft}>{words.exportTold}</p>
      {error && <ProblemNotice error={error} />}
      {data && data.size <= 1 && standing.standing.length === 0 ? (
        <p>{words.nothing}</p>
      ) : (
        data && (
          <div className={styles.files}>
            <div>
              <Button kind="primary" onPress={() => saveZip(`rempart-${name}.zip`, data)}>
                {words.saveZip}
              </Button>
            </div>
            {[...data].map(([path, text]) => (
              <OneFile key={path} path={path} text={text} />
            ))}
          </div>
        )
      )}
    </Section>
  );
}

/** Names of a form that files can hold: what people or the server call a group may have any. */
function namesThatFit(known: ReadonlyMap<string, string>): Map<string, string> {
  const form = /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,63}$/u;
  return new Map([...known].filter(([, name]) => form.test(name)));
}
