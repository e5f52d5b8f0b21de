// A virtual authenticator in a page: the built-in one of a laptop or phone, which verifies its user and keeps passkeys.
import type { CDPSession, Page } from "playwright-core";

/** What an authenticator can do; each is on unless it is switched off. */
export interface AuthenticatorOptions {
  /** The PRF extension, from which a person's wrapping key comes; some authenticators of 2023 have none. */
  readonly prf?: boolean;
  readonly largeBlob?: boolean;
  /** Whether it can verify its user at all (finger, face, PIN). */
  readonly verifiesUser?: boolean;
}

/** The passkeys of one page. They end with the page. */
export class Authenticator {
  readonly #page: Page;
  readonly #devtools: CDPSession;
  readonly #id: string;

  private constructor(page: Page, devtools: CDPSession, id: string) {
    this.#page = page;
    this.#devtools = devtools;
    this.#id = id;
  }

  /** Puts one into `page`; must come before the page asks for a passkey. */
  static async in(page: Page, options: AuthenticatorOptions = {}): Promise<Authenticator> {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("WebAuthn.enable", { enableUI: false });
    const { authenticatorId } = await devtools.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        ...{ protocol: "ctap2", ctap2Version: "ctap2_1", transport: "internal", hasResidentKey: true },
        ...{ hasUserVerification: options.verifiesUser ?? true, isUserVerified: options.verifiesUser ?? true },
        ...{ hasLargeBlob: options.largeBlob ?? true, hasPrf: options.prf ?? true },
        automaticPresenceSimulation: true,
      },
    });
    return new Authenticator(page, devtools, authenticatorId);
  }

  /** The relying parties it holds passkeys for, one entry for each passkey. */
  async passkeys(): Promise<{ id: string; rpId: string; signCount: number }[]> {
    const { credentials } = await this.#devtools.send("WebAuthn.getCredentials", { authenticatorId: this.#id });
    return credentials.map(({ credentialId, rpId, signCount }) => ({ id: credentialId, rpId: rpId ?? "", signCount }));
  }

  /** The wrong finger is shown to it: the next request fails, and it stays locked, as a real one after a few tries. */
  async locks(): Promise<void> {
    await this.#devtools.send("WebAuthn.setUserVerified", { authenticatorId: this.#id, isUserVerified: false });
  }

  /** The person presses "Cancel" at the next request of a passkey, to make one or to use one; the ones after are answered. */
  async cancelsNext(): Promise<void> {
    await this.#page.evaluate(() => {
      const { create, get } = CredentialsContainer.prototype;
      const cancel = (): Promise<never> => {
        Object.assign(CredentialsContainer.prototype, { create, get });
        return Promise.reject(
          new DOMException("The operation either timed out or was not allowed.", "NotAllowedError"),
        );
      };
      Object.assign(CredentialsContainer.prototype, { create: cancel, get: cancel });
    });
  }

  /** From here on nobody touches it (a request waits, and can be aborted), or somebody does again. */
  async answers(enabled: boolean): Promise<void> {
    await this.#devtools.send("WebAuthn.setAutomaticPresenceSimulation", { authenticatorId: this.#id, enabled });
  }

  /** The person loses every passkey. */
  async forget(): Promise<void> {
    await this.#devtools.send("WebAuthn.clearCredentials", { authenticatorId: this.#id });
  }
}
