// Keys of people who have no passkeys: files encrypted with age under a passphrase.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Decrypter, Encrypter } from "age-encryption";
import type { BrowserContext } from "playwright-core";

/** Of a key file of tests; long enough for the rules, and secret to nobody. */
export const passphrase = "correct horse battery staple";
/** log2 of scrypt's cost. Weak on purpose: age's own 18 would take a second for every file of every test. */
const workFactor = 10;

/** A file as somebody would choose it in a file dialogue. */
export interface KeyFile {
  readonly name: string;
  readonly content: Buffer;
  readonly passphrase: string;
}

/** The keys in `folder`, which `rempart` encrypted to `identity` (a file), encrypted anew under a passphrase. */
export async function keyFiles(folder: string, identity: string): Promise<readonly KeyFile[]> {
  const secret = /^AGE-SECRET-KEY-1[0-9A-Z]+$/m.exec(readFileSync(identity, "utf8"))?.[0];
  if (!secret) throw new Error(`${identity} holds no age identity`);
  const decrypter = new Decrypter();
  decrypter.addIdentity(secret);
  const names = readdirSync(folder).filter((name) => name.endsWith(".age"));
  return Promise.all(
    names.sort().map(async (name) => {
      const key = await decrypter.decrypt(readFileSync(join(folder, name)));
      const encrypter = new Encrypter();
      encrypter.setPassphrase(passphrase);
      encrypter.setScryptWorkFactor(workFactor);
      return { name, content: Buffer.from(await encrypter.encrypt(key)), passphrase };
    }),
  );
}

/**
 * Has the pages of a context encrypt key files as weakly as the files of tests are: age's own cost would be most of a
 * founding's time. It is the only thing in which the console under test differs from the one that is shipped.
 */
export async function weakenKeyFiles(context: BrowserContext): Promise<void> {
  const cost = "scryptWorkFactor=18";
  await context.route(/\/assets\/[^/]+\.js$/, async (route) => {
    const response = await route.fetch();
    const script = await response.text();
    await route.fulfill({ response, body: script.replace(cost, `scryptWorkFactor=${workFactor}`) });
  });
}
