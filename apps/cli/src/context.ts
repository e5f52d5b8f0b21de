import { join, resolve } from "node:path";
import { freshHead, syncCharters, type Trust } from "@rempart/client";
import type { Head, JsonValue, Signer } from "@rempart/trust";
import type { Io } from "./io.ts";
import { t } from "./language/language.ts";
import { Problem } from "./problem.ts";
import { loadKey, signerOf } from "./profile/keys.ts";
import { keyPath, loadProfile, type Profile, type ProfileFile, saveProfile } from "./profile/profile.ts";
import { loadTrust, saveTrust } from "./profile/trust-store.ts";
import { Vault } from "./profile/vault.ts";
import { findCharters } from "./remote/gatekeeper.ts";
import { type Client, client } from "./remote/http.ts";

/** Options that every command has. */
export interface GlobalOptions {
  profile?: string;
  as?: string;
  json?: boolean;
  identity?: string;
  passphraseFile?: string;
}

/** The exit code that a command leaves behind. */
export interface Ending {
  code: number;
}

/** A key of this profile, ready to sign. */
export interface OwnKey {
  name: string;
  kid: string;
  person: string;
  signer: Signer;
}

/** Whether nobody answered who could be the gatekeeper. */
function isSilence(error: unknown): boolean {
  return error instanceof Problem && (error.code === "network" || error.code === "network.tls");
}

/** Everything a command works with; files are read when first asked for. */
export class Context {
  readonly io: Io;
  readonly json: boolean;
  readonly folder: string;
  readonly vault: Vault;
  /** What the process ends with when nothing was thrown: 0; 1 when what was looked at is wrong; 3 when not every phone did it. */
  readonly ending: Ending;
  readonly #as: string | undefined;
  #profile: Profile | undefined;
  #trust: Trust | undefined;
  readonly #keys = new Map<string, OwnKey>();

  constructor(io: Io, options: GlobalOptions, ending: Ending = { code: 0 }) {
    this.io = io;
    this.ending = ending;
    this.json = options.json === true;
    this.folder = resolve(options.profile ?? io.env.REMPART_PROFILE ?? join(io.home, ".config", "rempart"));
    this.#as = options.as;
    this.vault = new Vault(io, { identity: options.identity, passphraseFile: options.passphraseFile });
  }

  /** Unix seconds. */
  now(): number {
    return Math.floor(this.io.now() / 1000);
  }

  /** Says something to the person, never on stdout. */
  say(...lines: string[]): void {
    for (const line of lines) this.io.stderr(`${line}\n`);
  }

  /** The one result of a command: JSON, or lines for people. */
  result(value: object, lines: readonly string[]): void {
    this.io.stdout(this.json ? `${JSON.stringify(value)}\n` : `${lines.join("\n")}\n`);
  }

  async profile(): Promise<Profile> {
    this.#profile ??= await loadProfile(this.folder);
    return this.#profile;
  }

  /** The verified chain on disk, without asking anybody. */
  async trust(): Promise<Trust> {
    this.#trust ??= await loadTrust(await this.profile());
    return this.#trust;
  }

  /**
   * The gatekeeper, at the address of this profile; when nobody answers there, or the certificate is a stranger's, at the
   * rendezvous that the charters name, the newest of which is looked for there first. The profile follows.
   */
  async gatekeeper(): Promise<Client> {
    const { gatekeeper } = await this.profile();
    await this.trust();
    const pins = () => this.#trust?.newest.body.tlsPins ?? [];
    const at = (base: string): Client => client("gatekeeper", base, pins);
    return {
      base: gatekeeper,
      ask: async (path, ask) => {
        const { gatekeeper: now } = await this.profile();
        try {
          return await at(now).ask(path, ask);
        } catch (error) {
          // Something that was sent may have been taken before the line broke: only questions are asked again elsewhere.
          if (!isSilence(error) || ask?.body !== undefined) throw error;
          const moved = await this.#findGatekeeper(now);
          if (moved === undefined) throw error;
          return await at(moved).ask(path, ask);
        }
      },
    };
  }

  /** A rendezvous that answers under the pins of the newest charter to be found at any of them. */
  async #findGatekeeper(silent: string): Promise<string | undefined> {
    const known = await this.trust();
    const trust = await findCharters(known.newest.body.rendezvous, known);
    if (trust.charters.length !== known.charters.length) await this.#remember(trust);
    const { rendezvous, tlsPins } = trust.newest.body;
    for (const url of rendezvous) {
      const base = url.replace(/\/+$/, "");
      if (base === silent) continue;
      const found = await client("gatekeeper", base, () => tlsPins)
        .ask("/gate/v1/status", { lax: true })
        .then(() => true)
        .catch(() => false);
      if (!found) continue;
      this.say(
        t`The gatekeeper does not answer at ${silent}; it does at ${base}, which the charter names. This profile follows.`,
      );
      await this.#save({ gatekeeper: base });
      return base;
    }
    return undefined;
  }

  async #save(changes: Partial<ProfileFile>): Promise<void> {
    const { folder, ...file } = { ...(await this.profile()), ...changes };
    await saveProfile(folder, file);
    this.#profile = { ...file, folder };
  }

  /** Keeps other names for the people of this organisation, in this profile alone. */
  async rename(names: Profile["names"]): Promise<void> {
    await this.#save({ names });
  }

  async server(): Promise<Client> {
    const profile = await this.profile();
    await this.trust();
    return client("server", profile.server, () => this.#trust?.newest.body.tlsPins ?? []);
  }

  async #remember(trust: Trust): Promise<void> {
    this.#trust = trust;
    await saveTrust(this.folder, trust);
  }

  /** The newest charter the gatekeeper has, verified from the pinned genesis. */
  async sync(): Promise<Trust> {
    const known = await this.trust();
    const trust = await syncCharters((await this.gatekeeper()).ask, known);
    if (trust.charters.length !== known.charters.length) await this.#remember(trust);
    return trust;
  }

  /** Newest charter and a head of the log that answers a nonce of ours. */
  async head(): Promise<{ trust: Trust; head: Head; envelope: JsonValue; frozen: boolean; witness?: JsonValue }> {
    const fresh = await freshHead((await this.gatekeeper()).ask, await this.sync());
    await this.#remember(fresh.trust);
    const { witness, ...rest } = fresh;
    return { ...rest, ...(witness === undefined ? {} : { witness }) };
  }

  /** Name of the key that signs when no other is named. */
  async keyName(): Promise<string> {
    const name = this.#as ?? (await this.profile()).key;
    if (name === undefined)
      throw new Problem("key.missing", this.folder, t`This profile has no person's key; give --as NAME.`);
    return name;
  }

  /** Decrypts one of this profile's people's keys. */
  async key(name?: string): Promise<OwnKey> {
    const wanted = name ?? (await this.keyName());
    const known = this.#keys.get(wanted);
    if (known) return known;
    const path = keyPath(await this.profile(), wanted);
    const key = await loadKey(this.vault, path);
    if (key.kind !== "person" || key.person === undefined)
      throw new Problem("key.kind", path, t`This is a ${key.kind} key, not a person's.`);
    const own = { name: wanted, kid: key.kid, person: key.person, signer: await signerOf(key) };
    this.#keys.set(wanted, own);
    return own;
  }
}
