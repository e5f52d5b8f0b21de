// What is known of an organisation, from signed bytes alone: its charters, the log, whether it is frozen.

import { type Ask, fetchChain, freshHead, payloadOf, syncCharters, type Trust, trustFrom } from "@rempart/client";
import { extendChain, type Head, type JsonValue } from "@rempart/trust";
import { type GatekeeperStatus, readStatus } from "../remote/status.ts";
import { type KeptOrganisation, keepOrganisation, keptOrganisation } from "./store.ts";

/** An organisation whose fingerprint was compared on this browser, as of its newest verified head. */
export interface Organisation {
  readonly genesis: string;
  readonly name: string;
  readonly names: Readonly<Record<string, string>>;
  readonly demonstration: boolean;
  readonly trust: Trust;
  readonly head: Head;
  /** The signed head, to be shown or kept. */
  readonly headEnvelope: JsonValue;
  /** By the signed head, never by the server. */
  readonly frozen: boolean;
  readonly status: GatekeeperStatus;
}

/** What stands at this address. */
export type Standing =
  | { state: "unfounded"; status: GatekeeperStatus }
  /** Founded, but this browser never compared its fingerprint. */
  | { state: "strange"; status: GatekeeperStatus; trust: Trust }
  | { state: "known"; organisation: Organisation };

/** What the founder called the organisation: the first part of its log's name. */
export function nameOfLog(trust: Trust): string {
  const [word = "organisation"] = trust.newest.body.logs[0]!.origin.split("/");
  return word;
}

async function follow(ask: Ask, kept: KeptOrganisation, status: GatekeeperStatus): Promise<Organisation> {
  const known = trustFrom(await extendChain([], kept.genesis, kept.charters), kept.log);
  const { head, envelope, trust } = await freshHead(ask, await syncCharters(ask, known, status.version));
  // Kept only after everything was verified: what an attacker shows once must not stay.
  await keepOrganisation({
    ...kept,
    charters: trust.charters.map((charter) => charter.document.envelope),
    log: trust.log,
  });
  const { genesis, name, names, demonstration } = kept;
  return {
    ...{ genesis, name, names, demonstration, trust, head, status },
    headEnvelope: envelope,
    frozen: head.freeze !== undefined,
  };
}

/**
 * Looks at what the gatekeeper of this origin serves. Rejects with `network`, and with `charter.chain`, `log.head`,
 * `log.consistency` when what it shows does not follow from what this browser knows.
 */
export async function lookAround(ask: Ask): Promise<Standing> {
  const status = await readStatus(ask);
  if (!status.founded || status.genesis === undefined) return { state: "unfounded", status };
  const kept = await keptOrganisation(status.genesis);
  if (!kept) return { state: "strange", status, trust: await fetchChain(ask, status.genesis, status.version) };
  return { state: "known", organisation: await follow(ask, kept, status) };
}

/** The genesis charter's payload: what the fingerprint is of. */
export function genesisPayload(trust: Trust): JsonValue {
  return payloadOf(trust.charters[0]!.document.envelope);
}
