// What a phone's owner, or a thief, does to it: for tests and demonstrations of what the phone then says.
import type { DeviceState } from "./device.ts";
import type { Phone } from "./phone.ts";
import { alert } from "./tell.ts";
import { isDegrees } from "./track.ts";

/** A command that cannot be carried out: what is wrong with it. */
export class Mistake extends Error {}

export type Fields = Readonly<Record<string, unknown>>;

function textOf(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value === "string" && value.length > 0 && value.length <= 255) return value;
  throw new Mistake(`${name} must be a text`);
}

function packageOf(fields: Fields): string {
  const name = textOf(fields, "package");
  if (/^[A-Za-z0-9._-]+$/.test(name)) return name;
  throw new Mistake("package must be the name of one");
}

/** The change, and what the phone says of it (nothing for what is its owner's own affair). */
interface Deed {
  state: Partial<DeviceState>;
  alert?: { what: string; [field: string]: unknown };
}

function without<T>(record: Readonly<Record<string, T>> | undefined, key: string): Record<string, T> {
  const { [key]: _gone, ...rest } = record ?? {};
  return rest;
}

const deeds: Record<string, (state: DeviceState, fields: Fields) => Deed> = {
  disable: (state, fields) => {
    const setting = textOf(fields, "setting");
    if (fields.value === undefined) throw new Mistake("value is what the setting is changed to");
    const overrides = { ...state.overrides, [setting]: fields.value };
    return { state: { overrides }, alert: { what: "user-action", action: "changed", setting } };
  },
  restore: (state, fields) => ({ state: { overrides: without(state.overrides, textOf(fields, "setting")) } }),
  install: (state, fields) => {
    const name = packageOf(fields);
    const versionCode = fields.versionCode ?? 1;
    if (!Number.isSafeInteger(versionCode) || (versionCode as number) < 1)
      throw new Mistake("versionCode must be a number from 1");
    const apps = { ...state.apps, [name]: versionCode as number };
    return { state: { apps, packages: without(state.packages, name) } };
  },
  unsuspend: (state, fields) => {
    const name = packageOf(fields);
    const unsuspended = [...new Set([...(state.unsuspended ?? []), name])];
    return { state: { unsuspended }, alert: { what: "user-action", action: "unsuspended", package: name } };
  },
  suspend: (state, fields) => {
    const name = packageOf(fields);
    return { state: { unsuspended: (state.unsuspended ?? []).filter((one) => one !== name) } };
  },
  uninstall: (state, fields) => {
    const name = packageOf(fields);
    return {
      state: { apps: without(state.apps, name), packages: without(state.packages, name) },
      ...(Object.hasOwn(state.packages ?? {}, name)
        ? { alert: { what: "user-action", action: "uninstalled", package: name } }
        : {}),
    };
  },
  "refuse-update": (_state, { refuse = true }) => {
    if (typeof refuse !== "boolean") throw new Mistake("refuse must be true or false");
    const action = "refuses-update";
    return { state: { refusesUpdate: refuse }, ...(refuse ? { alert: { what: "user-action", action } } : {}) };
  },
  tamper: (state, fields) => {
    const how = textOf(fields, "how");
    if (how === "none") return { state: { tampered: [] } };
    if (!["root", "bootloader", "developer"].includes(how))
      throw new Mistake("how must be root, bootloader, developer or none");
    return {
      state: { tampered: [...new Set([...(state.tampered ?? []), how])] },
      alert: { what: "tampered", how },
    };
  },
  unlock: (state) => {
    if (state.lost) throw new Mistake("a lost phone is not unlocked by who holds it");
    return { state: { locked: false } };
  },
};

export const userCommands: readonly string[] = [...Object.keys(deeds), "move", "walk"];

function move(phone: Phone, { lat, lon, accuracy = 10 }: Fields): void {
  if (!isDegrees(lat, 90) || !isDegrees(lon, 180)) throw new Mistake("lat and lon must be integers in degrees x 10^7");
  if (!Number.isSafeInteger(accuracy) || (accuracy as number) < 0 || (accuracy as number) > 100_000)
    throw new Mistake("accuracy must be metres, 0 to 100,000");
  phone.standing = { lat, lon, accuracy: accuracy as number };
}

/** Carries a command about one phone out. Rejects with Mistake; nothing has changed then. */
export async function act(phone: Phone, command: string, fields: Fields): Promise<void> {
  if (command === "move") move(phone, fields);
  else if (command === "walk") phone.standing = undefined;
  else await change(phone, command, fields);
  phone.shared.world.soon(phone);
}

async function change(phone: Phone, command: string, fields: Fields): Promise<void> {
  let told: Deed["alert"];
  await phone.exclusive(async () => {
    if (!phone.remembered || phone.over) throw new Mistake("this phone is not enrolled");
    const deed = deeds[command]!(phone.memory.state, fields);
    told = deed.alert;
    await phone.write({ t: "self", state: deed.state });
  });
  // Each time anew: what a person does twice is said twice.
  if (told) await alert(phone, `user:${command}:${phone.memory.seq}`, told);
}
