// Letting somebody in after the founding: request, words, a charter that the roots sign, the key to sealed texts, a link.

import { isComplete, judgeProposal, type KeyRequest, type Proposal, signProposal, submit } from "@rempart/client";
import { forms, utf8 } from "@rempart/trust";
import { useState } from "react";
import { CopyText } from "../founding/copy-text.tsx";
import styles from "../founding/founding.module.css";
import type { Role } from "../founding/plan.ts";
import { saveFile } from "../founding/save-file.ts";
import { RequestForm } from "../founding/steps/invite.tsx";
import { peopleWords } from "../founding/words/people.ts";
import { orderWords } from "../orders/words.ts";
import { gatekeeper, useLookAgain, useOrganisation } from "../organisation/context.tsx";
import { invitationLink } from "../organisation/invitation.ts";
import { keepOrganisation, keptOrganisation } from "../organisation/store.ts";
import { Button } from "../parts/button.tsx";
import { Checkbox } from "../parts/field.tsx";
import { Fingerprint } from "../parts/fingerprint.tsx";
import { Loading } from "../parts/loading.tsx";
import { Notice } from "../parts/notice.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { Problem } from "../problem/problem.ts";
import { bringCopies, copyOf } from "../sealed/copies.ts";
import { useDirectoryKey } from "../sealed/directory-key.ts";
import { UnlockSealed } from "../sealed/unlock-sealed.tsx";
import { scopeOf, wrapByTransfer } from "../sealed/wrap.ts";
import { type KeyFile, takeSigner } from "../session/key-file.ts";
import { OpenFile } from "../session/open-file.tsx";
import { useSigner } from "../session/signer.tsx";
import { useFormat } from "../words/format.ts";
import { useWords } from "../words/language.ts";
import { approversOf, proposeAdmission, raisable } from "./propose.ts";
import { admissionWords } from "./words.ts";

interface Accepted {
  request: KeyRequest;
  role: Role;
  text: string;
}

/** The name stays on this browser; the charter knows people by number. */
async function rememberName(genesis: string, { person, name }: KeyRequest): Promise<Record<string, string>> {
  const kept = (await keptOrganisation(genesis))!;
  const names = { ...kept.names, [person!]: name };
  await keepOrganisation({ ...kept, names });
  return names;
}

function CommandLine({ accepted }: { accepted: Accepted }) {
  const words = useWords(admissionWords);
  return (
    <details>
      <summary>{words.cli}</summary>
      <div className={styles.group}>
        <p>{words.cliLead}</p>
        <pre>
          {`rempart charter propose --add-person request.json --role ${accepted.role} --out next.json\n`}
          {
            "rempart charter sign --proposal next.json --root-key root-1.age\nrempart charter publish --proposal next.json"
          }
        </pre>
        <div>
          <Button small onPress={() => saveFile("request.json", utf8(accepted.text), "application/json")}>
            {words.save}
          </Button>
        </div>
      </div>
    </details>
  );
}

