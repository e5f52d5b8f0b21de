// How a policy gets to its phones: who signs, the first hour, or the brake.

import { decidingRow, isDestructive, type Order, Refusal, type Row, reachBound } from "@rempart/trust";
import { useOrganisation } from "../../organisation/context.tsx";
import { Notice } from "../../parts/notice.tsx";
import { Facts, Section } from "../../parts/page.tsx";
import { useFormat } from "../../words/format.ts";
import { useWords } from "../../words/language.ts";
import { policiesWords } from "../words.ts";
import { planWords } from "./words.ts";

function rowFor(organisation: ReturnType<typeof useOrganisation>): Row | undefined {
  try {
    return decidingRow(organisation.trust.newest, "policy", undefined, organisation.frozen);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** Whether the parameters of a policy order can destroy: of the document alone, as every verifier asks. */
export function canDestroy(params: object): boolean {
  return isDestructive({ action: "policy", params } as unknown as Order);
}

/** `phones`: how many it is for, by the server's count. */
export function Outlook({ phones, destructive }: { phones: number; destructive: boolean }) {
  const words = useWords(planWords);
  const general = useWords(policiesWords);
  const format = useFormat();
  const organisation = useOrganisation();
  const { brake } = organisation.trust.newest.body;
  const row = rowFor(organisation);
  const count = (n: number): string => format.count(n, general.phone, general.phones);
  const bound = reachBound(brake.reach, phones);
  const first = destructive
    ? words.braked
    : phones === 0
      ? words.nobody
      : bound < phones
        ? `${words.first(count(bound), format.duration(brake.reach.seconds), count(phones))} ${words.lift}`
        : words.atOnce(count(phones), count(bound));
  return (
    <Section title={words.signing}>
      {!row && <Notice tone="danger" title={words.refused} />}
      <Facts
        rows={[row && [words.rule, words.needs(row.need.count, words.roles[row.need.role])], [words.firstHour, first]]}
      />
    </Section>
  );
}
