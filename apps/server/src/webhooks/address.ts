// Where a webhook may go. Whoever may make one could otherwise have this server call what only it can reach: a database, a
// cloud's metadata, the gatekeeper's inside. Names are resolved here, every address is judged, and that one is connected to.
import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";
import { ApiError } from "../http/error.ts";

/** IPv4 that no public host has (RFC 6890 and the IANA registry): private, shared, loopback, link-local, multicast, ... */
const special = new BlockList();
for (const [network, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const)
  special.addSubnet(network, bits, "ipv4");

/** IPv6 in use is 2000::/3. All else is refused with it: loopback, mapped IPv4, NAT64, unique local, link-local, multicast. */
const global6 = new BlockList();
global6.addSubnet("2000::", 3, "ipv6");
/** Of that, what is special or carries an IPv4 address inside: Teredo and others, documentation, 6to4. */
const special6 = new BlockList();
for (const [network, bits] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const)
  special6.addSubnet(network, bits, "ipv6");

/** Whether an address is one of the public internet. */
export function isPublic(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !special.check(address, "ipv4");
  // With a zone (`fe80::1%eth0`) it is of a link.
  if (family !== 6 || address.includes("%")) return false;
  return global6.check(address, "ipv6") && !special6.check(address, "ipv6");
}

function refuse(message: string): never {
  throw new ApiError(400, "webhook.url", "url", message);
}

/** Whether the operator of this server lists the host, as `name` or `name:port`. */
function listed(url: URL, allow: readonly string[]): boolean {
  return allow.includes(url.hostname) || allow.includes(url.host);
}

/** Reads the address of a webhook; refuses what can never be one. Names are judged when they are called. */
export function readTarget(text: string, allow: readonly string[]): URL {
  const url = URL.canParse(text) ? new URL(text) : refuse("This is not a URL.");
  if (url.username !== "" || url.password !== "" || url.hash !== "")
    refuse("A webhook's URL has no user and no fragment.");
  if (listed(url, allow)) {
    if (url.protocol !== "https:" && url.protocol !== "http:") refuse("A webhook's URL begins with https://.");
    return url;
  }
  if (url.protocol !== "https:")
    refuse("A webhook's URL begins with https://, unless its host is listed in webhooks.allow.");
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(host) !== 0 && !isPublic(host))
    refuse("This address is internal. List its host in webhooks.allow to call it.");
  return url;
}

export interface Address {
  readonly address: string;
  readonly family: number;
}

/** Addresses of a target to connect to. Throws when any is internal: a name that has both is how guards are got round. */
export async function resolveTarget(url: URL, allow: readonly string[], resolve = lookup): Promise<Address[]> {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const addresses = await resolve(host, { all: true });
  if (!listed(url, allow) && !addresses.every(({ address }) => isPublic(address))) {
    throw new Error("its name leads to an internal address");
  }
  if (addresses.length === 0) throw new Error("its name leads nowhere");
  return addresses;
}
