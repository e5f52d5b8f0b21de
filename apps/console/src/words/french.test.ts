// French is written, not translated: its typography in every sentence that the console can say.
import assert from "node:assert/strict";
import { globSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const source = join(import.meta.dirname, "..");
const files = globSync(["**/words.ts", "**/words/*.ts", "**/*words.ts"], { cwd: source }).filter(
  (file) => !/(^|\/)words\/(language|format)/.test(file) && !file.endsWith(".test.ts"),
);

/** Every sentence below `value`, with its place; what is a function is said with empty values where it lets itself. */
function* sentences(value: unknown, place: string): Generator<[place: string, text: string]> {
  if (typeof value === "string") yield [place, value];
  else if (typeof value === "function") {
    try {
      const text: unknown = value("1", "2", "3", "4");
      if (typeof text === "string") yield [place, text];
    } catch {
      // Needs values of its own kind; its test beside it says it with them.
    }
  } else if (typeof value === "object" && value !== null)
    for (const [key, one] of Object.entries(value)) yield* sentences(one, `${place}.${key}`);
}

test("French has no plain space before : ; ! ? » or after «, and no straight apostrophe", async () => {
  assert.ok(files.length > 15, "the words of the features are found");
  const wrong: string[] = [];
  for (const file of files) {
    const exported = (await import(join(source, file))) as Record<string, unknown>;
    for (const [name, words] of Object.entries(exported)) {
      if (typeof words !== "object" || words === null || !("fr" in words)) continue;
      for (const [place, text] of sentences(words.fr, `${file} ${name}`))
        if (/ [:;!?»]|« |\p{L}'\p{L}/u.test(text)) wrong.push(`${place}: ${text}`);
    }
  }
  assert.deepEqual(wrong, []);
});
