// Apps as orders ask for them. What is asked for and not there yet is fetched, compared and installed; what fails is
// reported and tried again. Asked anew at every check, so that a crash or a gap in between loses nothing.
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { everyPhone, type ParamsOf } from "@rempart/trust";
import type { DeviceState } from "./device.ts";
import { download, type Source, Swapped } from "./download.ts";
import { GateError } from "./http.ts";
import type { Identity } from "./identity.ts";
import type { Held, Memory } from "./memory.ts";
import { elapsed, type Phone } from "./phone.ts";
import { alert, orderResult, tell } from "./tell.ts";
import { openAgent, pinnedAgent } from "./tls.ts";

type App = ParamsOf<"app">;

/** What an installed app was made from, where an order installed it. */
export interface Package {
  sha256: string;
  signer: string;
  size: number;
}

type Plan = "nothing" | "install" | "update" | "reinstall" | "storage";

function roomFor(name: string, { packages = {} }: DeviceState, { storage }: Identity): number {
  const others = Object.entries(packages).filter(([other]) => other !== name);
  return storage - others.reduce((sum, [, { size }]) => sum + size, 0);
}

/**
 * What installing `wanted` would be. `before` is the highest version that earlier orders of its stream asked for: only
 * what they brought may be taken back. Android has no way down but to uninstall, which loses the app's data; a newer
 * version that the phone has from elsewhere stays. Another signer's app has to go first, too.
 */
export function planInstall(state: DeviceState, identity: Identity, wanted: App, before: number | undefined): Plan {
  const { package: name, versionCode = 0, size = 0 } = wanted;
  const version = Object.hasOwn(state.apps, name) ? state.apps[name] : undefined;
  const known = state.packages?.[name];
  if (version === versionCode && (known === undefined || known.sha256 === wanted.sha256)) return "nothing";
  const foreign = known !== undefined && known.signer !== wanted.signer;
  if (version !== undefined && version > versionCode && !foreign && (before ?? 0) < version) return "nothing";
  if (size > roomFor(name, state, identity)) return "storage";
  if (version === undefined) return "install";
  return foreign || version > versionCode ? "reinstall" : "update";
}

function applies({ trust }: Memory, { group }: Held): boolean {
  return group === everyPhone || trust.groups.includes(group ?? "");
}

interface Need {
  stream: string;
  held: Held;
  wanted: App;
  plan: Exclude<Plan, "nothing">;
}

/** The first app that an order asks for, that is not there, and whose turn it is; undefined when nothing is to be done. */
function nextNeed({ memory, identity, installAfter }: Phone): Need | undefined {
  for (const [stream, held] of Object.entries(memory.held)) {
    // One that fails must not keep the others waiting.
    const later = (installAfter.get(stream) ?? 0) > elapsed();
    if (held.action !== "app" || later || !applies(memory, held)) continue;
    const wanted = held.params as unknown as App;
    if (wanted.platform !== "android" || wanted.state !== "required") continue;
    const plan = planInstall(memory.state, identity, wanted, held.before);
    if (plan !== "nothing") return { stream, held, wanted, plan };
  }
  return undefined;
}

/** Apps that orders ask for, that are not there yet, and of which no attempt failed. */
export function pendingApps({ memory, identity }: Phone): string[] {
  return Object.entries(memory.held).flatMap(([stream, held]) => {
    if (held.action !== "app" || !applies(memory, held)) return [];
    const wanted = held.params as unknown as App;
    const install = memory.told.installs[stream];
    if (wanted.platform !== "android" || wanted.state !== "required") return [];
    if (install?.order === held.order && install.why !== undefined) return [];
    return planInstall(memory.state, identity, wanted, held.before) === "nothing" ? [] : [wanted.package];
  });
}

function sourcesOf(phone: Phone, { urls = [], sha256 }: App): Source[] {
  const elsewhere = urls.map((url): Source => ({ name: new URL(url).host, url, agent: openAgent }));
  const { gate, token } = phone;
  if (!gate || !token) return elsewhere;
  const url = `${gate.url.replace(/\/+$/, "")}/agent/v1/blob/${sha256}`;
  const { tlsPins } = phone.newest.body;
  return [...elsewhere, { name: "gatekeeper", url, token: token.text, agent: () => pinnedAgent(tlsPins) }];
}

/** Why an attempt failed, in a word that alerts may carry. */
function reasonOf(error: unknown): string {
  if (error instanceof Swapped) return "hash";
  return error instanceof GateError ? `status-${error.status}` : "unreachable";
}

