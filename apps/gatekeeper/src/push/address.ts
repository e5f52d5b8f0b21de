// Which addresses may be called. A person's endpoint is theirs to choose: without this, whoever holds one operator's key
// could have the gatekeeper call what only it can reach. The server judges its webhooks alike, with code of its own: nothing
// of the server runs in here.
import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";

export interface Address {
  readonly address: string;
  readonly family: number;
}

/** IPv4 that no public host has (RFC 6890 and the IANA registry). */
const special4 = new BlockList();
for (const [network, bits] of [
  ...([
    ["0.0.0.0", 8],
    ["10.0.0.0", 8],
    ["100.64.0.0", 10],
    ["127.0.0.0", 8],
    ["169.254.0.0", 16],
  ] as const),
  ...([
    ["172.16.0.0", 12],
    ["192.0.0.0", 24],
    ["192.0.2.0", 24],
    ["192.88.99.0", 24],
    ["192.168.0.0", 16],
  ] as const),
  ...([
    ["198.18.0.0", 15],
    ["198.51.100.0", 24],
    ["203.0.113.0", 24],
    ["224.0.0.0", 4],
    ["240.0.0.0", 4],
  ] as const),
])
  special4.addSubnet(network, bits, "ipv4");

/** IPv6 in use is 2000::/3; all else (loopback, mapped IPv4, NAT64, local, multicast) is refused with it. */
const global6 = new BlockList();
global6.addSubnet("2000::", 3, "ipv6");
/** Of that, what is special or carries an IPv4 address inside: Teredo, documentation, 6to4. */
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
  if (family === 4) return !special4.check(address, "ipv4");
  // With a zone (`fe80::1%eth0`) it is of a link.
  if (family !== 6 || address.includes("%")) return false;
  return global6.check(address, "ipv6") && !special6.check(address, "ipv6");
}

/**
 * The addresses of a host, to be connected to as they are. Throws when one of them is not of the public internet, unless
 * `trusted`: a name with both kinds is how guards are got round.
 */
export async function resolveHost(hostname: string, trusted: boolean, resolve = lookup): Promise<Address[]> {
  const addresses = await resolve(hostname.replace(/^\[|\]$/g, ""), { all: true });
  if (addresses.length === 0) throw new Error("its name leads nowhere");
  if (!trusted && !addresses.every(({ address }) => isPublic(address)))
    throw new Error("its name leads to an internal address");
  return addresses;
}
