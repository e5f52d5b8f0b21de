import { useState, useSyncExternalStore } from "react";
import { type Column, narrowColumns, readColumns } from "./columns.ts";

const storageKey = "rempart.phones.columns";
const narrow = "(max-width: 720px)";

/** Whether the screen is a phone's. */
export function useIsNarrow(): boolean {
  return useSyncExternalStore(
    (listener) => {
      const query = matchMedia(narrow);
      query.addEventListener("change", listener);
      return () => query.removeEventListener("change", listener);
    },
    () => matchMedia(narrow).matches,
  );
}

/** The columns to show, and a way to choose others, remembered on this browser. */
export function useColumns(): { shown: readonly Column[]; chosen: readonly Column[]; choose(columns: Column[]): void } {
  const [chosen, setChosen] = useState(() => readColumns(localStorage.getItem(storageKey)));
  const isNarrow = useIsNarrow();
  return {
    shown: isNarrow ? narrowColumns : chosen,
    chosen,
    choose: (next) => {
      localStorage.setItem(storageKey, next.join(","));
      setChosen(readColumns(next.join(",")));
    },
  };
}
