// Which rendezvous the phone speaks to, and how patiently.
import { setTimeout as sleep } from "node:timers/promises";
import { extendChain } from "@rempart/trust";
import { charter, type Gate } from "./gate.ts";
import { elapsed, type Phone } from "./phone.ts";
import { openAgent, pinnedAgent } from "./tls.ts";

const longestDelay = 60;
const silence = 60;
const charterInterval = 15 * 60;
/** Charters taken from one rendezvous at once: more come with the next silence. */
const mostCharters = 100;

export class Contact {
  url: string;
  /** Until then a 409 to a report is not worth another hello. */
  gapUntil = 0;
  readonly #phone: Phone;
  #failures = 0;
  #failuresHere = 0;
  #silentSince: number | undefined;
  #idle = 0;

  constructor(phone: Phone) {
    this.#phone = phone;
    this.url = phone.shared.rendezvous ?? phone.invitation.url;
    if (phone.remembered && !phone.over) this.enrolled();
    if (!phone.over) void this.#watchCharters();
  }

  /** From enrolment on, the charter says where gatekeepers are. */
  enrolled(): void {
    const { rendezvous } = this.#phone.newest.body;
    if (!rendezvous.includes(this.url)) this.url = rendezvous[this.#phone.identity.index % rendezvous.length]!;
  }

  /** The connection in use; a new one, under the pins that count now, after `hangUp` and after a change of URL. */
  gate(): Gate {
    const phone = this.#phone;
    // A charter that moved the gatekeeper moves the phone: the address of before is nobody's any more.
    if (phone.remembered && !phone.over && phone.redirect === undefined) this.enrolled();
    const wanted = phone.redirect ?? this.url;
    if (phone.gate?.url === wanted) return phone.gate;
    phone.hangUp();
    this.url = wanted;
    phone.redirect = undefined;
    const pins = phone.remembered ? phone.newest.body.tlsPins : [phone.invitation.pin];
    phone.gate = { url: this.url, agent: pinnedAgent(pins) };
    return phone.gate;
  }

  succeeded(): void {
    this.#failures = 0;
    this.#failuresHere = 0;
    this.#silentSince = undefined;
  }

  /** Waits after a failure, longer each time, and turns to another rendezvous when this one stays silent. */
  async failed(retryAfter: number | undefined): Promise<void> {
    this.#failures++;
    this.#failuresHere++;
    this.#silentSince ??= elapsed();
    const delay = Math.min(longestDelay, 0.5 * 2 ** Math.min(this.#failures, 10)) * (0.5 + Math.random() / 2);
    const least = retryAfter === undefined ? 0 : retryAfter * (1 + Math.random() / 4);
    await sleep(Math.max(delay, least) * 1000, undefined, { signal: this.#phone.signal });
    if (this.#failuresHere >= 3 || elapsed() - this.#silentSince >= silence) await this.#move();
  }

  /** Slows down when answers come at once and bring nothing, as from a gatekeeper that repeats what was refused. */
  async calm(took: number, news: boolean): Promise<void> {
    this.#idle = news || took >= 1 ? 0 : Math.min(this.#idle + 1, 8);
    if (this.#idle > 2)
      await sleep(50 * 2 ** this.#idle * (0.5 + Math.random()), undefined, { signal: this.#phone.signal });
  }

  async #move(): Promise<void> {
    this.#failuresHere = 0;
    this.#silentSince = elapsed();
    const phone = this.#phone;
    if (!phone.remembered || phone.over) return;
    const known = phone.newest.body.rendezvous;
    const at = known.indexOf(this.url);
    // The others first. The silent one may still show, behind a certificate that no pin names, the charter which names it.
    for (const url of [...known.slice(at + 1), ...known.slice(0, at + 1)]) if (await this.#askCharters(url)) break;
    const { rendezvous } = phone.newest.body;
    this.url = rendezvous[(rendezvous.indexOf(this.url) + 1) % rendezvous.length]!;
  }

  /**
   * A gatekeeper that was taken over hides the charter that ends it, and one that moved left it behind: a rendezvous may
   * show it, and those after it. Returns whether there was any.
   */
  async #askCharters(url: string): Promise<boolean> {
    let found = false;
    for (let asked = 0; asked < mostCharters && (await this.#askCharter(url)); asked++) found = true;
    return found;
  }

  async #askCharter(url: string): Promise<boolean> {
    const phone = this.#phone;
    try {
      const envelope = await charter(openAgent(), url, phone.newest.body.version + 1, phone.signal);
      return await phone.exclusive(async () => {
        const before = phone.charters.length;
        await phone.adoptChain(await extendChain(phone.charters, phone.newest.genesis, [envelope]));
        return phone.charters.length > before;
      });
    } catch {
      // None there, or none that follows ours: nothing is lost by asking.
      return false;
    }
  }

  async #watchCharters(): Promise<void> {
    const phone = this.#phone;
    const { stopping } = phone.shared;
    while (!stopping.aborted && !phone.over) {
      const delay = charterInterval * (0.5 + Math.random()) * 1000;
      await sleep(delay, undefined, { signal: stopping, ref: false }).catch(() => undefined);
      if (stopping.aborted || phone.over || !phone.remembered) continue;
      const others = phone.newest.body.rendezvous.filter((one) => one !== this.url);
      const url = others[Math.floor(Math.random() * others.length)];
      // What the phone waits for now was asked under the charter before.
      if (url !== undefined && (await this.#askCharters(url))) phone.interrupt();
    }
  }
}
