// What is selected, and what can be done with it.

import { Button } from "../parts/button.tsx";
import { useServer } from "../remote/use-server.ts";
import { useFormat } from "../words/format.ts";
import { useWords } from "../words/language.ts";
import styles from "./act/act.module.css";
import { ActButton } from "./act/act-button.tsx";
import type { SentOrder } from "./act/act-dialog.tsx";
import type { Chosen } from "./act/actions.ts";
import { chosenByHand, narrowed } from "./act/targets.ts";
import { countAnswer } from "./phone.ts";
import { countOf, mostByHand, type Selection } from "./selection.ts";
import { phonesWords } from "./words.ts";

/** How many of all that match are so, by the server's count. */
function useCount(selection: Selection, name: string, value: string): number {
  const query = selection.mode === "all" ? narrowed(selection.query, name, value) : undefined;
  const { data } = useServer({
    about: ["phone"],
    path: `/api/v1/phones/count?${query ?? ""}`,
    read: countAnswer,
    enabled: query !== undefined,
  });
  return query === undefined ? 0 : (data?.phones ?? 0);
}

function useChosen(selection: Selection): Chosen {
  const ios = useCount(selection, "platform", "ios");
  const confirm = useCount(selection, "state", "confirm");
  const gone = useCount(selection, "state", "gone");
  if (selection.mode === "some") return chosenByHand(selection);
  return { count: countOf(selection), ios, confirm, gone };
}

/** The bar. */
export function SelectionBar({
  selection,
  total,
  onSelectAll,
  onClear,
  onSent,
}: {
  selection: Selection;
  total: number;
  onSelectAll(): void;
  onClear(): void;
  onSent(order: SentOrder): void;
}) {
  const words = useWords(phonesWords).selection;
  const format = useFormat();
  const chosen = useChosen(selection);
  const count = countOf(selection);
  const isAll = selection.mode === "all" && selection.except.size === 0;
  return (
    <section className={styles.bar} aria-label={words.bar}>
      <strong role="status">
        {isAll ? words.allSelected(format.number(count)) : format.count(count, words.one, words.many)}
      </strong>
      {!isAll && total > count && (
        <Button small kind="quiet" onPress={onSelectAll}>
          {words.all(format.number(total))}
        </Button>
      )}
      {selection.mode === "some" && count >= mostByHand && <span>{words.tooMany(format.number(mostByHand))}</span>}
      <span className={styles.spacer} />
      <Button small kind="quiet" onPress={onClear}>
        {words.clear}
      </Button>
      <ActButton label={words.act} selection={selection} chosen={chosen} onSent={onSent} />
    </section>
  );
}
