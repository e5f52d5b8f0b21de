// Which promises hold depends on where the parts run (DESIGN, section 1, "Limits"): said at every start, since an
// installation for a trial has a way of becoming the real one.
import { type Identity, isAccount } from "./identity.ts";
import { isLocal, type Options } from "./options.ts";
import type { PartName } from "./report.ts";

type Database = "embedded" | "external";

/** How the parts are spread, for people and for programs; `GET /gate/v1/status` shows it as `layout`. */
export interface Layout {
  readonly kind: "two-hosts" | "one-host-two-accounts" | "one-host-one-account";
  /** The attacker against whom `hold` holds. */
  readonly against: string;
  readonly hold: readonly string[];
  /** What a server in an attacker's hands can break here. */
  readonly lost: readonly string[];
  /** What no layout gives yet. */
  readonly notBuilt: readonly string[];
  readonly databases: Readonly<Partial<Record<PartName, Database>>>;
  /** The same in sentences. */
  readonly words: readonly string[];
}

/** What this version does at all; docs/threat-model.md says what shows it. */
const built = ["P1", "P2", "P4", "P5", "P6", "P8", "P9"];
/** Shredding, re-founding and reports of an incident are not there yet, on whatever hosts. */
const notBuilt = ["P3", "P7", "P10"];
/** What phones check by themselves (DESIGN, section 1). */
const onPhones = ["P1"];

function where(options: Options, identities: Readonly<Partial<Record<PartName, Identity>>>): Layout["kind"] {
  const other = options.only === "gatekeeper" ? options.serverUrl : options.gatekeeperUrl;
  if (options.only !== undefined && other !== undefined && !isLocal(other)) return "two-hosts";
  const { gatekeeper, server } = identities;
  // With one part started alone beside the other, only its own account is known: it must at least not be ours.
  const apart =
    options.only === undefined
      ? gatekeeper?.uid !== server?.uid && isAccount(server)
      : isAccount(identities[options.only]);
  return apart ? "one-host-two-accounts" : "one-host-one-account";
}

const sentences: Readonly<Record<Layout["kind"], { against: string; words: string }>> = {
  "two-hosts": {
    against: "root on the server's host",
    words:
      "Two hosts: the promises hold against whoever has root on the server's host. Who has root here, on the gatekeeper's, moves no phone that checks for itself.",
  },
  "one-host-two-accounts": {
    against: "the server's account on this host, not root",
    words:
      "One host, two accounts: the promises hold against whoever takes the server over, not against root on this machine, against whom only the checks on phones hold. Production means two hosts.",
  },
  "one-host-one-account": {
    against: "nobody who runs code as this user",
    words:
      "One host, one account: whoever takes the server over can read the gatekeeper's keys. Only the checks on phones hold (P1). For a trial: production means two hosts.",
  },
};

/** What holds where the parts run as `options` and `identities` say, on these databases. */
export function layoutOf(
  options: Options,
  identities: Readonly<Partial<Record<PartName, Identity>>>,
  databases: Layout["databases"],
): Layout {
  const kind = where(options, identities);
  const { against, words } = sentences[kind];
  const hold = kind === "one-host-one-account" ? onPhones : built;
  const outside =
    databases.gatekeeper === "external"
      ? [
          "The gatekeeper's database is administered elsewhere: who administers it can stop it, and what they take back or change is noticed (P4), not prevented.",
        ]
      : [];
  return {
    ...{ kind, against, hold, lost: built.filter((promise) => !hold.includes(promise)), notBuilt, databases },
    words: [
      words,
      "Not built yet, on whatever hosts: shredding people (P3), re-founding (P7), reports of an incident (P10).",
      ...outside,
    ],
  };
}
