// The form of a fence's area.
import { unwrap } from "../fences/ring.ts";
import type { Point } from "../rule.ts";
import { isInteger, listProblem, objectProblem, type RuleProblem } from "./texts.ts";

const degree = 10_000_000;
const mostLatitude = 90 * degree;
const mostLongitude = 180 * degree;
// A polygon is drawn on a map of latitude and longitude, which has no sense at the poles; a circle has.
const polygonLatitude = 85 * degree;
const mostPoints = 500;
const mostHoles = 16;
const mostPointsOfAll = 1000;

function circleProblem(value: unknown, where: string): RuleProblem | undefined {
  const problem = objectProblem(value, ["lat", "lon", "radius"], where);
  if (problem) return problem;
  const { lat, lon, radius } = value as Record<string, unknown>;
  if (!isInteger(lat, -mostLatitude, mostLatitude))
    return { where: `${where}.lat`, problem: "must be degrees x 10^7, -90 to 90" };
  if (!isInteger(lon, -mostLongitude, mostLongitude))
    return { where: `${where}.lon`, problem: "must be degrees x 10^7, -180 to 180" };
  return isInteger(radius, 25, 500_000)
    ? undefined
    : { where: `${where}.radius`, problem: "must be metres 25..500000" };
}

function ringProblem(value: unknown, where: string): RuleProblem | undefined {
  const problem = listProblem(value, 3, mostPoints, where);
  if (problem) return problem;
  for (const [index, point] of (value as unknown[]).entries()) {
    const good =
      Array.isArray(point) &&
      point.length === 2 &&
      isInteger(point[0], -polygonLatitude, polygonLatitude) &&
      isInteger(point[1], -mostLongitude, mostLongitude);
    if (!good)
      return {
        where: `${where}[${index}]`,
        problem: "must be [lat, lon], degrees x 10^7, at most 85 degrees of latitude",
      };
  }
  const { turn, width } = unwrap(value as Point[]);
  if (turn !== 0) return { where, problem: "must not go round a pole; use a circle there" };
  return width < 180 * degree ? undefined : { where, problem: "must be less than 180 degrees wide" };
}

function polygonProblem(value: unknown, where: string): RuleProblem | undefined {
  const problem = objectProblem(value, ["outer", "holes"], where);
  if (problem) return problem;
  const { outer, holes } = value as Record<string, unknown>;
  const found =
    ringProblem(outer, `${where}.outer`) ??
    (holes === undefined ? undefined : listProblem(holes, 1, mostHoles, `${where}.holes`));
  if (found) return found;
  const rings = [outer, ...((holes ?? []) as unknown[])] as unknown[][];
  for (const [index, ring] of rings.slice(1).entries()) {
    const inner = ringProblem(ring, `${where}.holes[${index}]`);
    if (inner) return inner;
  }
  return rings.reduce((sum, ring) => sum + ring.length, 0) <= mostPointsOfAll
    ? undefined
    : { where, problem: `must have at most ${mostPointsOfAll} points` };
}

/** What is wrong with the area of a fence. */
export function areaProblem(value: unknown, where: string): RuleProblem | undefined {
  const problem = objectProblem(value, ["circle", "polygon"], where);
  if (problem) return problem;
  const { circle, polygon } = value as Record<string, unknown>;
  if ((circle === undefined) === (polygon === undefined)) return { where, problem: "must be a circle or a polygon" };
  return polygon === undefined ? circleProblem(circle, `${where}.circle`) : polygonProblem(polygon, `${where}.polygon`);
}
