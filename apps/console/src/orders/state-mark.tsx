import { useWords } from "../words/language.ts";
import type { OrderState } from "./state.ts";
import styles from "./state-mark.module.css";
import { orderWords } from "./words.ts";

/** A shape for each state, drawn in 12 by 12: colour is never the only sign. */
const shapes: Record<OrderState, { path: string; fill: boolean }> = {
  draft: { path: "M2.500 9.500 8 4l1.500 1.500L4 11H2.500z", fill: false },
  waiting: { path: "M6 1.500a4.500 4.500 0 1 1 0 9 4.500 4.500 0 0 1 0-9M6 3.500V6l2 1", fill: false },
  held: { path: "M3 2h2v8H3zM7 2h2v8H7z", fill: true },
  released: { path: "M2 6h7M6 3l3 3-3 3", fill: false },
  reached: {
    path: "M6 1.500a4.500 4.500 0 1 1 0 9 4.500 4.500 0 0 1 0-9M6 4.200a1.800 1.800 0 1 1 0 3.600 1.800 1.800 0 0 1 0-3.600",
    fill: false,
  },
  done: { path: "M2 6.500 5 9.500 10 3", fill: false },
  failed: { path: "M6 1.500 11 10.500H1zM6 5v2.500", fill: false },
  refused: { path: "M3 3l6 6M9 3 3 9", fill: false },
  cancelled: { path: "M6 1.500a4.500 4.500 0 1 1 0 9 4.500 4.500 0 0 1 0-9M3 9l6-6", fill: false },
  expired: { path: "M3 1.500h6L6 6l3 4.500H3L6 6z", fill: false },
  withdrawn: { path: "M10 6H3M6 3 3 6l3 3", fill: false },
  ended: { path: "M2.500 2.500h7v7h-7z", fill: false },
};

/** The state of a document: a word, a shape, a colour. */
export function StateMark({ state }: { state: OrderState }) {
  const words = useWords(orderWords);
  const { path, fill } = shapes[state];
  return (
    <span className={`${styles.mark} ${styles[state]}`} data-state={state}>
      <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
        <path d={path} fill={fill ? "currentColor" : "none"} stroke="currentColor" strokeWidth="1.500" />
      </svg>
      {words.states[state]}
    </span>
  );
}
