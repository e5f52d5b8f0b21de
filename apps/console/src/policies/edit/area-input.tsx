// A place by its coordinates. A map to draw on will stand above these inputs; the values are the same.

import type { Area, Point } from "@rempart/policy";
import { useState } from "react";
import { Button } from "../../parts/button.tsx";
import { Field } from "../../parts/field.tsx";
import { Select } from "../../parts/select.tsx";
import { useFormat } from "../../words/format.ts";
import { useWords } from "../../words/language.ts";
import { degreesText, parseDegrees, parsePoints, pointsText } from "./degrees.ts";
import styles from "./editor.module.css";
import { editWords } from "./words.ts";

/** What is typed, before it is a place. */
interface Typed {
  shape: "circle" | "polygon";
  lat: string;
  lon: string;
  radius: string;
  outer: string;
  holes: string[];
}

function typedOf(area: Area | undefined): Typed {
  const empty: Typed = { shape: "circle", lat: "", lon: "", radius: "200", outer: "", holes: [] };
  if (!area) return empty;
  if ("circle" in area) {
    const { lat, lon, radius } = area.circle;
    return { ...empty, lat: degreesText(lat), lon: degreesText(lon), radius: String(radius) };
  }
  const { outer, holes = [] } = area.polygon;
  return { ...empty, shape: "polygon", outer: pointsText(outer), holes: holes.map(pointsText) };
}

/** The place that is typed; undefined while it is none. */
function areaOf({ shape, lat, lon, radius, outer, holes }: Typed): Area | undefined {
  if (shape === "circle") {
    const [y, x] = [parseDegrees(lat), parseDegrees(lon)];
    if (y === undefined || x === undefined || !/^\d{1,6}$/.test(radius.trim())) return undefined;
    return { circle: { lat: y, lon: x, radius: Number(radius) } };
  }
  const rings = [outer, ...holes].map(parsePoints);
  if (rings.some((ring) => typeof ring === "number")) return undefined;
  const [first, ...rest] = rings as Point[][];
  return first!.length === 0 ? undefined : { polygon: { outer: first!, ...(rest.length > 0 ? { holes: rest } : {}) } };
}

function Ring({ label, text, onChange }: { label: string; text: string; onChange(text: string): void }) {
  const words = useWords(editWords);
  const points = parsePoints(text);
  return (
    <Field
      label={label}
      rows={5}
      mono
      value={text}
      onChange={onChange}
      description={words.cornersHint}
      error={typeof points === "number" ? words.cornersWrong(String(points)) : undefined}
    />
  );
}

/** A circle or a polygon, typed or pasted. */
export function AreaInput({
  label,
  area,
  error,
  onChange,
}: {
  label: string;
  area: Area | undefined;
  error: string | undefined;
  onChange(area: Area | undefined): void;
}) {
  const words = useWords(editWords);
  const format = useFormat();
  const [typed, setTyped] = useState(() => typedOf(area));
  const change = (more: Partial<Typed>): void => {
    const next = { ...typed, ...more };
    setTyped(next);
    onChange(areaOf(next));
  };
  const degrees = (text: string): string | undefined =>
    text.trim() === "" || parseDegrees(text) !== undefined ? undefined : words.degreesWrong;
  return (
    <fieldset className={styles.group}>
      <legend>{label}</legend>
      <Select
        label={words.shape}
        choices={[
          { id: "circle", label: words.circle },
          { id: "polygon", label: words.polygon },
        ]}
        value={typed.shape}
        onChange={(shape) => change({ shape: shape as Typed["shape"] })}
      />
      {typed.shape === "circle" ? (
        <div className={styles.threes}>
          <Field
            label={words.latitude}
            description={words.degreesHint}
            inputMode="decimal"
            value={typed.lat}
            error={degrees(typed.lat)}
            onChange={(lat) => change({ lat })}
          />
          <Field
            label={words.longitude}
            description={words.degreesHint}
            inputMode="decimal"
            value={typed.lon}
            error={degrees(typed.lon)}
            onChange={(lon) => change({ lon })}
          />
          <Field
            label={words.radius}
            description={words.between(format.number(25), format.number(500_000))}
            inputMode="numeric"
            value={typed.radius}
            onChange={(radius) => change({ radius })}
          />
        </div>
      ) : (
        <>
          <Ring label={words.corners} text={typed.outer} onChange={(outer) => change({ outer })} />
          {typed.holes.map((hole, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: holes have no name but their place
            <div key={index} className={styles.group}>
              <Ring
                label={words.holes(String(index + 1))}
                text={hole}
                onChange={(text) => change({ holes: typed.holes.with(index, text) })}
              />
              <div>
                <Button kind="quiet" small onPress={() => change({ holes: typed.holes.toSpliced(index, 1) })}>
                  {words.dropHole(String(index + 1))}
                </Button>
              </div>
            </div>
          ))}
          <div>
            <Button small onPress={() => change({ holes: [...typed.holes, ""] })}>
              {words.addHole}
            </Button>
          </div>
        </>
      )}
      {error !== undefined && <span className={styles.error}>{error}</span>}
      <span className={styles.soft}>{words.mapLater}</span>
    </fieldset>
  );
}
