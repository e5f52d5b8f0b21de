// A whole world for a test: gatekeeper, organisation, invitations, and a fleet that runs in this process.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { targetLeaf, toHex } from "@rempart/trust";
import { answerTo } from "../commands.ts";
import type { Event } from "../events.ts";
import { type Fleet, type FleetOptions, openFleet } from "../fleet.ts";
import { show } from "../show.ts";
import { makeCertificate, makeIssuer } from "./certificates.ts";
import { Gatekeeper } from "./gatekeeper.ts";
import { Organisation } from "./organisation.ts";

/** Polls `check` until it gives something. */
export async function until<T>(check: () => T | undefined | false, what: string, seconds = 20): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const value = check();
    if (value !== undefined && value !== false) return value as T;
    if (Date.now() > end) throw new Error(`${what}: not within ${seconds} s`);
    await sleep(10);
  }
}

type StartOptions = Partial<Omit<FleetOptions, "data" | "invitations" | "count" | "startAt">>;

export class World {
  gatekeeper!: Gatekeeper;
  organisation!: Organisation;
  urls: string[] = [];
  pin = "";
  data = "";
  readonly events: Event[] = [];
  fleet: Fleet | undefined;
  /** Called with each event, before the phone goes on. */
  onEvent: (event: Event) => void = () => undefined;
  #running: Promise<void> | undefined;

  static async make(): Promise<World> {
    const world = new World();
    world.data = await mkdtemp(join(tmpdir(), "rempart-phones-"));
    const issuer = makeIssuer();
    const spare = makeIssuer("CN=spare");
    world.pin = issuer.pin;
    world.gatekeeper = new Gatekeeper(() => world.organisation);
    const certificate = makeCertificate(issuer);
    world.urls = [await world.gatekeeper.listen(certificate), await world.gatekeeper.listen(certificate)];
    world.organisation = await Organisation.found(world.urls, [issuer.pin, spare.pin]);
    world.gatekeeper.append(world.organisation.genesis);
    return world;
  }

  get invitations(): string {
    return join(this.data, "invitations");
  }

  /** Writes the file of invitations, with one ticket. */
  async invite(more: Parameters<Organisation["ticket"]>[2] = {}): Promise<void> {
    const { ticket, qr } = await this.organisation.ticket(this.urls[0]!, this.pin, more);
    this.gatekeeper.addTicket(ticket);
    await writeFile(this.invitations, `${qr}\n`);
  }

  async start(count = 1, more: StartOptions = {}): Promise<void> {
    const emit = (event: Event): void => {
      this.events.push(event);
      this.onEvent(event);
    };
    const options = { data: this.data, invitations: this.invitations, count, seed: "test", startAt: 0 };
    const events = { emit, answer: emit, stop: () => undefined };
    this.fleet = await openFleet({ ...options, rendezvous: undefined, ...more }, events);
    this.#running = this.fleet.run();
  }

  async stop(): Promise<void> {
    await this.fleet?.stop();
    await this.#running;
    this.fleet = undefined;
  }

  async end(): Promise<void> {
    await this.stop();
    await this.gatekeeper.close();
    await rm(this.data, { recursive: true, force: true });
  }

  /** The device of phone 0, once it is enrolled. */
  async device(index = 0): Promise<string> {
    const of = (event: Event): boolean => event.event === "enrolled" && event.phone === index;
    return (await until(() => this.events.find(of), "enrolled")).device as string;
  }

  show(index = 0): Record<string, unknown> {
    return show(this.fleet!.phones[index]!).state as Record<string, unknown>;
  }

  /** Gives the program a command; resolves with its answer. */
  async command(command: Record<string, unknown>): Promise<Event> {
    return (await answerTo(JSON.stringify(command), this.fleet!))!;
  }

  /** The event of this kind about `order`, once it is there. */
  event(event: string, order?: string): Promise<Event> {
    const of = (one: Event): boolean => one.event === event && (order === undefined || one.order === order);
    return until(() => this.events.find(of), `event ${event}`);
  }

  /** Reach that names `device` in a release of the order with this id. */
  naming(orderId: string, device: string): { phones: string[] } {
    return { phones: [toHex(targetLeaf(orderId, device))] };
  }
}
