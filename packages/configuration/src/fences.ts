// Places in degrees, as people read them on a map; rules hold them as integers, degrees x 10^7 (the policy package).
import type { JsonObject, JsonValue } from "@rempart/trust";
import type { Shape } from "./shape.ts";
import type { Located } from "./tree.ts";

const scale = 10_000_000;
const mostPoints = 1_000;
const named = /^[^\p{C}]{1,64}$/u;

function degrees(shape: Shape, node: Located | undefined, most: number): number | undefined {
  const value = shape.number(node, -most, most);
  return value === undefined ? undefined : Math.round(value * scale);
}

function point(shape: Shape, node: Located): JsonValue | undefined {
  if (node.kind !== "list" || node.items.length !== 2)
    return shape.faults.add(node.at, "a point is [latitude, longitude] in degrees");
  const lat = degrees(shape, node.items[0], 90);
  const lon = degrees(shape, node.items[1], 180);
  return lat === undefined || lon === undefined ? undefined : [lat, lon];
}

function ring(shape: Shape, node: Located | undefined): JsonValue[] {
  return shape.list(node, mostPoints).flatMap((item) => {
    const read = point(shape, item);
    return read === undefined ? [] : [read];
  });
}

function polygon(shape: Shape, node: Located): JsonObject | undefined {
  const fields = shape.fields(node, ["outer"], ["holes"]);
  if (!fields) return undefined;
  const outer = ring(shape, fields.get("outer"));
  const holes = fields.get("holes");
  return { outer, ...(holes ? { holes: shape.list(holes, 64).map((hole) => ring(shape, hole)) } : {}) };
}

function circle(shape: Shape, node: Located): JsonObject | undefined {
  const fields = shape.fields(node, ["lat", "lon", "radius"], []);
  const lat = degrees(shape, fields?.get("lat"), 90);
  const lon = degrees(shape, fields?.get("lon"), 180);
  const radius = shape.integer(fields?.get("radius"), 1, 40_000_000);
  return lat === undefined || lon === undefined || radius === undefined ? undefined : { lat, lon, radius };
}

/** One entry of `fences` as the rule that it stands for. */
export function readFence(shape: Shape, node: Located): JsonObject | undefined {
  const fields = shape.fields(node, ["name"], ["circle", "polygon"]);
  if (!fields) return undefined;
  const name = shape.text(fields.get("name"), named, "a name has 1 to 64 characters");
  const [round, corners] = [fields.get("circle"), fields.get("polygon")];
  if ((round === undefined) === (corners === undefined))
    return shape.faults.add(node.at, "a fence has either circle or polygon");
  const area = round ? circle(shape, round) : polygon(shape, corners!);
  if (name === undefined || !area) return undefined;
  return { kind: "fence", name, area: round ? { circle: area } : { polygon: area } };
}

type Point = [number, number];

/** A fence rule as an entry of `fences`; undefined when it is of no form that an entry can say. */
export function writeFence(rule: JsonObject): JsonObject | undefined {
  const { kind, name, area, ...rest } = rule as { kind: string; name: string; area: JsonObject };
  if (kind !== "fence" || typeof name !== "string" || !named.test(name) || Object.keys(rest).length > 0)
    return undefined;
  const shapes = area as {
    circle?: { lat: number; lon: number; radius: number };
    polygon?: { outer: Point[]; holes?: Point[][] };
  };
  if (shapes.circle) {
    const { lat, lon, radius } = shapes.circle;
    return { name, circle: { lat: lat / scale, lon: lon / scale, radius } };
  }
  if (!shapes.polygon) return undefined;
  const points = (list: Point[]): JsonValue => list.map(([lat, lon]) => [lat / scale, lon / scale]);
  const { outer, holes } = shapes.polygon;
  return { name, polygon: { outer: points(outer), ...(holes ? { holes: holes.map(points) } : {}) } };
}
