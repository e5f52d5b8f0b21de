// Where a virtual phone is: it walks a closed track, a little beside it each time, as a satellite receiver sees it. The
// same seed and the same second give the same place, and nothing is kept for it.
import { readFile } from "node:fs/promises";

/** Degrees x 10^7. */
export interface Place {
  readonly lat: number;
  readonly lon: number;
}

/** A place as it was measured: `accuracy` in metres, `at` in Unix seconds. */
export interface Fix extends Place {
  readonly accuracy: number;
  readonly at: number;
}

/** Metres of one degree of latitude. */
const degree = 111_320;
const scale = 10_000_000;
const mostPoints = 10_000;

/** A small generator (mulberry32): numbers 0 <= x < 1 that `seed` decides. */
function numbersOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function stretch(place: Place): number {
  return Math.max(0.01, Math.cos((place.lat / scale) * (Math.PI / 180)));
}

/** `place` moved by metres to the north and to the east. */
export function shifted({ lat, lon }: Place, north: number, east: number): Place {
  const metre = scale / degree;
  const moved = Math.round(lon + (east * metre) / stretch({ lat, lon }));
  // Over the date line, and on.
  const around = ((((moved + 180 * scale) % (360 * scale)) + 360 * scale) % (360 * scale)) - 180 * scale;
  const most = 90 * scale;
  return { lat: Math.max(-most, Math.min(most, Math.round(lat + north * metre))), lon: around };
}

function metres(from: Place, to: Place): number {
  const north = ((to.lat - from.lat) / scale) * degree;
  const east = ((to.lon - from.lon) / scale) * degree * stretch(from);
  return Math.hypot(north, east);
}

/** The track of a phone that was given none: a walk of some hundred metres around `home`. */
export function trackAround(home: Place, seed: number): Place[] {
  const random = numbersOf(seed);
  const points = 6 + Math.floor(random() * 4);
  return Array.from({ length: points }, (_, index) => {
    const angle = (index / points) * 2 * Math.PI;
    const distance = 150 + random() * 600;
    return shifted(home, Math.sin(angle) * distance, Math.cos(angle) * distance);
  });
}

/** A closed track: from its last place it goes back to the first. */
export interface Track {
  readonly places: readonly Place[];
  /** Metres from the first place, at each place and back at the first. */
  readonly marks: readonly number[];
}

/** Measures a track, once for all phones that walk it. */
export function measured(places: readonly Place[]): Track {
  const marks = [0];
  for (const [index, place] of places.entries())
    marks.push(marks[index]! + metres(place, places[(index + 1) % places.length]!));
  return { places, marks };
}

function placeAt({ places, marks }: Track, distance: number): Place {
  const total = marks.at(-1)!;
  if (total === 0) return places[0]!;
  const along = distance % total;
  let from = 0;
  while (from + 1 < places.length && marks[from + 1]! <= along) from++;
  const start = places[from]!;
  const end = places[(from + 1) % places.length]!;
  const length = marks[from + 1]! - marks[from]!;
  const part = length === 0 ? 0 : (along - marks[from]!) / length;
  return {
    lat: Math.round(start.lat + (end.lat - start.lat) * part),
    lon: Math.round(start.lon + (end.lon - start.lon) * part),
  };
}

/** Where the phone of `seed` is measured to be after `seconds` on its `track`, at `speed` metres a second. */
export function walked(
  track: Track,
  seed: number,
  seconds: number,
  speed: number,
): Place & { readonly accuracy: number } {
  const total = track.marks.at(-1)!;
  // Phones that share a track do not walk in one heap.
  const place = placeAt(track, numbersOf(seed)() * total + seconds * speed);
  const random = numbersOf(seed ^ Math.imul(Math.floor(seconds) + 1, 0x9e3779b1));
  const accuracy = Math.round(5 + random() * 20);
  // Two thirds of all fixes lie within the accuracy that they claim, as on a real receiver; the rest a little beyond.
  const off = accuracy * Math.sqrt(-2 * Math.log(1 - random() * 0.95)) * 0.66;
  const angle = random() * 2 * Math.PI;
  return { ...shifted(place, off * Math.sin(angle), off * Math.cos(angle)), accuracy };
}

/** Whether `value` are degrees x 10^7 within `most` degrees. */
export function isDegrees(value: unknown, most: 90 | 180): value is number {
  return Number.isSafeInteger(value) && Math.abs(value as number) <= most * scale;
}

/** Reads a track: JSON `[[lat,lon],...]`, degrees x 10^7, 1 to 10,000 places. Throws with what is wrong. */
export async function readTrack(path: string): Promise<Track> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    throw new Error(`${path} is no track: ${(error as Error).message}`);
  }
  if (!Array.isArray(value) || value.length < 1 || value.length > mostPoints)
    throw new Error(`${path} must hold a list of 1 to ${mostPoints} places [lat,lon]`);
  const places = value.map((pair: unknown, index): Place => {
    const [lat, lon] = Array.isArray(pair) && pair.length === 2 ? (pair as unknown[]) : [];
    if (!isDegrees(lat, 90) || !isDegrees(lon, 180))
      throw new Error(`${path}: place ${index} must be [lat,lon], integers in degrees x 10^7`);
    return { lat, lon };
  });
  return measured(places);
}
