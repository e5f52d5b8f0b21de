import { useEffect, useState } from "react";
import { useFormat } from "../words/format.ts";

/** How long ago, growing while the page stands open; the exact time on hover. `at` in Unix seconds. */
export function Age({ at }: { at: number }) {
  const format = useFormat();
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), 20_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <time dateTime={new Date(at * 1000).toISOString()} title={format.dateTime(at)}>
      {format.ago(at)}
    </time>
  );
}
