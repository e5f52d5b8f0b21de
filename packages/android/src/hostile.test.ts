// Files made to mislead: each is refused by name, or shown without a signer to believe.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import fc from "fast-check";
import { deflateSync } from "fflate";
import { ApkError, bytesSource, readApk } from "./index.ts";
import { readXml } from "./manifest/xml.ts";
import { Reader } from "./source.ts";
import { fixture } from "./testing.ts";
import { readDirectory } from "./zip/directory.ts";
import { readEntry } from "./zip/entry.ts";

const read = (bytes: Uint8Array) => readApk(bytesSource(bytes));
const text = new TextEncoder();
const join = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

interface Part {
  name: string;
  data: Uint8Array;
  method?: number;
  size?: number;
  flags?: number;
  localName?: string;
}

/** A ZIP of `parts` as they are told, right or wrong. */
function zip(parts: readonly Part[], comment: Uint8Array = new Uint8Array()): Uint8Array {
  const locals: Uint8Array[] = [];
  const centrals: Uint8Array[] = [];
  let offset = 0;
  for (const { name, data, method = 0, size = data.length, flags = 0, localName = name } of parts) {
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(flags, 6);
    local.writeUInt16LE(method, 8);
    local.writeUInt32LE(data.length, 18);
    local.writeUInt32LE(size, 22);
    local.writeUInt16LE(localName.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(flags, 8);
    central.writeUInt16LE(method, 10);
    central.writeUInt32LE(data.length, 20);
    central.writeUInt32LE(size, 24);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt32LE(offset, 42);
    locals.push(local, text.encode(localName), data);
    centrals.push(central, text.encode(name));
    offset += 30 + localName.length + data.length;
  }
  const directory = join(...centrals);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(comment.length, 20);
  return join(...locals, directory, end, comment);
}

let manifest: Uint8Array;
before(async () => {
  const reader = new Reader(bytesSource(fixture("unsigned")));
  const { entries } = await readDirectory(reader);
  manifest = await readEntry(reader, entries.get("AndroidManifest.xml")!, 1 << 20);
});
const good = (): Part => ({ name: "AndroidManifest.xml", data: manifest });

async function refused(bytes: Uint8Array, code: string, words: RegExp): Promise<void> {
  await assert.rejects(read(bytes), (error) => {
    assert.ok(error instanceof ApkError, String(error));
    assert.deepEqual([error.code, words.test(error.message)], [code, true], error.message);
    return true;
  });
}

test("the maker of these files makes readable ones too", async () => {
  assert.equal((await read(zip([good()]))).manifest.package, "org.example.rempart.fixture");
  assert.equal((await read(zip([good()], text.encode("a comment")))).manifest.minSdk, 24);
});

test("a name that stands twice", () => refused(zip([good(), good()]), "apk.zip", /twice/));

test("a file before the first entry (Janus)", async () => {
  await refused(join(text.encode("dex\n035\0"), fixture("rotated")), "apk.zip", /does not begin with its first entry/);
});

test("a second end record in the comment, and one behind the file", async () => {
  const whole = zip([good()]);
  await refused(zip([good()], whole.slice(-22)), "apk.zip", /stands twice|does not end where/);
  await refused(zip([good()], join(whole.slice(-22), new Uint8Array(5))), "apk.zip", /./);
  await refused(join(whole, new Uint8Array(1)), "apk.zip", /comment does not end/);
});

test("names that climb out of the folder, and such that hide", async () => {
  for (const name of ["../x", "/x", "a/../b", "a\\b", "a\0b", ""]) {
    await refused(zip([good(), { name, data: new Uint8Array(1) }]), "apk.zip", /no entry may have/);
  }
});

test("an entry that its own header describes otherwise", async () => {
  await refused(zip([{ ...good(), localName: "AndroidManifest.xmk" }]), "apk.zip", /another name/);
});

test("ways of packing that Android and others read differently", async () => {
  await refused(zip([{ ...good(), method: 12 }]), "apk.zip", /method 12/);
  await refused(zip([{ ...good(), flags: 1 }]), "apk.zip", /encrypted/);
});

test("entries that overlap", async () => {
  const bytes = zip([good(), { name: "b", data: new Uint8Array(100) }]);
  const view = new DataView(bytes.buffer);
  // The second entry is the first one again, by another name of the same length in both headers.
  const parts = zip([good(), { ...good(), name: "AndroidManifest.xmk" }]);
  const second = new DataView(parts.buffer);
  const directory = second.getUint32(parts.length - 22 + 16, true);
  second.setUint32(directory + 46 + 19 + 42, 0, true);
  await refused(parts, "apk.zip", /another name/);
  const end = view.getUint32(bytes.length - 22 + 16, true);
  view.setUint32(end + 20, manifest.length + 31, true);
  view.setUint32(end + 24, manifest.length + 31, true);
  view.setUint32(18, manifest.length + 31, true);
  view.setUint32(22, manifest.length + 31, true);
  await refused(bytes, "apk.bomb", /overlaps/);
});

test("a manifest that unpacks to gigabytes, and one that says less than it is", async () => {
  const zeros = deflateSync(new Uint8Array(64 * 1024 * 1024));
  const bomb = { name: "AndroidManifest.xml", data: zeros, method: 8 };
  await refused(zip([{ ...bomb, size: 64 * 1024 * 1024 }]), "apk.bomb", /at most/);
  await refused(zip([{ ...bomb, size: 4096 }]), "apk.bomb", /more than it says/);
  await refused(zip([{ ...bomb, size: 0xf0000000 }]), "apk.bomb", /more than it can/);
});

test("ZIP64", async () => {
  const bytes = zip([good()]);
  new DataView(bytes.buffer).setUint32(bytes.length - 22 + 16, 0xffffffff, true);
  await refused(bytes, "apk.zip", /ZIP64/);
});

test("no manifest, another kind of manifest, nothing at all", async () => {
  await refused(zip([{ name: "a", data: new Uint8Array(3) }]), "apk.manifest", /missing/);
  await refused(zip([{ name: "AndroidManifest.xml", data: text.encode("<manifest/>") }]), "apk.manifest", /binary XML/);
  await refused(new Uint8Array(), "apk.zip", /./);
  await refused(text.encode("not a zip file at all, but long enough"), "apk.zip", /./);
});

test("a file changed after it was signed has no signer; nor has one whose newer signature was taken out", async () => {
  const bytes = fixture("rotated");
  // resources.arsc is stored: one byte of a text in it.
  const at = Buffer.from(bytes).indexOf("1.2.3");
  bytes[at] = 0x39;
  const changed = await read(bytes);
  assert.equal(changed.signing.signer, undefined);
  assert.match(changed.signing.problem!, /changed after it was signed/);

  const stripped = fixture("rotated");
  const v3 = Buffer.from(stripped).indexOf(Buffer.from([0xc0, 0x68, 0x53, 0xf0]));
  stripped[v3] = 0xc1;
  const weak = await read(stripped);
  assert.equal(weak.signing.signer, undefined);
  assert.match(weak.signing.problem!, /v3 signature was taken out/);
});

const names = ["rotated", "two-signers", "v1", "unsigned"];
const extremes = [0, 1, 0x7f, 0xff, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];
const change = fc.oneof(
  fc.record({ kind: fc.constant("flip" as const), at: fc.nat(), value: fc.integer({ min: 1, max: 255 }) }),
  fc.record({ kind: fc.constant("length" as const), at: fc.nat(), value: fc.constantFrom(...extremes) }),
  fc.record({ kind: fc.constant("cut" as const), at: fc.nat(), value: fc.nat(64) }),
  fc.record({ kind: fc.constant("repeat" as const), at: fc.nat(), value: fc.nat(512) }),
);

function mutate(bytes: Uint8Array, changes: readonly { kind: string; at: number; value: number }[]): Uint8Array {
  let out: Uint8Array = bytes.slice();
  for (const { kind, at: drawn, value } of changes) {
    const at = drawn % Math.max(1, out.length);
    if (kind === "flip" && out.length > 0) out[at]! ^= value;
    else if (kind === "length" && at + 4 <= out.length) new DataView(out.buffer).setUint32(at, value, true);
    else if (kind === "cut") out = join(out.subarray(0, at), out.subarray(at + value));
    else if (kind === "repeat") out = join(out.subarray(0, at), out.subarray(Math.max(0, at - value)));
  }
  return out;
}

test("whatever is done to a file: it is read or refused by our own error, in time", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...names),
      fc.array(change, { minLength: 1, maxLength: 4 }),
      async (name, changes) => {
        const bytes = mutate(fixture(name), changes);
        const begun = performance.now();
        try {
          await read(bytes);
        } catch (error) {
          assert.ok(error instanceof ApkError, `${error}`);
        }
        assert.ok(performance.now() - begun < 2000);
      },
    ),
    { numRuns: 1500 },
  );
});

test("no byte of a signed file can change without its signer being lost", async () => {
  const whole = fixture("two-signers");
  const reader = new Reader(bytesSource(whole));
  const { dataEnd, offset } = await readDirectory(reader);
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, value) => {
      // In the block, what pads it is signed by nobody.
      fc.pre(at < dataEnd || at >= offset);
      const signer = await read(mutate(whole, [{ kind: "flip", at, value }])).then(
        (apk) => apk.signing.signer,
        (error) => assert.ok(error instanceof ApkError, `${error}`),
      );
      assert.equal(signer, undefined);
    }),
    { numRuns: 500 },
  );
});

test("whatever is done to a binary manifest: it is read or refused", () => {
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
      const bytes = mutate(manifest, changes);
      if (bytes.length >= 8) new DataView(bytes.buffer).setUint32(4, bytes.length, true);
      try {
        readXml(bytes);
      } catch (error) {
        assert.ok(error instanceof ApkError, `${error}`);
      }
    }),
    { numRuns: 3000 },
  );
});
