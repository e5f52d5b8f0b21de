import assert from "node:assert/strict";
import { test } from "node:test";
import { parseDatabaseUrl } from "./database-url.ts";

const parse = (url: string) => parseDatabaseUrl("REMPART_SERVER_DATABASE_URL", url);

test("reads what a URL says", () => {
  const base = { host: "db", port: 5432, user: "u", password: "p@ss/", database: "rempart" };
  assert.deepEqual(parse("postgres://u:p%40ss%2F@db/rempart"), base);
  assert.deepEqual(parse("postgresql://u:p%40ss%2F@db:6000/rempart?sslmode=disable"), { ...base, port: 6000 });
  assert.deepEqual(parse("postgres://u:p%40ss%2F@db/rempart?sslmode=require"), { ...base, ssl: true });
  assert.deepEqual(parse("postgres://u:p%40ss%2F@db/rempart?sslmode=no-verify").ssl, { rejectUnauthorized: false });
  assert.equal(parse("postgres://u:p@[::1]/rempart").host, "::1");
  assert.equal(parse("postgres://u:p@/rempart?host=/var/run/postgresql").host, "/var/run/postgresql");
});

test("refuses the rest, and never repeats the password", () => {
  for (const url of [
    "hunter2",
    "mysql://u:hunter2@db/rempart",
    "postgres://u:hunter2@db",
    "postgres://db/hunter2",
    "postgres://u:hunter2%@db/rempart",
    "postgres://u:hunter2@db/rempart?sslmode=prefer",
    "postgres://u:hunter2@db/rempart?sslmode=require&sslrootcert=/does/not/exist",
  ]) {
    assert.throws(
      () => parse(url),
      (error: Error) =>
        /^REMPART_SERVER_DATABASE_URL: .*postgres:\/\/USER/.test(error.message) && !/hunter2/.test(error.message),
      url,
    );
  }
});
