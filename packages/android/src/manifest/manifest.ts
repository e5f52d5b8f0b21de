// What an app says about itself, as Android will read it.
import { ApkError } from "../error.ts";
import { type Element, readXml, type Value } from "./xml.ts";

/** A text of the manifest, or the number of the resource that holds it: resources differ by language and phone. */
export type Text = string | { resource: string };
/** A switch of the manifest; `resource` when the app's resources decide. */
export type Flag = boolean | "resource";

export interface Permission {
  name: string;
  /** Only up to, or only from, this API level. */
  maxSdk?: number;
  minSdk?: number;
}

export interface Manifest {
  package: string;
  /** versionCodeMajor x 2^32 + versionCode, as Android compares releases. */
  versionCode: number;
  versionName?: Text;
  minSdk: number;
  targetSdk: number;
  /** Sorted by name. */
  permissions: Permission[];
  label?: Text;
  /** Class of the activity that the launcher shows. */
  launcher?: string;
  debuggable: Flag;
  testOnly: Flag;
  sharedUserId?: Text;
}

const ids = {
  label: 0x01010001,
  name: 0x01010003,
  sharedUserId: 0x0101000b,
  debuggable: 0x0101000f,
  minSdkVersion: 0x0101020c,
  versionCode: 0x0101021b,
  versionName: 0x0101021c,
  targetSdkVersion: 0x01010270,
  maxSdkVersion: 0x01010271,
  testOnly: 0x01010272,
  versionCodeMajor: 0x01010576,
} as const;

const packagePattern = /^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)+$/;
const mostPermissions = 2000;
const longestText = 1000;

function fail(problem: string): never {
  throw new ApkError("apk.manifest", "AndroidManifest.xml", problem);
}

function resourceOf(value: { resource: number }): { resource: string } {
  return { resource: `0x${value.resource.toString(16).padStart(8, "0")}` };
}

function textOf(value: Value | undefined, field: string): Text | undefined {
  if (value === undefined) return undefined;
  if ("resource" in value) return resourceOf(value);
  if ("integer" in value) return String(value.integer);
  if (!("text" in value)) return undefined;
  if (value.text.length > longestText) fail(`${field} is longer than ${longestText} characters`);
  return value.text;
}

function integerOf(element: Element, id: number, field: string): number | undefined {
  const value = element.byId.get(id);
  if (value === undefined) return undefined;
  // Android takes numbers only where numbers belong; a code name is that of an unfinished Android.
  if (!("integer" in value)) fail(`${field} is not a number`);
  return value.integer;
}

function flagOf(element: Element, id: number): Flag {
  const value = element.byId.get(id);
  if (value === undefined) return false;
  if ("resource" in value) return "resource";
  // Any number but 0 is true, as Android takes it.
  return "flag" in value ? value.flag : "integer" in value && value.integer !== 0;
}

function nameOf(element: Element): string | undefined {
  const value = element.byId.get(ids.name);
  return value && "text" in value ? value.text : undefined;
}

function only(root: Element, name: string): Element | undefined {
  const found = root.children.filter((child) => child.name === name);
  if (found.length > 1) fail(`has more than one <${name}>`);
  return found[0];
}

function readVersion(root: Element): number {
  const low = integerOf(root, ids.versionCode, "versionCode");
  const high = integerOf(root, ids.versionCodeMajor, "versionCodeMajor") ?? 0;
  if (low === undefined) fail("has no versionCode");
  if (low < 0 || high < 0) fail("has a negative version");
  const code = high * 0x1_0000_0000 + low;
  if (code < 1 || !Number.isSafeInteger(code)) fail(`has the version ${high}/${low}; 1 to 2^53-1 are read`);
  return code;
}

function readPermissions(root: Element): Permission[] {
  const byName = new Map<string, Permission>();
  for (const child of root.children) {
    const later = child.name === "uses-permission-sdk-23" || child.name === "uses-permission-sdk-m";
    if (child.name !== "uses-permission" && !later) continue;
    const name = nameOf(child);
    if (name === undefined || name === "" || name.length > 255) continue;
    const maxSdk = integerOf(child, ids.maxSdkVersion, "maxSdkVersion");
    const known = byName.get(name);
    // Asked for twice, the wider wish holds.
    const wish: Permission = { name };
    if (maxSdk !== undefined && (!known || known.maxSdk !== undefined))
      wish.maxSdk = Math.max(maxSdk, known?.maxSdk ?? 0);
    if (later && (!known || known.minSdk !== undefined)) wish.minSdk = 23;
    byName.set(name, wish);
    if (byName.size > mostPermissions) fail(`asks for more than ${mostPermissions} permissions`);
  }
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function isLauncher(filter: Element): boolean {
  const has = (kind: string, name: string): boolean =>
    filter.children.some((child) => child.name === kind && nameOf(child) === name);
  return (
    filter.name === "intent-filter" &&
    has("action", "android.intent.action.MAIN") &&
    has("category", "android.intent.category.LAUNCHER")
  );
}

function readLauncher(application: Element, packageName: string): string | undefined {
  for (const child of application.children) {
    if (child.name !== "activity" && child.name !== "activity-alias") continue;
    const name = nameOf(child);
    if (!name || name.length > longestText || !child.children.some(isLauncher)) continue;
    if (name.startsWith(".")) return packageName + name;
    return name.includes(".") ? name : `${packageName}.${name}`;
  }
  return undefined;
}

function checkWhole(root: Element): void {
  for (const name of ["split", "configForSplit"]) {
    if (root.byName.has(name)) {
      const problem = "this is one part of a split app. Ask for the universal APK, which holds all of them";
      throw new ApkError("apk.split", "AndroidManifest.xml", problem);
    }
  }
}

/** Reads a binary AndroidManifest.xml; `apk.manifest` names what is wrong with it. */
export function readManifest(bytes: Uint8Array): Manifest {
  const root = readXml(bytes);
  if (root.name !== "manifest") fail("is not a manifest");
  checkWhole(root);
  const named = root.byName.get("package");
  const packageName = named && "text" in named ? named.text : "";
  if (!packagePattern.test(packageName) || packageName.length > 255) fail("names no package");
  const application = only(root, "application");
  if (!application) fail("has no <application>");
  const sdk = only(root, "uses-sdk");
  const minSdk = (sdk && integerOf(sdk, ids.minSdkVersion, "minSdkVersion")) ?? 1;
  const manifest: Manifest = {
    package: packageName,
    versionCode: readVersion(root),
    minSdk,
    targetSdk: (sdk && integerOf(sdk, ids.targetSdkVersion, "targetSdkVersion")) ?? minSdk,
    permissions: readPermissions(root),
    debuggable: flagOf(application, ids.debuggable),
    testOnly: flagOf(application, ids.testOnly),
  };
  const versionName = textOf(root.byId.get(ids.versionName), "versionName");
  const label = textOf(application.byId.get(ids.label), "label");
  const sharedUserId = textOf(root.byId.get(ids.sharedUserId), "sharedUserId");
  const launcher = readLauncher(application, packageName);
  if (versionName !== undefined) manifest.versionName = versionName;
  if (label !== undefined) manifest.label = label;
  if (sharedUserId !== undefined) manifest.sharedUserId = sharedUserId;
  if (launcher !== undefined) manifest.launcher = launcher;
  return manifest;
}
