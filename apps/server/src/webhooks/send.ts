import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { LookupFunction } from "node:net";
import { type Address, resolveTarget } from "./address.ts";

export interface Message {
  readonly id: string;
  readonly timestamp: number;
  readonly signature: string;
  readonly body: string;
}

/** A target has this long for everything, its name included. */
const patience = 10_000;

async function withinPatience<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const over = new Promise<never>((_, reject) => {
    const fail = (): void => reject(new Error("it did not answer in time"));
    if (signal.aborted) fail();
    else signal.addEventListener("abort", fail, { once: true });
  });
  return Promise.race([work, over]);
}

function post(url: URL, addresses: readonly Address[], message: Message, signal: AbortSignal): Promise<number> {
  // The socket gets the addresses that were judged: asking for the name again could give others.
  const judged: LookupFunction = (_host, options, done) => {
    if (options.all) done(null, [...addresses] as { address: string; family: number }[]);
    else done(null, addresses[0]!.address, addresses[0]!.family);
  };
  return new Promise((resolve, reject) => {
    const send = url.protocol === "https:" ? requestHttps : requestHttp;
    const sent = send(url, {
      method: "POST",
      agent: false, // no connection is kept, and no proxy of the environment asked
      lookup: judged,
      signal,
      headers: {
        "content-type": "application/json",
        "content-length": Buffer.byteLength(message.body),
        "user-agent": "rempart-webhooks",
        "webhook-id": message.id,
        "webhook-timestamp": message.timestamp,
        "webhook-signature": message.signature,
      },
    });
    sent.on("response", (response) => {
      resolve(response.statusCode ?? 0); // a redirect is an answer like any other: it is not followed
      response.destroy(); // what it says is not read
    });
    sent.on("error", reject);
    sent.end(message.body);
  });
}

/** Sends a message and returns the HTTP status; throws with a few words of ours when there is none. */
export async function send(
  url: URL,
  allow: readonly string[],
  message: Message,
  milliseconds = patience,
): Promise<number> {
  const signal = AbortSignal.timeout(milliseconds);
  const addresses = await withinPatience(resolveTarget(url, allow), signal);
  return withinPatience(post(url, addresses, message, signal), signal);
}
