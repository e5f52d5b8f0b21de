// One call to a push service: no content, no redirect, no answer read, nobody called who was not judged.
import type { lookup } from "node:dns/promises";
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { LookupFunction } from "node:net";
import { type Address, resolveHost } from "./address.ts";
import { isListed } from "./endpoint.ts";

/** What a push service is told besides who calls (RFC 8030). There is no content: nothing is said. */
export interface Message {
  /** Header of `Vapid.authorization`. */
  authorization: string;
  urgency: "normal" | "high";
  /** Of messages with the same topic that wait for a browser, the newest alone is kept. */
  topic: string;
}

export interface Outcome {
  status: number;
  /** Seconds after which the push service wants to be asked again, as it says. */
  retryAfter: number | undefined;
}

export interface SendOptions {
  /** Hosts that the configuration lists. */
  hosts: readonly string[];
  /** Milliseconds for everything, the name included. */
  patience?: number;
  resolve?: typeof lookup;
  /** Authorities trusted besides the platform's: PEM. */
  ca?: string;
  /** Ends the call before its time. */
  ended?: AbortSignal;
}

/** How long a push service keeps a message for a browser that is away, in seconds. */
const keptFor = 86_400;

async function inTime<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const over = new Promise<never>((_, reject) => {
    const fail = (): void => reject(new Error("it did not answer in time"));
    if (signal.aborted) fail();
    else signal.addEventListener("abort", fail, { once: true });
  });
  return Promise.race([work, over]);
}

function post(url: URL, addresses: readonly Address[], message: Message, signal: AbortSignal, ca: string | undefined) {
  // The socket gets the addresses that were judged: asking for the name again could give others.
  const judged: LookupFunction = (_host, options, done) => {
    if (options.all) done(null, [...addresses]);
    else done(null, addresses[0]!.address, addresses[0]!.family);
  };
  return new Promise<Outcome>((resolve, reject) => {
    const send = url.protocol === "https:" ? requestHttps : requestHttp;
    const { authorization, urgency, topic } = message;
    const sent = send(url, {
      method: "POST",
      agent: false, // no connection is kept, and no proxy of the environment asked
      lookup: judged,
      signal,
      maxHeaderSize: 16 * 1024,
      ...(ca === undefined ? {} : { ca }),
      headers: { authorization, ttl: keptFor, urgency, topic, "content-length": 0 },
    });
    sent.on("response", (response) => {
      // A redirect is an answer like any other: it is not followed.
      const wait = response.headers["retry-after"] ?? "";
      resolve({ status: response.statusCode ?? 0, retryAfter: /^\d{1,6}$/.test(wait) ? Number(wait) : undefined });
      response.destroy(); // what it says is not read
    });
    sent.on("error", reject);
    sent.end();
  });
}

/** Sends an empty message; throws when nothing answered in time, or when the host leads where it must not. */
export async function send(url: URL, message: Message, options: SendOptions): Promise<Outcome> {
  const { hosts, patience = 10_000, resolve, ca, ended } = options;
  const timeout = AbortSignal.timeout(patience);
  const signal = ended ? AbortSignal.any([timeout, ended]) : timeout;
  const addresses = await inTime(resolveHost(url.hostname, isListed(url, hosts), resolve), signal);
  return inTime(post(url, addresses, message, signal, ca), signal);
}
