import { codeOf } from "@rempart/client";
import { orderWords } from "../orders/words.ts";
import { useOrganisation } from "../organisation/context.tsx";
import { Button } from "../parts/button.tsx";
import { Notice } from "../parts/notice.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { faultOf } from "../problem/problem.ts";
import { useFormat } from "../words/format.ts";
import { useWords } from "../words/language.ts";
import { signingWords } from "./words.ts";

/** What stood in the way of a signature, and the way out. */
export function SignProblem({
  error,
  limit,
  onAgain,
  onLeave,
}: {
  error: unknown;
  /** The limit of the row that decides, for `brake.held`. */
  limit?: { phones: number; seconds: number } | undefined;
  /** Drafts the same wish afresh. */
  onAgain?: (() => void) | undefined;
  /** Leaves it unsigned for somebody else. */
  onLeave?: (() => void) | undefined;
}) {
  const words = useWords(signingWords);
  const order = useWords(orderWords);
  const format = useFormat();
  const { frozen } = useOrganisation();
  const { code, where } = faultOf(error);
  const again = onAgain && (
    <div>
      <Button small onPress={onAgain}>
        {words.again}
      </Button>
    </div>
  );
  if (code === "passkey.cancelled") return <Notice live>{words.cancelled}</Notice>;
  if (code === "freeze" || (frozen && code === "rule.none"))
    return (
      <Notice tone="warn" title={words.frozen} live>
        <p>{words.frozenTodo}</p>
      </Notice>
    );
  if (code === "charter.current")
    return (
      <Notice tone="warn" title={words.charterChanged} live>
        <p>{words.charterChangedTodo}</p>
        {again}
      </Notice>
    );
  if (code === "stream.next")
    return (
      <Notice tone="warn" title={words.streamChanged} live>
        <p>{words.streamChangedTodo}</p>
        {again}
      </Notice>
    );
  if (code === "brake.held" && where === "limit" && limit)
    return (
      <Notice
        tone="warn"
        title={words.limit(format.count(limit.phones, order.phone, order.phones), format.duration(limit.seconds))}
        live
      >
        <p>{words.limitTodo}</p>
        {onLeave && (
          <div>
            <Button small onPress={onLeave}>
              {words.leaveForOther}
            </Button>
          </div>
        )}
      </Notice>
    );
  return (
    <>
      <ProblemNotice error={error} />
      {codeOf(error)?.startsWith("window.") || code === "release.late" ? again : null}
    </>
  );
}
