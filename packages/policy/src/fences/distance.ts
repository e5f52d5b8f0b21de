// How far a point is from the edge of an area, in metres, on the WGS 84 ellipsoid (EPSG:4326).
import type { Area, Point } from "../rule.ts";
import { shorter, unwrap } from "./ring.ts";

const radian = Math.PI / 180 / 10_000_000;
const equator = 6_378_137;
const flattening = 1 / 298.257223563;
const e2 = flattening * (2 - flattening);
const meanRadius = 6_371_008.8;

/** Earth-centred coordinates of a point at height 0. */
function earthCentred([lat, lon]: Point): [x: number, y: number, z: number] {
  const sin = Math.sin(lat * radian);
  const cos = Math.cos(lat * radian);
  const normal = equator / Math.sqrt(1 - e2 * sin * sin);
  return [normal * cos * Math.cos(lon * radian), normal * cos * Math.sin(lon * radian), normal * (1 - e2) * sin];
}

/**
 * Distance of two points in metres: the straight chord through the ellipsoid, bent to an arc. Good to 10 cm up to
 * 100 km, to 1 % up to the other side of the earth; poles and the antimeridian are like everywhere else.
 */
export function distance(a: Point, b: Point): number {
  const [ax, ay, az] = earthCentred(a);
  const [bx, by, bz] = earthCentred(b);
  const chord = Math.sqrt((ax - bx) ** 2 + (ay - by) ** 2 + (az - bz) ** 2);
  return 2 * meanRadius * Math.asin(Math.min(1, chord / (2 * meanRadius)));
}

/** Metres that one unit (degree x 10^-7) of latitude and longitude span at a latitude. */
function scaleAt(lat: number): { north: number; east: number } {
  const sin = Math.sin(lat * radian);
  const w = 1 - e2 * sin * sin;
  const north = ((equator * (1 - e2)) / (w * Math.sqrt(w))) * radian;
  const east = (equator / Math.sqrt(w)) * Math.cos(lat * radian) * radian;
  return { north, east };
}

/** Distance of the origin from the segment between (ax, ay) and (bx, by). */
function toSegment(ax: number, ay: number, bx: number, by: number): number {
  const [dx, dy] = [bx - ax, by - ay];
  const length2 = dx * dx + dy * dy;
  const along = length2 === 0 ? 0 : Math.min(1, Math.max(0, -(ax * dx + ay * dy) / length2));
  const [x, y] = [ax + along * dx, ay + along * dy];
  return Math.sqrt(x * x + y * y);
}

/** Whether `point` is in `ring` (even-odd, straight edges in latitude and longitude), and metres to its edge. */
function inRing(ring: readonly Point[], [lat, lon]: Point): { inside: boolean; edge: number } {
  const { lons, west, width } = unwrap(ring);
  const { north, east } = scaleAt(lat);
  // The turn of the earth in which the point is nearest to the middle of the ring.
  const middle = west + width / 2;
  const own = middle + shorter(lon - middle);
  let inside = false;
  let edge = Number.POSITIVE_INFINITY;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [ax, ay] = [lons[j]! - own, ring[j]![0] - lat];
    const [bx, by] = [lons[i]! - own, ring[i]![0] - lat];
    if (ay > 0 !== by > 0 && ax + ((bx - ax) * -ay) / (by - ay) > 0) inside = !inside;
    edge = Math.min(edge, toSegment(ax * east, ay * north, bx * east, by * north));
  }
  return { inside, edge };
}

/** Metres from `point` to the edge of `area`: positive inside, negative outside. A hole is outside. */
export function depth(area: Area, point: Point): number {
  if ("circle" in area) {
    const { lat, lon, radius } = area.circle;
    return radius - distance([lat, lon], point);
  }
  const { outer, holes = [] } = area.polygon;
  const first = inRing(outer, point);
  const others = holes.map((hole) => inRing(hole, point));
  const edge = Math.min(first.edge, ...others.map((hole) => hole.edge));
  return first.inside && !others.some((hole) => hole.inside) ? edge : -edge;
}
