import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { csvCell, csvColumns, csvPhone } from "./csv.ts";
import type { Phone } from "./phone.ts";

const phone: Phone = {
  id: "JDZThdTSiLulI07-wSMv4w",
  platform: "android",
  model: '=HYPERLINK("https://evil.example")',
  os: "16",
  patch: "2026-09-05",
  state: "ready",
  groups: ["AAAAAAAAAAAAAAAAAAAAAQ"],
  seenAt: 1_790_001_000,
  enrolledAt: 1_790_000_000,
  lost: false,
  compliance: "in-line",
  at: { os: 1_790_000_500 },
  signed: ["model", "os"],
};

describe("the list as a file", () => {
  it("has a cell for each column", () => {
    const line = csvPhone({ ...phone, model: "Pixel 9" }, () => "Kiosks");
    assert.equal(line.trimEnd().split(",").length, csvColumns.length);
    assert.match(line, /,Kiosks,2026-09-21T14:30:00.000Z,/);
    assert.ok(line.endsWith("\r\n"));
  });

  it("runs no formula", () => {
    assert.ok(csvPhone(phone, (id) => id).includes(`"'=HYPERLINK(""https://evil.example"")"`));
    for (const text of ["+1", "-1", "@x", "\tx"]) assert.ok(csvCell(text).startsWith("'"));
  });

  it("keeps commas, quotes and line breaks inside their cell", () => {
    assert.equal(csvCell('a,"b"\nc'), '"a,""b""\nc"');
    assert.equal(csvCell("plain"), "plain");
  });
});
