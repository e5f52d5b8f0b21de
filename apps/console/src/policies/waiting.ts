// Policies that wait for signatures: left with the server, shown only as far as their own bytes say it.

import { openEnvelope, orderType, Refusal } from "@rempart/trust";
import { useServer } from "../remote/use-server.ts";
import { readDrafts } from "./read.ts";

/** A draft of a policy, unsigned or not signed by enough. */
export interface WaitingPolicy {
  hash: string;
  id: string;
  stream: string;
  n: number;
  group: string;
  ends: boolean;
}

function waitingOf(hash: string, envelope: unknown): WaitingPolicy[] {
  try {
    const document = openEnvelope(orderType, envelope as never);
    const { action, stream, n, targets, params } = document.body;
    // The hash is the address of the draft: what the server shows under it must be that document.
    if (action !== "policy" || document.hash !== hash || stream === undefined || n === undefined) return [];
    if (!("group" in targets)) return [];
    const { id, rules } = params as { id: string; rules?: unknown };
    return [{ hash, id, stream, n, group: targets.group, ends: rules === undefined }];
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
}

/** The policies that wait, by the server's list. */
export function useWaitingPolicies(): readonly WaitingPolicy[] {
  const { data } = useServer({
    about: ["draft"],
    path: "/api/v1/drafts?state=waiting&limit=100",
    read: readDrafts,
    keep: true,
  });
  return (data?.drafts ?? []).flatMap(({ hash, envelope }) => waitingOf(hash, envelope));
}
