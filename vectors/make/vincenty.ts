// Vincenty's inverse formula (Survey Review XXIII 176, 1975) on WGS 84: another way to a distance, good to a millimetre.
import type { Point } from "../../packages/policy/src/index.ts";

const radian = Math.PI / 180 / 10_000_000;
const full = 3_600_000_000;

/** A longitude in -180 to 180 degrees x 10^7. */
export function wrap(lon: number): number {
  return ((((lon + full / 2) % full) + full) % full) - full / 2;
}

/** Metres between two points, degrees x 10^7; not a number for points on opposite sides of the earth. */
export function vincenty([lat1, lon1]: Point, [lat2, lon2]: Point): number {
  const [a, f] = [6_378_137, 1 / 298.257223563];
  const b = a * (1 - f);
  const reduced = (lat: number): number => Math.atan((1 - f) * Math.tan(lat * radian));
  const [u1, u2] = [reduced(lat1), reduced(lat2)];
  const l = wrap(lon2 - lon1) * radian;
  let lambda = l;
  for (let i = 0; i < 200; i++) {
    const x = Math.cos(u2) * Math.sin(lambda);
    const y = Math.cos(u1) * Math.sin(u2) - Math.sin(u1) * Math.cos(u2) * Math.cos(lambda);
    const sin = Math.hypot(x, y);
    if (sin === 0) return 0;
    const cos = Math.sin(u1) * Math.sin(u2) + Math.cos(u1) * Math.cos(u2) * Math.cos(lambda);
    const sigma = Math.atan2(sin, cos);
    const sinAlpha = (Math.cos(u1) * Math.cos(u2) * Math.sin(lambda)) / sin;
    const cos2 = 1 - sinAlpha ** 2;
    const mid = cos2 === 0 ? 0 : cos - (2 * Math.sin(u1) * Math.sin(u2)) / cos2;
    const c = (f / 16) * cos2 * (4 + f * (4 - 3 * cos2));
    const before = lambda;
    lambda = l + (1 - c) * f * sinAlpha * (sigma + c * sin * (mid + c * cos * (2 * mid ** 2 - 1)));
    if (Math.abs(lambda - before) > 1e-13) continue;
    const w = (cos2 * (a ** 2 - b ** 2)) / b ** 2;
    const big = 1 + (w / 16384) * (4096 + w * (-768 + w * (320 - 175 * w)));
    const small = (w / 1024) * (256 + w * (-128 + w * (74 - 47 * w)));
    const square = 2 * mid ** 2 - 1;
    const inner = cos * square - (small / 6) * mid * (4 * sin ** 2 - 3) * (4 * mid ** 2 - 3);
    return b * big * (sigma - small * sin * (mid + (small / 4) * inner));
  }
  return Number.NaN;
}
