// Endpoints: which push services a browser of ours may be woken by. A short list, because the endpoint comes from a browser
// and is called by the gatekeeper.
import { isIP } from "node:net";
import { GateError } from "../error.ts";

/** What `settings.json` may say of notifications. */
export interface PushSettings {
  /** Hosts of further push services, `name` or `name:port`; they may be internal. */
  hosts?: string[];
  /** `mailto:` or `https:` address at which a push service reaches whoever runs this (RFC 8292, `sub`). */
  contact?: string;
}

/** Google (Chrome, Edge on Android), Mozilla, Apple, Microsoft. */
const services = new Set(["fcm.googleapis.com", "updates.push.services.mozilla.com", "web.push.apple.com"]);
const families = [".push.apple.com", ".notify.windows.com"];

const mostLength = 1024;
const mostHosts = 32;
const hostPattern = /^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?|\[[0-9a-f:.]+\])(:[0-9]{1,5})?$/;
const contactPattern = /^(mailto:[!-~]+@[!-~]+|https:\/\/[!-~]+)$/;

/** Refuses with `config` settings that are none. */
export function checkPush(value: unknown): void {
  if (value === undefined) return;
  const { hosts, contact, ...rest } = (typeof value === "object" && value !== null ? value : { value }) as Record<
    string,
    unknown
  >;
  const [strange] = Object.keys(rest);
  if (strange !== undefined) throw new GateError("config", `push.${strange}`, "is not known. Fields: hosts, contact");
  const isHost = (one: unknown): boolean => typeof one === "string" && hostPattern.test(one);
  if (hosts !== undefined && !(Array.isArray(hosts) && hosts.length <= mostHosts && hosts.every(isHost)))
    throw new GateError(
      "config",
      "push.hosts",
      `must be at most ${mostHosts} hosts as push.example or push.example:8443`,
    );
  if (contact !== undefined && !(typeof contact === "string" && contact.length <= 255 && contactPattern.test(contact)))
    throw new GateError(
      "config",
      "push.contact",
      "must be as mailto:people@example.org or https://example.org/contact",
    );
}

/** Whether whoever runs the gatekeeper lists the host, by name for port 443 or with its port: it may be internal then. */
export function isListed({ hostname, port, protocol }: URL, hosts: readonly string[]): boolean {
  const real = port || (protocol === "https:" ? "443" : "80");
  return hosts.includes(`${hostname}:${real}`) || (real === "443" && hosts.includes(hostname));
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || (isIP(hostname) === 4 && hostname.startsWith("127."));
}

function isService({ hostname, port }: URL): boolean {
  return port === "" && (services.has(hostname) || families.some((family) => hostname.endsWith(family)));
}

/**
 * Reads an endpoint; refuses with `push.endpoint` what is not https at a push service that is known or listed in `hosts`. A
 * listed host is called at the port that is listed with it, or at 443; http passes for a listed host of this machine alone.
 */
export function readEndpoint(text: string, hosts: readonly string[]): URL {
  const refuse = (message: string): never => {
    throw new GateError("push.endpoint", "body.endpoint", message);
  };
  const url =
    text.length <= mostLength && URL.canParse(text) ? new URL(text) : refuse("is not a URL of up to 1024 characters");
  // What is not ASCII grows when it is read, and a longer one fits no index.
  if (url.href.length > mostLength) refuse("is longer than 1024 characters when it is written out");
  if (url.username !== "" || url.password !== "" || url.hash !== "") refuse("must have no user and no fragment");
  const listed = isListed(url, hosts);
  if (url.protocol !== "https:" && !(url.protocol === "http:" && listed && isLoopback(url.hostname)))
    refuse("must begin with https://");
  if (!listed && !isService(url))
    refuse("is at no push service that is known here. Whoever runs the gatekeeper may list its host (push.hosts)");
  return url;
}
