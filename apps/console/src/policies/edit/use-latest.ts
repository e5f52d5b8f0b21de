import { useCallback, useLayoutEffect, useRef } from "react";

/** The same function in every drawing, which does what the newest one does: lists of cards need not be drawn again for it. */
export function useLatest<A extends unknown[]>(work: (...args: A) => void): (...args: A) => void {
  const latest = useRef(work);
  useLayoutEffect(() => {
    latest.current = work;
  });
  return useCallback((...args: A) => latest.current(...args), []);
}
