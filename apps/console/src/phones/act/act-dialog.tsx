// One action on the chosen phones: what it will do, what it takes, its form; then the document, the signature, what became
// of it.

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useOrganisation } from "../../organisation/context.tsx";
import { Notice } from "../../parts/notice.tsx";
import { Problem } from "../../problem/problem.ts";
import { useServerAsk } from "../../session/context.tsx";
import { ActionDialog } from "../../signing/action-dialog.tsx";
import type { Sent } from "../../signing/send.ts";
import type { Wish } from "../../signing/use-signing.ts";
import { useFormat } from "../../words/format.ts";
import { useWords } from "../../words/language.ts";
import { mostProved, withoutProof } from "../evidence.ts";
import { onePhone, shortId } from "../phone.ts";
import { countOf, type Selection } from "../selection.ts";
import { useGroups } from "../use-facts.ts";
import { phonesWords } from "../words.ts";
import styles from "./act.module.css";
import { useStandpoint } from "./action-list.tsx";
import { able, type Chosen, type OrderAct, offers } from "./actions.ts";
import { Fields } from "./fields.tsx";
import { emptyForm, type Form, saidBy } from "./form.ts";
import { needsSentences } from "./needs.ts";
import { idsOf, sharedGroups } from "./targets.ts";
import { actWords } from "./words.ts";

/** An order that was sent from here, and what it asked for, so that it can be asked again of those that failed. */
export interface SentOrder {
  sent: Sent;
  act: OrderAct;
  form: Form;
}

interface ActDialogProps {
  act: OrderAct;
  selection: Selection;
  chosen: Chosen;
  /** A form filled in before, when an order is tried again. */
  filled?: Form | undefined;
  onClose(): void;
  onSent?: ((order: SentOrder) => void) | undefined;
}

type Working = { what: "listing" } | { what: "proving"; done: number; all: number };

/** The dialog of one action. */
export function ActDialog({ act, selection, chosen, filled, onClose, onSent }: ActDialogProps) {
  const words = useWords(actWords);
  const list = useWords(phonesWords);
  const format = useFormat();
  const { genesis, trust } = useOrganisation();
  const ask = useServerAsk();
  const client = useQueryClient();
  const groups = useGroups();
  const standpoint = useStandpoint();
  const [form, setForm] = useState<Form>(() => filled ?? { ...emptyForm, groups: sharedGroups(selection) });
  const [working, setWorking] = useState<Working>();
  const [unproven, setUnproven] = useState<readonly string[]>([]);
  const [listed, setListed] = useState<number>();
  const { action, destructive = false, reasons } = offers[act];
  const count = countOf(selection);
  const phones = (n: number): string => format.count(n, list.phone, list.phones);
  const said = saidBy(act, form);
  const { row } = able(act, chosen, standpoint);
  const { brake } = trust.newest.body;
  const needs = row
    ? needsSentences({ row, brake, destructive, phones: count }, words, format, [list.phone, list.phones])
    : [];

  /** Refuses with `phone.unproven` phones that did not sign what they are said to be, before something destroys them. */
  const prove = async (ids: readonly string[]): Promise<void> => {
    let done = 0;
    setWorking({ what: "proving", done, all: ids.length });
    const missing = await withoutProof(genesis, ids, async (id) => {
      const path = `/api/v1/phones/${id}`;
      const { evidence, model } = onePhone(await ask(path, { lax: true }), path);
      setWorking({ what: "proving", done: ++done, all: ids.length });
      const listed = selection.mode === "some" ? (selection.phones.get(id)?.model ?? "") : "";
      return { shown: evidence, models: listed === "" ? [model] : [model, listed] };
    });
    const unreachable = missing.find(({ error }) => (error as { code?: string }).code === "network");
    if (unreachable) throw unreachable.error;
    setUnproven(missing.map(({ id }) => id));
    if (missing.length > 0)
      throw new Problem(
        "phone.unproven",
        missing[0]!.id,
        `${missing.length} phones are not proved by what they signed`,
      );
  };
  const prepare = async (wanted: Omit<Wish, "reason">): Promise<Omit<Wish, "reason">> => {
    setUnproven([]);
    setWorking({ what: "listing" });
    try {
      const ids = await idsOf(selection, ask);
      setListed(ids.length);
      if (destructive && ids.length <= mostProved) await prove(ids);
      return { ...wanted, aim: { phones: ids } };
    } finally {
      setWorking(undefined);
    }
  };
  return (
    <ActionDialog
      title={words.title(words.names[act], phones(count))}
      onClose={onClose}
      wish={() => said && { ...said, action, aim: { phones: [] } }}
      prepare={prepare}
      reasons={reasons}
      onSent={(sent) => {
        void client.invalidateQueries({ queryKey: ["server"] });
        onSent?.({ sent, act, form });
      }}
    >
      <p>{words.does[act]}</p>
      <div className={styles.needs}>
        {needs.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
      {offers[act].androidOnly && chosen.ios > 0 && (
        <Notice tone="info">{words.someIos(format.number(chosen.ios))}</Notice>
      )}
      {chosen.gone + chosen.confirm > 0 && (
        <Notice tone="info">{words.someGone(format.number(chosen.gone + chosen.confirm))}</Notice>
      )}
      {destructive && count <= mostProved && <p className={styles.note}>{words.proved}</p>}
      {destructive && count > mostProved && <Notice tone="warn">{words.idsOnly(format.number(mostProved))}</Notice>}
      <Fields act={act} form={form} onChange={setForm} groups={groups} />
      {working && (
        <p role="status">
          {working.what === "listing"
            ? words.working.listing
            : words.working.proving(format.number(working.done), format.number(working.all))}
        </p>
      )}
      {listed !== undefined && listed !== count && (
        <Notice tone="info" live>
          {words.changed(format.number(listed), format.number(count))}
        </Notice>
      )}
      {unproven.length > 0 && (
        <Notice tone="danger" live>
          {words.unproven(format.list(unproven.slice(0, 10).map(shortId)))}
        </Notice>
      )}
    </ActionDialog>
  );
}
