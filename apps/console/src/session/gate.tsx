// What stands between a stranger and the console: is there an organisation here, is it ours, who are you.

import { isDemonstration, type Trust } from "@rempart/client";
import { lazy, type ReactNode, Suspense, useState, useSyncExternalStore } from "react";
import { DemonstrationPeople } from "../demonstration/people.tsx";
import { useFoundingStage } from "../founding/finishing.ts";
import { OrganisationProvider, useLookAgain, useStanding } from "../organisation/context.tsx";
import { nameOfLog, type Organisation, type Standing } from "../organisation/follow.ts";
import { invitationOf } from "../organisation/invitation.ts";
import { keepOrganisation } from "../organisation/store.ts";
import { Button } from "../parts/button.tsx";
import { Field } from "../parts/field.tsx";
import { Fingerprint } from "../parts/fingerprint.tsx";
import { Loading } from "../parts/loading.tsx";
import { Notice } from "../parts/notice.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { faultOf } from "../problem/problem.ts";
import { asker } from "../remote/http.ts";
import { useConfig } from "../remote/use-config.tsx";
import { LanguageSwitch } from "../settings/language-switch.tsx";
import { useWords } from "../words/language.ts";
import { SessionProvider, useMaybeSession } from "./context.tsx";
import { takeSigner } from "./key-file.ts";
import { OpenFile } from "./open-file.tsx";
import { hasPasskeys, passkeySigner } from "./passkey.ts";
import styles from "./session.module.css";
import { signIn } from "./sign-in.ts";
import { SignerProvider } from "./signer.tsx";
import { sessionWords } from "./words.ts";

const Founding = lazy(() => import("../founding/founding.tsx"));
const FreezeWithoutSession = lazy(() => import("../freeze/without-session.tsx"));
const Join = lazy(() => import("../founding/join.tsx"));

function subscribeHash(listener: () => void): () => void {
  addEventListener("hashchange", listener);
  return () => removeEventListener("hashchange", listener);
}

/** Whether the address asks somebody to join: they need no organisation here, only a key of their own. */
function useAsksToJoin(): boolean {
  return useSyncExternalStore(subscribeHash, () => location.hash.startsWith("#join="));
}

/** A page of its own, without navigation: before anybody is signed in. */
export function Card({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className={styles.gate}>
      <div className={styles.card}>
        <header className={styles.top}>
          <h1>{title}</h1>
          <LanguageSwitch />
        </header>
        {children}
      </div>
    </main>
  );
}

/** The first visit of this browser: the organisation's fingerprint as words, compared by a person, remembered. */
function Strange({ trust }: { trust: Trust }) {
  const words = useWords(sessionWords);
  const again = useLookAgain();
  const { genesis } = trust.newest;
  const [invitation] = useState(invitationOf);
  const [name, setName] = useState(nameOfLog(trust));
  const [differs, setDiffers] = useState(false);
  const matches = invitation && invitation.genesis === genesis;
  const remember = async (): Promise<void> => {
    await keepOrganisation({
      genesis,
      name: name.trim() || nameOfLog(trust),
      names: matches ? invitation.names : {},
      charters: trust.charters.map((charter) => charter.document.envelope),
      log: trust.log,
      rememberedAt: Math.floor(Date.now() / 1000),
      demonstration: isDemonstration(trust.charters[0]!.body),
    });
    // The invitation has served; the address is the console's own again.
    history.replaceState(null, "", location.pathname + location.search);
    await again();
  };
  if (differs || (invitation && !matches))
    return (
      <Card title={words.strangeTitle}>
        <Notice tone="danger" title={invitation && !matches ? words.notInvited : words.different} live>
          <p>{words.differentTold}</p>
        </Notice>
        <Fingerprint hash={genesis} />
        {!invitation && <Button onPress={() => setDiffers(false)}>{words.back}</Button>}
      </Card>
    );
  return (
    <Card title={words.strangeTitle}>
      {isDemonstration(trust.charters[0]!.body) && <Notice tone="warn">{words.strangeDemonstration}</Notice>}
      <p>{words.strangeLead}</p>
      <Fingerprint hash={genesis} />
      {matches && <Notice tone="ok">{words.invited}</Notice>}
      <Field label={words.name} value={name} onChange={setName} maxLength={64} />
      <div className={styles.top}>
        <Button onPress={() => setDiffers(true)}>{words.different}</Button>
        <Button kind="primary" onPress={remember}>
          {words.same}
        </Button>
      </div>
    </Card>
  );
}

