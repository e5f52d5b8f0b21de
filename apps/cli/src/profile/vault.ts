import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import type { Io } from "../io.ts";
import { t } from "../language/language.ts";
import { Problem, Usage } from "../problem.ts";
import { readSecretFile } from "./files.ts";

export interface VaultOptions {
  identity: string | undefined;
  passphraseFile: string | undefined;
}

const leastPassphrase = 12;

/** Encrypts and decrypts the profile's files with age: a passphrase, or an X25519 identity file for automation. */
export class Vault {
  readonly #io: Io;
  readonly #options: VaultOptions;
  #identity: string | undefined;
  #passphrase: string | undefined;

  constructor(io: Io, options: VaultOptions) {
    if (options.identity && options.passphraseFile)
      throw new Usage("--identity", t`Give --identity or --passphrase-file, not both.`);
    this.#io = io;
    this.#options = options;
  }

  /** Asks for the passphrase now, before a long piece of work that must not stop for it. */
  async ready(): Promise<void> {
    if (!(await this.#readIdentity())) await this.#readPassphrase(true);
  }

  /** Encrypts to the identity or under the passphrase; a new passphrase is asked for twice. */
  async encrypt(plaintext: Uint8Array): Promise<Uint8Array> {
    const encrypter = new Encrypter();
    const identity = await this.#readIdentity();
    if (identity) encrypter.addRecipient(await identityToRecipient(identity));
    else encrypter.setPassphrase(await this.#readPassphrase(true));
    return await encrypter.encrypt(plaintext);
  }

  /** Decrypts; refuses with `identity.wrong` or `passphrase.wrong`. */
  async decrypt(file: string, ciphertext: Uint8Array): Promise<Uint8Array> {
    const decrypter = new Decrypter();
    const identity = await this.#readIdentity();
    if (identity) decrypter.addIdentity(identity);
    else decrypter.addPassphrase(await this.#readPassphrase(false));
    try {
      return await decrypter.decrypt(ciphertext);
    } catch {
      if (identity)
        throw new Problem("identity.wrong", file, t`This identity file does not open it, or it was changed.`);
      // Forgotten, so that a person who mistyped is asked again in a longer command.
      this.#passphrase = undefined;
      throw new Problem("passphrase.wrong", file, t`This passphrase does not open it, or it was changed.`);
    }
  }

  async #readIdentity(): Promise<string | undefined> {
    const { identity } = this.#options;
    if (identity === undefined) return undefined;
    if (this.#identity === undefined) {
      const found = (await readSecretFile(identity)).match(/^AGE-SECRET-KEY-1[0-9A-Z]+$/m);
      if (!found) throw new Problem("identity.wrong", identity, t`This file holds no age X25519 identity.`);
      this.#identity = found[0];
    }
    return this.#identity;
  }

  async #readPassphrase(fresh: boolean): Promise<string> {
    if (this.#passphrase !== undefined) return this.#passphrase;
    const { passphraseFile } = this.#options;
    if (passphraseFile !== undefined) {
      this.#passphrase = (await readSecretFile(passphraseFile)).replace(/\r?\n$/, "");
    } else if (this.#io.interactive) {
      this.#passphrase = await this.#io.ask(fresh ? t`New passphrase for the keys: ` : "Passphrase: ", true);
      if (fresh && (await this.#io.ask(t`The same again: `, true)) !== this.#passphrase)
        throw new Problem("passphrase.wrong", "terminal", t`The two passphrases differ.`);
    } else {
      throw new Usage("--identity", t`The keys are encrypted: give --identity FILE or --passphrase-file FILE.`);
    }
    if (fresh && this.#passphrase.length < leastPassphrase)
      throw new Problem(
        "passphrase.short",
        "passphrase",
        t`A passphrase needs at least ${leastPassphrase} characters.`,
      );
    return this.#passphrase;
  }
}

/** The text of a new identity file, as age-keygen writes it, and its public half. */
export async function newIdentity(): Promise<{ text: string; recipient: string }> {
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  return { text: `# public key: ${recipient}\n${identity}\n`, recipient };
}
