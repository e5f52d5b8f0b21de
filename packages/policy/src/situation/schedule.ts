// Whether it is one of some hours, in their own time zone.
import type { Hours } from "../rule.ts";

interface Local {
  /** 1 = Monday to 7 = Sunday. */
  day: number;
  /** Minute of the day. */
  minute: number;
}

const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
/** Seconds to the end of what a date can say (ECMA-262, 21.4.1.1). */
const lastTime = 8.64e12;
const mostFormats = 64;
const formats = new Map<string, Intl.DateTimeFormat>();

/** A formatter is slow to make and is asked for often. Throws a RangeError for a zone that this platform does not know. */
function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  if (formats.size >= mostFormats) formats.clear();
  formats.set(zone, made);
  return made;
}

/** Local weekday and minute; undefined for a zone or a time that this platform does not know. */
export function localTime(zone: string, time: number): Local | undefined {
  if (time > lastTime) return undefined;
  try {
    const parts = Object.fromEntries(
      formatOf(zone)
        .formatToParts(time * 1000)
        .map(({ type, value }) => [type, value]),
    );
    return { day: weekdays.indexOf(parts.weekday!) + 1, minute: Number(parts.hour) * 60 + Number(parts.minute) };
  } catch {
    return undefined;
  }
}

function isWithin({ days, from, to }: Hours, { day, minute }: Local): boolean {
  if (from < to) return days.includes(day) && minute >= from && minute < to;
  const before = day === 1 ? 7 : day - 1;
  return (days.includes(day) && minute >= from) || (days.includes(before) && minute < to);
}

/**
 * Whether `time` (Unix seconds) lies in one of `hours`. Where it cannot be known, because the time or a zone is unknown,
 * the answer is `unsure`.
 */
export function isInHours(hours: readonly Hours[], time: number | undefined, unsure: boolean): boolean {
  return hours.some((one) => {
    const local = time === undefined ? undefined : localTime(one.zone, time);
    return local === undefined ? unsure : isWithin(one, local);
  });
}
