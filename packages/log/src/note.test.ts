import assert from "node:assert/strict";
import { createPublicKey } from "node:crypto";
import { test } from "node:test";
import { generateKey, signatureToDer, signP256, utf8, verifyKeySignature } from "@rempart/trust";
import fc from "fast-check";
import { entryBundle, formatBundlePath, parseBundlePath, readBundleEntries } from "./bundle.ts";
import { checkpointText, ecdsaKeyId, readCheckpoint, readNote, signNote } from "./note.ts";

const root = new Uint8Array(32).fill(7);

test("a checkpoint is written as the specification has it, signed, and read back", async () => {
  const text = checkpointText({ origin: "rempart.example/log/1", size: 42, root });
  assert.equal(text, `rempart.example/log/1\n42\n${Buffer.from(root).toString("base64")}\n`);
  const { key, spki } = await generateKey();
  const signature = signatureToDer(await signP256(key, utf8(text)));
  const note = signNote(text, [{ name: "rempart.example/log/1", spki, signature }]);
  assert.match(note, /\n\n— rempart\.example\/log\/1 [A-Za-z0-9+/=]+\n$/);
  const read = readNote(note);
  assert.equal(read.text, text);
  assert.deepEqual(read.signatures[0]!.keyId, ecdsaKeyId(spki));
  assert.deepEqual(readCheckpoint(read.text), { origin: "rempart.example/log/1", size: 42, root });
  const verify = createPublicKey({ key: Buffer.from(spki), format: "der", type: "spki" });
  assert.ok(await verifyKeySignature(verify, utf8(text), { keyid: "x", sig: read.signatures[0]!.signature } as never));
});

test("what is no checkpoint or note is refused", () => {
  for (const origin of ["", "a b", "a\nb", "é"])
    assert.throws(() => checkpointText({ origin, size: 1, root }), { code: "log.note" });
  assert.throws(() => checkpointText({ origin: "a", size: -1, root }), { code: "log.note" });
  assert.throws(() => signNote("a\n", [{ name: "a+b", spki: root, signature: root }]), { code: "log.note" });
  const good = checkpointText({ origin: "a", size: 1, root });
  for (const text of [`${good}more\n`, good.replace("\n1\n", "\n01\n"), good.slice(0, -1), "", good.replace("=", "")])
    assert.throws(() => readCheckpoint(text), { code: "log.note" }, JSON.stringify(text));
  const note = signNote(good, [{ name: "a", spki: root, signature: root }]);
  for (const text of [good, note.slice(0, -1), note.replace("—", "-"), note.replace("a\n", "a\r\n"), `${note}x\n`])
    assert.throws(() => readNote(text), { code: "log.note" }, JSON.stringify(text));
});

test("any text is a note that reads back, or is refused; nothing else is thrown", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
      try {
        readNote(text);
      } catch (error) {
        assert.equal((error as { code?: string }).code, "log.note");
      }
    }),
  );
});

test("entry bundles read back; damaged ones are refused", () => {
  const hash = fc.uint8Array({ minLength: 32, maxLength: 32 });
  fc.assert(
    fc.property(fc.array(hash, { minLength: 1, maxLength: 256 }), (entries) => {
      const bytes = entryBundle(entries);
      assert.equal(bytes.length, entries.length * 34);
      assert.deepEqual(readBundleEntries(bytes), entries);
      assert.throws(() => readBundleEntries(bytes.slice(0, -1)), { code: "log.entry" });
    }),
    { numRuns: 30 },
  );
  assert.throws(() => readBundleEntries(new Uint8Array(0)), { code: "log.entry" });
  assert.throws(() => entryBundle([new Uint8Array(31)]), { code: "log.entry" });
  assert.throws(() => entryBundle(Array.from({ length: 257 }, () => root)), { code: "log.range" });
  for (const path of [
    { index: 0, width: 1 },
    { index: 1234067, width: 256 },
  ])
    assert.deepEqual(parseBundlePath(formatBundlePath(path)), path);
  assert.equal(formatBundlePath({ index: 1234067, width: 256 }), "tile/entries/x001/x234/067");
  assert.equal(parseBundlePath("tile/0/000"), undefined);
  assert.throws(() => parseBundlePath("tile/entries/0"), { code: "log.tile" });
});
