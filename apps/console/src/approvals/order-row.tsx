import type { SaidOrderAnswer } from "../orders/server.ts";
import { heldUntil, orderState } from "../orders/state.ts";
import type { Row } from "../orders/use-verified.ts";
import { orderWords } from "../orders/words.ts";
import { useOrganisation } from "../organisation/context.tsx";
import { nameOf } from "../organisation/names.ts";
import { Age } from "../parts/age.tsx";
import { ServerSays } from "../parts/source.tsx";
import { useFormat } from "../words/format.ts";
import { useWords } from "../words/language.ts";
import { DocumentRow } from "./document-row.tsx";

/** One accepted order of a list. Who signed is checked; its progress is the server's word until it is opened. */
export function OrderRow({
  order,
  row,
  selected,
  search,
}: {
  order: SaidOrderAnswer;
  row: Row;
  selected: boolean;
  search: Record<string, string>;
}) {
  const words = useWords(orderWords);
  const format = useFormat();
  const organisation = useOrganisation();
  const { review } = row;
  const body = review?.kind === "order" ? review.document.body : undefined;
  const charter = organisation.trust.charters.find(({ hash }) => hash === body?.charter);
  const { state } = orderState(
    {
      proven: false,
      heldUntil: body && charter && heldUntil(body, charter.body.brake.hold, order.acceptedAt),
      ended: false,
      expiresAt: body?.expiresAt,
      reached: undefined,
    },
    order,
    Math.floor(Date.now() / 1000),
  );
  const done = (order.outcomes.done ?? 0) + (order.outcomes.observed ?? 0);
  const failed = (order.outcomes.failed ?? 0) + (order.outcomes.refused ?? 0);
  const by = review?.signers.map(({ id }) => nameOf(organisation, id)) ?? [];
  return (
    <DocumentRow row={row} state={state} selected={selected} search={search}>
      {format.list(by)} · <Age at={order.acceptedAt} />
      {order.phones > 0 && done + failed > 0 && (
        <>
          {" · "}
          <ServerSays>
            {words.reached(format.number(done), format.number(order.phones))}
            {failed > 0 && `, ${words.outcomes.failed}${words.colon}${format.number(failed)}`}
          </ServerSays>
        </>
      )}
    </DocumentRow>
  );
}
