import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { allColumns, layout, narrowColumns, readColumns, usualColumns } from "./columns.ts";

describe("columns of the phones' list", () => {
  it("are the usual ones until somebody chooses", () => {
    assert.deepEqual(readColumns(null), usualColumns);
  });

  it("keep their order and always begin with the phone", () => {
    assert.deepEqual(readColumns("seen,os,__proto__,os"), ["phone", "os", "seen"]);
    assert.deepEqual(readColumns(""), ["phone"]);
    assert.deepEqual(readColumns(allColumns.join(",")), allColumns);
  });

  it("fit a phone's screen where there are three", () => {
    assert.ok(layout(narrowColumns).minWidth <= 390 - 32);
    assert.equal(layout(usualColumns).gridTemplateColumns.split("minmax").length - 1, usualColumns.length);
  });
});