/** Tries the sources in turn. Resolves with the path, or with why the last one failed. */
async function fetchBlob(phone: Phone, need: Need): Promise<{ path: string } | { why: string }> {
  const { wanted, held } = need;
  const { folder } = phone.shared.world;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const blob = { sha256: wanted.sha256!, size: wanted.size! };
  let why = "unreachable";
  for (const source of sourcesOf(phone, wanted)) {
    // A file for each source: what one of them began, another must not be made to finish.
    const name = `${phone.identity.index}-${blob.sha256.slice(0, 32)}-${Buffer.from(source.name).toString("hex").slice(0, 64)}`;
    const path = join(folder, name);
    try {
      await download(source, blob, path, phone.shared.stopping);
      return { path };
    } catch (error) {
      if (phone.shared.stopping.aborted) throw error;
      why = reasonOf(error);
      if (!(error instanceof Swapped)) continue;
      // Somebody put other bytes under the name of these: worth a word even when the next source has the right ones.
      const { package: app, versionCode } = wanted;
      const what = { what: "blob-swapped", package: app, versionCode, source: source.name, found: error.found };
      phone.emit("swapped", { package: app, source: source.name, found: error.found, order: held.order });
      await alert(phone, `swapped:${held.order}:${source.name}`, { ...what, order: held.order });
    }
  }
  return { why };
}

/** Compares what the package says of itself with the order; undefined when they agree. */
async function strangeness(phone: Phone, path: string, wanted: App): Promise<string | undefined> {
  const read = phone.shared.world.readPackage;
  if (!read) return undefined;
  const found = await read(path);
  if (!found) return "unreadable";
  if (found.package !== wanted.package) return "package";
  if (found.versionCode !== wanted.versionCode) return "version";
  return found.signers.includes(wanted.signer!) ? undefined : "signer";
}

async function failed(phone: Phone, need: Need, why: string): Promise<void> {
  const { stream, held, wanted } = need;
  await phone.exclusive(async () => {
    if (phone.over || phone.memory.held[stream]?.order !== held.order) return;
    const { installs } = phone.memory.told;
    const known = installs[stream]?.order === held.order ? installs[stream] : { order: held.order, tries: 0 };
    const tries = known.tries + 1;
    const wait = Math.min(6 * 3600, 60 * 2 ** Math.min(tries - 1, 10)) / phone.shared.world.speed;
    phone.installAfter.set(stream, elapsed() + wait);
    const told = { installs: { ...installs, [stream]: { order: held.order, tries, why } } };
    // The same failure again is no news.
    if (known.why === why) return phone.write({ t: "self", told });
    phone.emit("install-failed", { package: wanted.package, versionCode: wanted.versionCode, why, order: held.order });
    const result = await orderResult(phone, held, "failed");
    await phone.write({ t: "self", told, queued: [result] });
  });
  const { package: app, versionCode } = wanted;
  const what = { what: "app-failed", package: app, versionCode, why, order: held.order };
  await alert(phone, `app-failed:${held.order}:${why}`, what);
}

async function succeeded(phone: Phone, need: Need): Promise<void> {
  const { stream, held, wanted, plan } = need;
  const { package: name, versionCode, sha256, signer, size } = wanted;
  let from: number | undefined;
  const installed = await phone.exclusive(async () => {
    if (phone.over || phone.memory.leaving || phone.memory.held[stream]?.order !== held.order) return false;
    const { apps, packages = {} } = phone.memory.state;
    from = apps[name];
    const installs = { ...phone.memory.told.installs };
    delete installs[stream];
    phone.installAfter.delete(stream);
    const state = {
      apps: { ...apps, [name]: versionCode! },
      packages: { ...packages, [name]: { sha256: sha256!, signer: signer!, size: size! } },
    };
    const queued = [await orderResult(phone, held, "done")];
    await phone.write({ t: "self", state, told: { installs }, queued });
    return true;
  });
  if (!installed) return;
  const how = plan === "reinstall" ? { reinstalled: true } : {};
  phone.emit("installed", { package: name, versionCode, ...how, order: held.order });
  if (plan !== "reinstall") return;
  const what = { what: "app-reinstalled", package: name, from, to: versionCode, order: held.order };
  await alert(phone, `reinstalled:${held.order}`, what);
}

async function install(phone: Phone, need: Need): Promise<void> {
  if (need.plan === "storage") return failed(phone, need, "storage");
  const fetched = await phone.shared.world.fetching(() => fetchBlob(phone, need));
  if ("why" in fetched) return failed(phone, need, fetched.why);
  const strange = await strangeness(phone, fetched.path, need.wanted);
  // A virtual phone runs no app: what it holds of it is that these very bytes were here.
  await rm(fetched.path, { force: true });
  return strange === undefined ? succeeded(phone, need) : failed(phone, need, strange);
}

/** Starts what has to be installed, one app after the other. */
export function installDue(phone: Phone): void {
  if (phone.installing || !phone.connected) return;
  const need = nextNeed(phone);
  if (!need) return;
  phone.installing = install(phone, need)
    .catch((error: unknown) => {
      if (phone.shared.stopping.aborted) return;
      phone.installAfter.set(need.stream, elapsed() + 60);
      phone.emit("error", { where: "install", message: String(error) });
    })
    .finally(() => {
      phone.installing = undefined;
      tell(phone);
      phone.shared.world.soon(phone);
    });
}
