import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { clockText, degreesText, parseClock, parseDegrees, parsePoints, pointsText } from "./degrees.ts";

test("degrees are read with a point, a comma, a sign or the sign itself", () => {
  assert.equal(parseDegrees("48.8584"), 488_584_000);
  assert.equal(parseDegrees(" −2,2945° "), -22_945_000);
  assert.equal(Object.is(parseDegrees("-0"), 0), true);
  for (const wrong of ["", "north", "1.2.3", "48 51", "1e3"]) assert.equal(parseDegrees(wrong), undefined);
});

test("points are read as maps and files write them", () => {
  const wanted = [
    [501_000_000, 41_000_000],
    [502_000_000, -43_500_000],
  ];
  for (const text of [
    "50.1, 4.1\n50.2, -4.35",
    "50,1 4,1\n\n50,2 -4,35\n",
    "[50.1, 4.1],\n[50.2, -4.35]",
    "50.1;4.1\n50.2;-4.35",
  ])
    assert.deepEqual(parsePoints(text), wanted, text);
  assert.equal(parsePoints("1, 2\n\nhere"), 3);
});

test("what is written is read back", () => {
  const degrees = fc.integer({ min: -1_800_000_000, max: 1_800_000_000 });
  fc.assert(
    fc.property(fc.array(fc.tuple(degrees, degrees)), (points) => {
      assert.deepEqual(parsePoints(pointsText(points)), points);
      for (const [lat] of points) assert.equal(parseDegrees(degreesText(lat)), lat);
    }),
  );
});

test("minutes of the day", () => {
  assert.deepEqual([parseClock("08:30"), clockText(510), clockText(1440)], [510, "08:30", "00:00"]);
  for (const wrong of ["", "8:30", "24:00", "12:60"]) assert.equal(parseClock(wrong), undefined);
});
