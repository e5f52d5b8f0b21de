import { useState } from "react";
import { Age } from "../parts/age.tsx";
import { Button } from "../parts/button.tsx";
import { Section } from "../parts/page.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { ServerSays } from "../parts/source.tsx";
import { listOf, number, shape, text } from "../remote/read.ts";
import { useServer } from "../remote/use-server.ts";
import { useServerAsk } from "../session/context.tsx";
import { useWords } from "../words/language.ts";
import styles from "./settings.module.css";
import { settingsWords } from "./words.ts";

const readAlarms = shape({
  alarms: listOf(shape({ id: number, kind: text, object: text, message: text, raisedAt: number }), 500),
});

/** What the server is worried about, until a person lifts it. */
export function Alarms() {
  const words = useWords(settingsWords);
  const ask = useServerAsk();
  const [error, setError] = useState<unknown>();
  const { data, refetch } = useServer({ about: ["alarm"], path: "/api/v1/alarms?standing=true", read: readAlarms });
  const lift = async (id: number): Promise<void> => {
    setError(undefined);
    await ask(`/api/v1/alarms/${id}/lift`, { method: "POST", body: {} }).catch(setError);
    await refetch();
  };
  return (
    <Section title={words.alarms}>
      {error !== undefined && <ProblemNotice error={error} />}
      {data?.alarms.length === 0 && <p className={styles.lead}>{words.noAlarms}</p>}
      {data && data.alarms.length > 0 && (
        <table className={styles.table}>
          <tbody>
            {data.alarms.map(({ id, message, raisedAt }) => (
              <tr key={id}>
                <td>
                  <ServerSays>{message}</ServerSays>
                </td>
                <td>
                  <Age at={raisedAt} />
                </td>
                <td>
                  <Button small onPress={() => lift(id)}>
                    {words.lift}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}