/** What a failed sign-in is called: that the server is away is said with what still works without it. */
function SignInProblem({ error }: { error: unknown }) {
  const words = useWords(sessionWords);
  const { code } = faultOf(error);
  if (code !== "network" && code !== "unavailable") return <ProblemNotice error={error} />;
  return (
    <Notice tone="warn" title={words.serverDown} live>
      <p>{words.serverDownTodo}</p>
    </Notice>
  );
}

function SignIn({ organisation }: { organisation: Organisation }) {
  const words = useWords(sessionWords);
  const { server } = useConfig();
  const charter = organisation.trust.newest;
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const ask = asker(server);
  const { rpId } = charter.body;
  // Asking for a passkey at another address than the charter's ends in an error that helps nobody.
  const wrongHost = !(location.hostname === rpId || location.hostname.endsWith(`.${rpId}`));
  const hasThem = charter.body.people.some(({ credentials }) => credentials.some(({ kind }) => kind === "webauthn"));
  const withPasskey = async (): Promise<void> => {
    setError(undefined);
    setBusy(true);
    try {
      await signIn(ask, charter, passkeySigner(rpId), "passkey");
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  if (organisation.demonstration)
    return (
      <Card title={organisation.name}>
        <Notice>{words.demonstration}</Notice>
        <DemonstrationPeople organisation={organisation} />
      </Card>
    );
  return (
    <Card title={organisation.name}>
      <p>{words.lead(organisation.name)}</p>
      {organisation.frozen && <Notice tone="danger" title={words.frozen} />}
      {error !== undefined && <SignInProblem error={error} />}
      {!hasPasskeys() && hasThem && <Notice tone="warn">{words.noPasskeys}</Notice>}
      {hasPasskeys() && wrongHost && hasThem && <Notice tone="warn">{words.wrongHost(charter.body.origins)}</Notice>}
      {hasPasskeys() && !wrongHost && hasThem && (
        <div className={styles.way}>
          <Button kind="primary" isDisabled={busy} onPress={withPasskey}>
            {words.passkey}
          </Button>
          <p className={styles.hint}>{words.passkeyHint}</p>
        </div>
      )}
      <details open={!hasThem || !hasPasskeys()}>
        <summary>{words.file}</summary>
        <div className={styles.way}>
          <p className={styles.hint}>{words.fileHint}</p>
          <OpenFile
            label={words.open}
            onOpened={async (key) => {
              await signIn(ask, charter, await takeSigner(key), "file");
            }}
          />
        </div>
      </details>
      <Suspense fallback={null}>
        <FreezeWithoutSession organisation={organisation} />
      </Suspense>
    </Card>
  );
}

function genesisOf(standing: Standing): string | undefined {
  if (standing.state === "known") return standing.organisation.genesis;
  return standing.state === "strange" ? standing.trust.newest.genesis : undefined;
}

/** Shows `children` to somebody signed in to an organisation that this browser knows. */
export function Gate({ children }: { children: ReactNode }) {
  const { data, error, refetch } = useStanding();
  const session = useMaybeSession();
  const founding = useFoundingStage();
  const asksToJoin = useAsksToJoin();
  if (asksToJoin)
    return (
      <Suspense fallback={<Loading />}>
        <Join />
      </Suspense>
    );
  // What was verified stays in sight when the gatekeeper stops answering, unless what it shows contradicts it.
  if (error && (!data || (error as { code?: string }).code !== "network"))
    return (
      <Card title="Rempart">
        <ProblemNotice error={error} onRetry={() => void refetch()} />
      </Card>
    );
  if (!data)
    return (
      <main className={styles.gate}>
        <Loading />
      </main>
    );
  const finishing = founding !== undefined && founding === genesisOf(data);
  if (data.state === "unfounded" || founding === "busy" || finishing)
    return (
      <Suspense fallback={<Loading />}>
        <Founding finishing={finishing} />
      </Suspense>
    );
  if (data.state === "strange") return <Strange trust={data.trust} />;
  const { organisation } = data;
  if (!session || session.genesis !== organisation.genesis) return <SignIn organisation={organisation} />;
  return (
    <OrganisationProvider value={organisation}>
      <SessionProvider session={session}>
        <SignerProvider>{children}</SignerProvider>
      </SessionProvider>
    </OrganisationProvider>
  );
}
