import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { distance } from "@rempart/policy";
import { measured, type Place, readTrack, shifted, trackAround, walked } from "./track.ts";

const home = { lat: 488_566_000, lon: 23_522_000 };
const metres = (a: Place, b: Place): number => distance([a.lat, a.lon], [b.lat, b.lon]);

test("the same seed and second give the same place, another seed another one", () => {
  const track = measured(trackAround(home, 7));
  assert.deepEqual(walked(track, 7, 1234, 1.4), walked(measured(trackAround(home, 7)), 7, 1234, 1.4));
  assert.notDeepEqual(walked(track, 7, 1234, 1.4), walked(track, 8, 1234, 1.4));
  for (let second = 0; second < 5000; second += 37) {
    const { accuracy, ...place } = walked(track, 7, second, 1.4);
    assert.ok(metres(place, home) < 1000 && Number.isInteger(place.lat) && accuracy >= 5 && accuracy <= 25);
  }
});

test("a phone walks as fast as it is told, and is measured about where it is", () => {
  const line = [home, shifted(home, 1000, 0)];
  const track = measured(line);
  assert.ok(Math.abs(track.marks.at(-1)! - 2000) < 5);
  const start = walked(track, 3, 0, 0);
  let within = 0;
  for (let second = 0; second < 400; second++) {
    const { accuracy, ...place } = walked(track, 3, second, 0);
    if (metres(place, walked(track, 3, second + 100_000, 0)) < 2 * (accuracy + 25)) within++;
    assert.ok(metres(place, start) < 150);
  }
  assert.ok(within > 380);
  const apart = metres(walked(track, 3, 0, 2), walked(track, 3, 200, 2));
  assert.ok(apart > 250 || apart < 460, `${apart}`);
});

test("places stay on the globe", () => {
  const east = shifted({ lat: 0, lon: 1_799_999_000 }, 0, 1000);
  assert.ok(east.lon < -1_799_000_000, `${east.lon}`);
  assert.equal(shifted({ lat: 899_999_000, lon: 0 }, 100_000, 0).lat, 900_000_000);
});

test("a track that is none is refused by name", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "rempart-track-"));
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, "track.json");
  for (const [text, words] of [
    ["[[1,2", /is no track/],
    ["{}", /list of 1 to/],
    ["[]", /list of 1 to/],
    ["[[1,2,3]]", /place 0/],
    ["[[488566000,23522000],[900000001,0]]", /place 1/],
    ["[[48.8,2.3]]", /place 0/],
  ] as const) {
    await writeFile(path, text);
    await assert.rejects(readTrack(path), words);
  }
  await writeFile(path, "[[488566000,23522000],[488570000,23530000]]");
  assert.equal((await readTrack(path)).places.length, 2);
  await assert.rejects(readTrack(join(folder, "none")), /is no track/);
});
