import { Link } from "@tanstack/react-router";
import { useOrganisation } from "../organisation/context.tsx";
import { Age } from "../parts/age.tsx";
import { Badge } from "../parts/notice.tsx";
import { Facts, Section } from "../parts/page.tsx";
import { Seal, ServerSays } from "../parts/source.tsx";
import { settingsWords } from "../settings/words.ts";
import { useFormat } from "../words/format.ts";
import { useWords } from "../words/language.ts";
import styles from "./overview.module.css";
import { overviewWords } from "./words.ts";

const staleSeconds = 30;

function Witnesses() {
  const words = useWords(overviewWords);
  const format = useFormat();
  const { status, trust, head } = useOrganisation();
  const { witnesses, k } = trust.newest.body;
  if (witnesses.length === 0) return <Badge tone="warn">{words.witnessesNone}</Badge>;
  const told = new Map(status.witnesses?.newest.map((one) => [one.kid, one]));
  const seen = [...told.values()].filter(({ size }) => size !== undefined).length;
  return (
    <>
      <Badge tone={seen >= k ? "ok" : "danger"}>{words.witnessesValue(format.number(seen), format.number(k))}</Badge>
      <ul className={styles.witnesses}>
        {witnesses.map(({ kid }) => {
          const one = told.get(kid);
          return (
            <li key={kid}>
              <code>{kid.slice(0, 8)}</code> {one?.time === undefined ? "—" : <Age at={one.time} />}
              {one?.size !== undefined &&
                head.size > one.size &&
                ` · ${words.witnessLag(format.number(head.size - one.size))}`}
            </li>
          );
        })}
      </ul>
    </>
  );
}

/** Health of what all rests on: each line checked here, except where it says so. */
export function TrustPanel({ behind }: { behind: number | undefined }) {
  const words = useWords(overviewWords);
  const settings = useWords(settingsWords);
  const format = useFormat();
  const { head, frozen, status } = useOrganisation();
  const { layout, certificates, refilling } = status;
  return (
    <aside className={styles.trust}>
      <Section title={words.trust}>
        <Facts
          rows={[
            [
              words.gatekeeper,
              <>
                <Badge tone={refilling ? "danger" : "ok"}>{refilling ? refilling.why : words.answers}</Badge>{" "}
                <Age at={head.time} />
              </>,
            ],
            [
              words.log,
              <>
                {words.logValue(format.number(head.size))}
                <Seal />
              </>,
            ],
            [words.witnesses, <Witnesses key="witnesses" />],
            [
              words.freeze,
              <Badge key="freeze" tone={frozen ? "danger" : "ok"}>
                {frozen ? words.frozen : words.notFrozen}
                <Seal />
              </Badge>,
            ],
            layout && [
              words.layout,
              <span key="layout">
                {settings.layouts[layout.kind] ?? layout.words.join(" ")} <Link to="/settings">{words.promises}</Link>
              </span>,
            ],
            certificates && [
              words.certificates,
              <ul key="certificates">
                {certificates.map(({ use, notAfter }) => (
                  <li key={use}>
                    <Badge tone={notAfter - head.time < 30 * 86_400 ? "warn" : "ok"}>
                      {words.certificateUses[use] ?? use}
                    </Badge>{" "}
                    {words.expires(format.date(notAfter))}
                  </li>
                ))}
              </ul>,
            ],
            [
              words.link,
              <ServerSays key="link">
                {behind === undefined || behind < staleSeconds
                  ? words.linkFresh
                  : words.linkBehind(format.duration(behind))}
              </ServerSays>,
            ],
          ]}
        />
      </Section>
    </aside>
  );
}
