// What a person should know before they sign the release of an app.
import type { Apk } from "./apk.ts";

export type WarningCode =
  /** Nobody's signature holds: no phone installs it, and no order should name it. */
  | "unsigned"
  | "v1-only"
  | "debug-key"
  | "debuggable"
  | "test-only"
  | "target-sdk"
  | "shared-user"
  | "new-signer"
  | "new-permission"
  | "not-newer";

export interface Warning {
  code: WarningCode;
  message: string;
}

/** What is remembered of the release before. */
export interface Known {
  versionCode: number;
  signer: string;
  permissions: readonly string[];
}

/** Least targetSdk that an Android of this API level installs (Android 14: 23, Android 15: 24). */
const floors = [
  { android: 14, targetSdk: 23 },
  { android: 15, targetSdk: 24 },
] as const;

function signingWarnings({ manifest, signing }: Apk): Warning[] {
  const found: Warning[] = [];
  const say = (code: WarningCode, message: string): void => void found.push({ code, message });
  if (signing.problem !== undefined) say("unsigned", `No signature of it holds: ${signing.problem}. Phones refuse it.`);
  const kinds = signing.schemes.map(({ scheme }) => scheme);
  if (kinds.length > 0 && kinds.every((kind) => kind === "v1")) {
    const refused = manifest.targetSdk >= 30 ? " Android 11 and later refuse it." : "";
    say("v1-only", `It is signed by the oldest scheme alone, which does not cover the whole file.${refused}`);
  }
  const debug = signing.schemes.some(({ signers }) =>
    signers.some(({ certificate }) => /(^|, )CN=Android Debug(,|$)/.test(certificate.subject)),
  );
  if (debug) say("debug-key", "It is signed by a debug key, which lies unprotected on a developer's machine.");
  return found;
}

function manifestWarnings({ manifest }: Apk): Warning[] {
  const found: Warning[] = [];
  const say = (code: WarningCode, message: string): void => void found.push({ code, message });
  if (manifest.debuggable !== false)
    say("debuggable", "It may be debugged: whoever holds an unlocked phone with a cable reads all that it stores.");
  if (manifest.testOnly !== false)
    say("test-only", "It is marked for tests only: phones do not install it from an order.");
  for (const { android, targetSdk } of floors) {
    if (manifest.targetSdk < targetSdk) {
      say(
        "target-sdk",
        `Android ${android} and later refuse it: it targets API ${manifest.targetSdk}, the least is ${targetSdk}.`,
      );
      break;
    }
  }
  if (manifest.sharedUserId !== undefined)
    say("shared-user", "It shares its data and permissions with every other app of its signer that asks for it.");
  return found;
}

/** Names and sentences of what is odd about `apk`, beside the release `before` where there was one. */
export function warningsOf(apk: Apk, before?: Known): Warning[] {
  const found = [...signingWarnings(apk), ...manifestWarnings(apk)];
  if (!before) return found;
  const { manifest, signing } = apk;
  const older = signing.schemes
    .at(-1)
    ?.signers[0]?.lineage.some(({ certificate }) => certificate.sha256 === before.signer);
  if (signing.signer !== before.signer) {
    const how = older
      ? "The new key was signed by the old one; phones older than Android 9 refuse it all the same."
      : "Phones that have the app refuse this one until the old one is removed with its data.";
    found.push({ code: "new-signer", message: `It is signed by another key than the release before. ${how}` });
  }
  const known = new Set(before.permissions);
  const added = manifest.permissions.map(({ name }) => name).filter((name) => !known.has(name));
  if (added.length > 0)
    found.push({ code: "new-permission", message: `It asks for more than the release before: ${added.join(", ")}.` });
  if (manifest.versionCode <= before.versionCode)
    found.push({
      code: "not-newer",
      message: `Its version ${manifest.versionCode} is not above ${before.versionCode}. Phones that have that one refuse a lower one.`,
    });
  return found;
}
