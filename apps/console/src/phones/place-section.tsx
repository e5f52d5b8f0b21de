import { lazy, Suspense } from "react";
import { Age } from "../parts/age.tsx";
import { Loading } from "../parts/loading.tsx";
import { Section } from "../parts/page.tsx";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { Seal } from "../parts/source.tsx";
import { useFormat } from "../words/format.ts";
import { useWords } from "../words/language.ts";
import type { Concerning } from "./concerning.ts";
import { Locked } from "./locked.tsx";
import styles from "./phone-view.module.css";
import { phoneWords } from "./phone-words.ts";
import { degrees, lastPlace } from "./place.ts";
import type { Reports } from "./reports.ts";

/** The map and its coasts come only when there is something to draw. */
const PlaceMap = lazy(() => import("./place-map.tsx"));

function read(orders: readonly Concerning[], answers: Reports) {
  try {
    return { place: lastPlace(orders, answers) };
  } catch (error) {
    return { error };
  }
}

/** Where a phone in lost mode said it is. */
export function PlaceSection({ orders, answers }: { orders: readonly Concerning[]; answers: Reports | undefined }) {
  const words = useWords(phoneWords);
  const format = useFormat();
  const { place, error } = read(orders, answers ?? { told: [], bad: [] });
  const number = new Intl.NumberFormat(format.locale, { maximumFractionDigits: 5 });
  const side = (value: number, positive: (text: string) => string, negative: (text: string) => string) =>
    (value < 0 ? negative : positive)(number.format(degrees(value)));
  return (
    <Section title={words.place}>
      <p className={styles.hint}>{words.placeHint}</p>
      {error !== undefined && <ProblemNotice error={error} />}
      {place === "locked" && <Locked />}
      {place === undefined && error === undefined && (
        <p className={styles.hint}>
          {words.placeNone} {words.placeAsk}
        </p>
      )}
      {typeof place === "object" && (
        <>
          <p>
            <strong>
              {words.placeWords(side(place.lat, words.north, words.south), side(place.lon, words.east, words.west))}
            </strong>
            , {words.within(format.number(place.accuracy))} · <Age at={place.at} />
            <Seal by="phone" />
          </p>
          <Suspense fallback={<Loading>{words.mapLate}</Loading>}>
            <PlaceMap place={place} label={words.map} />
          </Suspense>
        </>
      )}
    </Section>
  );
}
