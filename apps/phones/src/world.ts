// What surrounds the phones of one process: the tracks, the pace of time for what has no clock of its own, the folder for
// downloads.
import { type Charter, type Document, type Order, sha256, signersOf, toHex, utf8 } from "@rempart/trust";
import type { Phone } from "./phone.ts";
import type { Track } from "./track.ts";

/** What an app package says of itself. `signers`: SHA-256 of the signing certificates, hex. */
export interface PackageFacts {
  package: string;
  versionCode: number;
  signers: string[];
}

export interface Surroundings {
  /** Walked by all phones; undefined: each has a track of its own. */
  readonly track: Track | undefined;
  /** Metres a second. */
  readonly walkSpeed: number;
  /** How much faster than T walking, patience, back-off and periods run: for demonstrations. */
  readonly speed: number;
  /** Where parts of blobs lie while they are fetched. */
  readonly folder: string;
  /** Runs a download when not too many are under way. */
  fetching<T>(task: () => Promise<T>): Promise<T>;
  /** Reads a package; undefined when it is none. Without it, hash and size alone are compared. */
  readonly readPackage: ((path: string) => Promise<PackageFacts | undefined>) | undefined;
  /** Has the phone look after itself in some seconds; at once where none are given. */
  soon(phone: Phone, seconds?: number): void;
  /** People whose signature on an order verifies: for telling why a setting is as it is. */
  signers(order: Document<Order>, charter: Charter): Promise<string[]>;
}

const keptSigners = 1000;

/** Looks up the signers of each order once for all phones: each has judged the quorum by itself before. */
export function signerMemory(): Surroundings["signers"] {
  const known = new Map<string, Promise<string[]>>();
  return (order, charter) => {
    const key = toHex(sha256(utf8(`${charter.hash} ${JSON.stringify(order.envelope)}`)));
    const found = known.get(key) ?? signersOf(order, charter).then((people) => people.map(({ id }) => id));
    known.set(key, found);
    if (known.size > keptSigners) known.delete(known.keys().next().value!);
    return found;
  };
}
