// Places as people type them: degrees with a point or a comma, as a map or a spreadsheet gives them. Rules hold degrees x 10^7.

import type { Point } from "@rempart/policy";

const scale = 10_000_000;
const number = "[-−+]?\\d{1,3}(?:[.,]\\d{1,12})?";
const one = new RegExp(`^\\s*(${number})\\s*°?\\s*$`);
const two = new RegExp(`^\\s*\\[?\\s*(${number})\\s*(?:[;,]|\\s)\\s*(${number})\\s*\\]?\\s*,?\\s*$`);

function read(text: string): number {
  const value = Math.round(Number(text.replace(",", ".").replace("−", "-")) * scale);
  // JSON has no minus zero, and neither does what is signed.
  return value === 0 ? 0 : value;
}

/** Degrees x 10^7, or undefined for what is no number of degrees. Bounds are judged by `readRules`. */
export function parseDegrees(text: string): number | undefined {
  const [, value] = one.exec(text) ?? [];
  return value === undefined ? undefined : read(value);
}

/** As many digits as are needed; small ones without an exponent. */
export function degreesText(value: number): string {
  return (value / scale).toFixed(7).replace(/\.?0+$/, "");
}

/** One point a line, latitude first; empty lines are passed over. A number: the first line that is none, from 1. */
export function parsePoints(text: string): Point[] | number {
  const points: Point[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const [, lat, lon] = two.exec(line) ?? [];
    if (lat === undefined || lon === undefined) return index + 1;
    points.push([read(lat), read(lon)]);
  }
  return points;
}

export function pointsText(points: readonly Point[]): string {
  return points.map(([lat, lon]) => `${degreesText(lat)}, ${degreesText(lon)}`).join("\n");
}

/** A minute of the day as `<input type="time">` has it; 1440 is 24:00, which it shows as 00:00. */
export function clockText(minute: number): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${two(Math.floor(minute / 60) % 24)}:${two(minute % 60)}`;
}

/** The minute of the day; undefined for what is no time. */
export function parseClock(text: string): number | undefined {
  const [, hours, minutes] = /^(\d{2}):(\d{2})/.exec(text) ?? [];
  if (hours === undefined || minutes === undefined) return undefined;
  const minute = Number(hours) * 60 + Number(minutes);
  return Number(minutes) < 60 && minute < 1440 ? minute : undefined;
}
