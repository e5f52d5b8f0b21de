// One phone: the same on its own page and beside the list.

import type { ReactNode } from "react";
import { Age } from "../parts/age.tsx";
import { Loading } from "../parts/loading.tsx";
import { Badge, Notice } from "../parts/notice.tsx";
import { Facts, Section } from "../parts/page.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { Seal, ServerSays } from "../parts/source.tsx";
import { UnlockSealed } from "../sealed/unlock-sealed.tsx";
import { useFormat } from "../words/format.ts";
import { useWords } from "../words/language.ts";
import { worded } from "../words/worded.ts";
import { ActButton } from "./act/act-button.tsx";
import { complianceTones, stateTones } from "./cell.tsx";
import { assignedGroups } from "./concerning.ts";
import { type Provable, type Vouched, vouchesFor } from "./evidence.ts";
import { GroupsSection } from "./groups-section.tsx";
import { InventorySection } from "./inventory-section.tsx";
import { NoSuchPhone } from "./no-such-phone.tsx";
import { OrdersSection } from "./orders-section.tsx";
import type { OnePhone } from "./phone.ts";
import styles from "./phone-view.module.css";
import { phoneWords } from "./phone-words.ts";
import { PlaceSection } from "./place-section.tsx";
import { PolicySection } from "./policy-section.tsx";
import { usePhone, usePhoneOrders, useReports, useStandingDocuments, useVouched } from "./use-phone.ts";
import { phonesWords } from "./words.ts";

/** A value of the server, sealed where the phone signed the same; where it signed another one, both are shown. */
function Proved({ vouched, field, said }: { vouched: Vouched | undefined; field: Provable; said: string | undefined }) {
  const words = useWords(phoneWords);
  if (said === undefined && vouched?.[field] === undefined) return null;
  if (vouchesFor(vouched, field, said))
    return (
      <>
        {said}
        <Seal by="phone" />
      </>
    );
  const signed = vouched?.[field];
  return (
    <>
      <ServerSays>{said ?? "–"}</ServerSays>
      {signed !== undefined && (
        <Badge tone="danger">
          {words.differs(signed)}
          <Seal by="phone" />
        </Badge>
      )}
    </>
  );
}

function Identity({ phone, vouched }: { phone: OnePhone; vouched: Vouched | undefined }) {
  const words = useWords(phoneWords);
  const list = useWords(phonesWords);
  const said = (children: ReactNode) => <ServerSays>{children}</ServerSays>;
  const compliance = phone.compliance ?? "unknown";
  return (
    <Section title={words.identity}>
      <Facts
        rows={[
          [
            words.state,
            said(
              <span className={styles.badges}>
                <Badge tone={stateTones[phone.state] ?? "quiet"}>{worded(list.states, phone.state)}</Badge>
                {phone.lost && <Badge tone="danger">{list.lost}</Badge>}
                <Badge tone={complianceTones[compliance] ?? "quiet"}>{worded(list.compliances, compliance)}</Badge>
              </span>,
            ),
          ],
          [words.model, <Proved key="model" vouched={vouched} field="model" said={phone.model} />],
          [
            words.system,
            <span key="os">
              {worded(list.platforms, phone.platform)} <Proved vouched={vouched} field="os" said={phone.os} />{" "}
              {phone.at.os !== undefined && <span className={styles.age}>{<Age at={phone.at.os} />}</span>}{" "}
              {vouched?.osFrom === "enrolment" && <span className={styles.age}>{words.fromEnrolment}</span>}
            </span>,
          ],
          phone.patch === undefined && vouched?.patch === undefined
            ? undefined
            : [words.patch, <Proved key="patch" vouched={vouched} field="patch" said={phone.patch} />],
          [words.seen, said(phone.seenAt === undefined ? words.never : <Age at={phone.seenAt} />)],
          [words.enrolled, said(<Age at={phone.enrolledAt} />)],
          [
            words.id,
            <span key="id" title={words.idHint}>
              <code className={styles.hash}>{phone.id}</code>
              {vouched && <Seal />}
            </span>,
          ],
          vouched && [
            words.ticket,
            <span key="ticket">
              <code className={styles.hash}>{vouched.ticket.slice(0, 16)}</code>
              <Seal by="phone" />
            </span>,
          ],
        ]}
      />
    </Section>
  );
}

function Known({ phone, compact }: { phone: OnePhone; compact: boolean }) {
  const words = useWords(phoneWords);
  const evidence = useVouched(phone);
  const vouched = evidence.data;
  const standing = useStandingDocuments(phone.id, vouched);
  const orders = usePhoneOrders(phone.id, vouched);
  const drift = useReports(vouched, "drift", 10);
  const inventory = useReports(vouched, "inventory", 5);
  const answers = useReports(vouched, "order", 30);
  const documents = standing.data?.documents ?? [];
  const assigned = assignedGroups(documents);
  const concerning = orders.data?.pages.flatMap((page) => page.orders) ?? [];
  const told = standing.data?.groups ?? phone.groups;
  const groups = assigned?.taken ? assigned.groups : told;
  const bad = [drift, inventory, answers].reduce((sum, { data }) => sum + (data?.bad.length ?? 0), 0);
  const locked = [drift, inventory, answers].some(({ data }) => data?.told.some((one) => one.locked));
  const format = useFormat();
  return (
    <div className={`${styles.view} ${compact ? styles.compact : ""}`}>
      <div className={styles.top}>
        <ActButton
          label={words.act}
          selection={{ mode: "some", phones: new Map([[phone.id, phone]]) }}
          chosen={{
            count: 1,
            ios: phone.platform === "ios" ? 1 : 0,
            confirm: phone.state === "confirm" ? 1 : 0,
            gone: phone.state === "gone" ? 1 : 0,
          }}
        />
      </div>
      {evidence.isPending && <Loading>{words.checking}</Loading>}
      {evidence.error && (
        <Notice tone="warn" title={words.unproven}>
          <p>{words.unprovenTodo}</p>
          <p className={styles.age}>{evidence.error.message}</p>
        </Notice>
      )}
      {locked && <UnlockSealed />}
      {bad > 0 && <Notice tone="danger">{words.badReports(format.number(bad))}</Notice>}
      <div className={styles.columns}>
        <div className={styles.column}>
          <Identity phone={phone} vouched={vouched} />
          {phone.lost && <PlaceSection orders={concerning} answers={answers.data} />}
          <GroupsSection said={told} assigned={assigned} />
          <InventorySection inventory={inventory.data} answers={answers.data} orders={concerning} />
        </div>
        <div className={styles.column}>
          <PolicySection
            phone={phone}
            vouched={vouched}
            groups={groups}
            documents={documents}
            pending={standing.isPending}
            error={standing.error}
            drift={drift.data}
          />
          <OrdersSection query={orders} />
        </div>
      </div>
    </div>
  );
}

/** Everything about the phone `device`, which is an id. */
export function PhoneView({ device, compact = false }: { device: string; compact?: boolean }) {
  const { data, error, refetch } = usePhone(device);
  if (error && !data)
    return (error as { status?: number }).status === 404 ? (
      <NoSuchPhone />
    ) : (
      <ProblemNotice error={error} onRetry={() => void refetch()} />
    );
  if (!data) return <Loading />;
  // Another phone than the one asked for is shown as nothing.
  if (data.id !== device) return <NoSuchPhone />;
  return <Known phone={data} compact={compact} />;
}