function Ceremony({
  accepted,
  onDone,
  onCancel,
}: {
  accepted: Accepted;
  onDone(names: Record<string, string>, shared: boolean): void;
  onCancel(): void;
}) {
  const words = useWords(admissionWords);
  const people = useWords(peopleWords);
  const orders = useWords(orderWords);
  const format = useFormat();
  const { trust, head, genesis } = useOrganisation();
  const key = useDirectoryKey(genesis);
  const signer = useSigner();
  const lookAgain = useLookAgain();
  const { request, role } = accepted;
  const isApprover = role === "approver";
  const raised = raisable(trust.newest, approversOf(trust.newest, isApprover));
  const [raise, setRaise] = useState(true);
  const [proposal, setProposal] = useState<Proposal>();
  const [busy, setBusy] = useState<"publishing" | "sharing">();
  const [error, setError] = useState<unknown>();

  const sign = async (file: KeyFile): Promise<void> => {
    if (!trust.newest.roots.has(file.kid)) throw new Problem("key.kind", "file", words.notRoot);
    const wish = { trust, size: head.size, request, role, raise: raise ? raised : [] };
    const judged = proposal ?? (await proposeAdmission({ ...wish, now: Math.floor(Date.now() / 1000) }));
    const signed = await signProposal(judged, [await takeSigner(file)]);
    setProposal(await judgeProposal(trust, signed));
  };

  /** Leaves the key to sealed texts for the newcomer; false when nothing could be left. */
  const share = async (next: Proposal["next"]): Promise<boolean> => {
    if (!isApprover || !request.transfer || !key) return false;
    setBusy("sharing");
    const scope = scopeOf(next, request.person!);
    const value = await wrapByTransfer(request.transfer, scope, key);
    const copy = copyOf(request.person!, forms.keyId(request.transfer), scope.epoch, "transfer", value);
    await bringCopies(gatekeeper, next, await signer(), [copy]);
    return true;
  };

  const publish = async (): Promise<void> => {
    setError(undefined);
    setBusy("publishing");
    try {
      const { next, file } = proposal!;
      await submit(gatekeeper, next.hash, file.envelope, []);
      const names = await rememberName(genesis, request);
      const shared = await share(next).catch(() => false);
      await lookAgain();
      onDone(names, shared);
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(undefined);
    }
  };

  const complete = proposal !== undefined && isComplete(proposal);
  return (
    <section className={styles.panel} aria-label={words.charterTitle(request.name)}>
      <h3>{words.charterTitle(request.name)}</h3>
      <p>{words.joins(request.name, people.roles[role])}</p>
      {raised.length > 0 && (
        <>
          <Checkbox isSelected={raise} onChange={setRaise} isDisabled={proposal !== undefined}>
            {words.raise}
          </Checkbox>
          <ul>
            {raised.map((one) => (
              <li key={`${one.actions.join()}${one.max}`}>
                {words.raised(
                  format.list(one.actions.map((action) => orders.actions[action])),
                  one.max,
                  one.from,
                  one.to,
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      <p className={styles.hint}>{words.ends}</p>
      {isApprover && key === undefined && (
        <>
          <p>{words.share}</p>
          <UnlockSealed />
        </>
      )}
      {proposal && (
        <>
          <p className={styles.hint}>{words.hash}</p>
          <Fingerprint hash={proposal.next.hash} />
        </>
      )}
      {!complete && (
        <>
          <p>{words.sign(proposal?.old.signed ?? 0, trust.newest.body.roots.threshold)}</p>
          <OpenFile key={proposal?.old.signed ?? 0} label={words.signWith} onOpened={sign} />
        </>
      )}
      {error !== undefined && <ProblemNotice error={error} />}
      {busy && <Loading>{words[busy]}</Loading>}
      <div className={styles.row}>
        {complete && (
          <Button kind="primary" isDisabled={busy !== undefined} onPress={publish}>
            {words.publish}
          </Button>
        )}
        <Button isDisabled={busy !== undefined} onPress={onCancel}>
          {words.cancel}
        </Button>
      </div>
      {!proposal && <CommandLine accepted={accepted} />}
    </section>
  );
}

/** Lets somebody in, from the link to the last signature. */
export default function Admission() {
  const words = useWords(admissionWords);
  const people = useWords(peopleWords);
  const { trust, genesis, name } = useOrganisation();
  const [accepted, setAccepted] = useState<Accepted>();
  const [done, setDone] = useState<{ name: string; link: string; missed: boolean }>();
  const { origins, rpId, people: members } = trust.newest.body;
  if (done)
    return (
      <section className={styles.panel} aria-label={words.done(done.name)}>
        <h3>{words.done(done.name)}</h3>
        <p>{words.doneLead}</p>
        <CopyText label={words.link} text={done.link} copy={people.copy} />
        {done.missed && <Notice tone="warn">{words.notShared}</Notice>}
        <div>
          <Button onPress={() => setDone(undefined)}>{words.again}</Button>
        </div>
      </section>
    );
  if (accepted)
    return (
      <Ceremony
        accepted={accepted}
        onCancel={() => setAccepted(undefined)}
        onDone={(names, shared) => {
          const missed = accepted.role === "approver" && !shared;
          setDone({ name: accepted.request.name, link: invitationLink(origins[0]!, genesis, names), missed });
          setAccepted(undefined);
        }}
      />
    );
  const kids = members.flatMap(({ credentials }) => credentials.map(({ kid }) => kid));
  return (
    <RequestForm
      scope={{ organisation: name.slice(0, 64), origins, rpId, kids, people: members.map(({ id }) => id) }}
      onAccepted={(request, role, text) => setAccepted({ request, role, text })}
    />
  );
}
