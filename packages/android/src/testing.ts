// APKs for tests: those of the npm packages and our own fixtures (fixtures/make.sh).
import { readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "../../..");

function read(...path: string[]): Uint8Array {
  return new Uint8Array(readFileSync(join(...path)));
}

/** One of `rotated`, `two-signers`, `unsigned`, `v1`. */
export function fixture(name: string): Uint8Array {
  return read(import.meta.dirname, "fixtures", `${name}.apk`);
}

/** Two releases of other people, as they are in the world: 3 and 6 MB. */
export const realApks = {
  settings: () => read(root, "node_modules/io.appium.settings/apks/settings_apk-debug.apk"),
  demos: () => read(root, "node_modules/android-apidemos/apks/ApiDemos-debug.apk"),
};
