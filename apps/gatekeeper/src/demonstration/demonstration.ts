// A demonstration's virtual phones. This process starts none: the launcher does, as another user than ours where it can.
// The attacker in mind: whoever reaches the console's origin and wants processes started, or phones of a real organisation
// that are none.
import { createInterface } from "node:readline";
import type { Duplex } from "node:stream";
import { formatInvitation, type Invitation, type JsonValue, readInvitation, ticketSecretHash } from "@rempart/trust";
import type { Context } from "../context.ts";
import { validTicket } from "../devices/tickets.ts";
import { GateError } from "../error.ts";

/** Phones of a demonstration; there is one at most. */
export const demonstrationPhones = 40;
/** What the log of a demonstration's organisation is called begins so; a real one never gets phones that are none. */
const mark = "demonstration";
/** The launcher answers when the phones' process is up. */
const patienceMs = 30_000;

interface Told {
  phones: number;
  error?: string;
}

function readTold(line: string): Told | undefined {
  try {
    const { demonstration } = JSON.parse(line) as { demonstration?: Partial<Told> };
    const { phones, error } = demonstration ?? {};
    if (typeof phones !== "number") return undefined;
    return { phones, ...(typeof error === "string" ? { error } : {}) };
  } catch {
    return undefined;
  }
}

/** The launcher's side is a stream of JSON lines; without one, there is no demonstration here. */
export class Demonstration {
  readonly #context: () => Context;
  readonly #launcher: Duplex | undefined;
  #running = 0;
  #waiting: PromiseWithResolvers<Told> | undefined;
  #asking = false;

  constructor(context: () => Context, launcher: Duplex | undefined) {
    this.#context = context;
    this.#launcher = launcher;
    if (!launcher) return;
    // Without a launcher nothing more is heard of the phones, and nothing else is lost.
    launcher.on("error", () => {});
    createInterface({ input: launcher }).on("line", (line) => {
      const told = readTold(line);
      if (!told) return;
      this.#running = told.phones;
      this.#waiting?.resolve(told);
    });
  }

  /** How many phones run, by the launcher's word; undefined when none. */
  get phones(): number | undefined {
    return this.#running > 0 ? this.#running : undefined;
  }

  /** Whether the invitation is one that the people of this organisation signed for such phones. */
  async #check(invitation: Invitation): Promise<void> {
    const context = this.#context();
    const { body, genesis } = context.charters.newest;
    if (!body.logs.at(-1)!.origin.startsWith(mark))
      throw new GateError(
        "demonstration",
        "organisation",
        `is none for demonstrations: virtual phones are for one that was founded as such ("${mark}" begins its log's name)`,
      );
    const refuse = (where: string, message: string): never => {
      throw new GateError("request", `invitation.${where}`, message);
    };
    if (invitation.genesis !== genesis) refuse("g", "is of another organisation");
    // The phones' process goes wherever it is sent.
    if (!body.rendezvous.includes(invitation.url)) refuse("u", "is not an address that the charter names");
    if (!body.tlsPins.includes(invitation.pin)) refuse("p", "is not a key that the charter names");
    const ticket = await validTicket(context, invitation.ticket);
    if (ticketSecretHash(invitation.secret) !== ticket.body.secretHash)
      throw new GateError("ticket.secret", "invitation.s", "does not belong to this ticket");
    if (ticket.body.confirm) refuse("t", "has each phone compared by hand. Make a ticket that does not ask for that");
    const { rows } = await context.pool.query<{ left: number }>(
      "select uses - used as left from ticket where hash = $1",
      [ticket.hash],
    );
    if (Number(rows[0]!.left) < demonstrationPhones) refuse("t", `must be good for ${demonstrationPhones} phones`);
  }

  /**
   * Has the launcher start the phones with this invitation (`{"u","p","g","t","s"}`), and resolves when they run. Refuses with
   * `demonstration` where there is none, `demonstration.running` when there is one, and as tickets are refused.
   */
  async start(value: JsonValue): Promise<{ phones: number }> {
    const launcher = this.#launcher;
    if (!launcher?.writable)
      throw new GateError("demonstration", "demonstration", "is only for a trial on one machine, started by npm start");
    if (this.#running > 0 || this.#asking)
      throw new GateError("demonstration.running", "demonstration", "is under way already");
    this.#asking = true;
    let timer: NodeJS.Timeout | undefined;
    try {
      const invitation = readInvitation(JSON.stringify(value));
      await this.#check(invitation);
      const waiting = Promise.withResolvers<Told>();
      this.#waiting = waiting;
      launcher.write(`{"demonstration":${formatInvitation(invitation)}}\n`);
      timer = setTimeout(() => waiting.resolve({ phones: 0, error: "the phones did not start in time" }), patienceMs);
      const told = await waiting.promise;
      if (told.phones === 0)
        throw new GateError("busy", "demonstration", `${told.error ?? "the phones did not start"}. Try again shortly.`);
      return { phones: told.phones };
    } finally {
      clearTimeout(timer);
      this.#waiting = undefined;
      this.#asking = false;
    }
  }
}
