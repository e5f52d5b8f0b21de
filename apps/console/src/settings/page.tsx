import { useQueryClient } from "@tanstack/react-query";
import { InviteSection } from "../admission/section.tsx";
import { appWords } from "../app/words.ts";
import { DemonstrationPeople } from "../demonstration/people.tsx";
import { setTheme, type Theme, useTheme } from "../look/theme.ts";
import { useOrganisation } from "../organisation/context.tsx";
import { nameOf } from "../organisation/names.ts";
import { Button } from "../parts/button.tsx";
import { Actions } from "../parts/dialog.tsx";
import { Facts, Page, Section } from "../parts/page.tsx";
import { Select } from "../parts/select.tsx";
import { SealedState } from "../sealed/unlock-sealed.tsx";
import { sealedWords } from "../sealed/words.ts";
import { useServerAsk, useSession } from "../session/context.tsx";
import { setSession } from "../session/session.ts";
import { useFormat } from "../words/format.ts";
import { type Language, setLanguage, useLanguage, useWords } from "../words/language.ts";
import { Alarms } from "./alarms.tsx";
import { Names } from "./names.tsx";
import { Notifications } from "./notifications.tsx";
import { Promises } from "./promises.tsx";
import styles from "./settings.module.css";
import { settingsWords } from "./words.ts";

function Look() {
  const words = useWords(settingsWords);
  const language = useLanguage();
  const theme = useTheme();
  return (
    <Section title={words.look}>
      <div className={styles.pair}>
        <Select
          label={words.language}
          value={language}
          onChange={(next) => setLanguage(next as Language)}
          choices={Object.entries(words.languages).map(([id, label]) => ({ id, label }))}
        />
        <Select
          label={words.theme}
          value={theme}
          onChange={(next) => setTheme(next as Theme)}
          choices={Object.entries(words.themes).map(([id, label]) => ({ id, label }))}
        />
      </div>
    </Section>
  );
}

function You() {
  const words = useWords(settingsWords);
  const format = useFormat();
  const session = useSession();
  const organisation = useOrganisation();
  const ask = useServerAsk();
  const client = useQueryClient();
  const signOut = async (): Promise<void> => {
    // The tab forgets the session even when the server is not there to hear it.
    await ask("/api/v1/session/end", { body: {} }).catch(() => undefined);
    client.clear();
    setSession(undefined);
  };
  return (
    <Section title={words.you}>
      <Facts
        rows={[
          [words.name, nameOf(organisation, session.person)],
          [words.roles, format.list(session.roles.map((role) => words.roleWords[role] ?? role))],
          [words.signsWith, words.kinds[session.kind]],
          [words.sessionEnds, format.dateTime(session.expiresAt)],
        ]}
      />
      <Actions>
        <Button onPress={signOut}>{words.signOut}</Button>
      </Actions>
      {organisation.demonstration && (
        <>
          <h3>{words.actAs}</h3>
          <div className={styles.row}>
            <DemonstrationPeople organisation={organisation} except={session.person} />
          </div>
        </>
      )}
    </Section>
  );
}

/** What concerns this browser and this person, and on what all of it runs. */
export default function SettingsPage() {
  const app = useWords(appWords);
  const sealed = useWords(sealedWords);
  return (
    <Page title={app.places.settings}>
      <div className={styles.columns}>
        <Look />
        <You />
        <Section title={sealed.title}>
          <SealedState />
        </Section>
        <InviteSection />
        <Notifications />
        <Names />
        <Promises />
        <Alarms />
      </div>
    </Page>
  );
}
