// A server of a few lines for the tests. Like the real one it only keeps and hands on; unlike it, it forgets at the end.
import {
  addSignatures,
  claimedType,
  type JsonObject,
  type JsonValue,
  newNonce,
  openEnvelope,
  orderType,
  signinType,
  ticketType,
} from "@rempart/trust";
import { type Answer, type Fake, listen } from "./listen.ts";

interface Kept {
  envelope: JsonValue;
  targets: string[];
  state: string;
}

export interface FakeServer extends Fake {
  drafts: Map<string, Kept>;
  streams: Map<string, { n: number; hash: string }>;
  phones: object[];
  /** What one phone signed: its enrolment, and its reports as the real server shows them, newest first. */
  reports: Map<string, { enrolment?: JsonValue; rows: JsonObject[] }>;
  /** Accepted orders that it keeps back, as a hostile one may. */
  hidden: Set<string>;
}

export async function fakeServer(gatekeeper: string, now: () => number): Promise<FakeServer> {
  const drafts = new Map<string, Kept>();
  const streams = new Map<string, { n: number; hash: string }>();
  const phones: object[] = [];
  const reports: FakeServer["reports"] = new Map();
  const hidden = new Set<string>();
  const tokens = new Set<string>();

  async function draftCall(method: string, parts: string[], body: JsonValue, wanted: string | null): Promise<Answer> {
    if (parts.length === 0 && method === "POST") {
      const { envelope, targets } = body as { envelope: JsonValue; targets?: string[] };
      const document =
        claimedType(envelope) === "ticket" ? openEnvelope(ticketType, envelope) : openEnvelope(orderType, envelope);
      drafts.set(document.hash, { envelope, targets: targets ?? [], state: "waiting" });
      return [201, { hash: document.hash }];
    }
    if (parts.length === 0)
      return [
        200,
        {
          drafts: [...drafts]
            .filter(([, { state }]) => wanted === null || state === wanted)
            .map(([hash, kept]) => ({ hash, ...kept })),
        },
      ];
    const kept = drafts.get(parts[0]!);
    if (!kept) return [404, { error: "missing", where: "draft", message: "no" }];
    if (parts[1] === "signatures") {
      kept.envelope = addSignatures(kept.envelope, [(body as { signature: JsonValue }).signature]);
      return [200, { signatures: (kept.envelope as { signatures: [] }).signatures.length }];
    }
    if (parts[1] === "submit") {
      const sent = await fetch(`${gatekeeper}/gate/v1/submit`, {
        method: "POST",
        body: JSON.stringify({
          envelope: kept.envelope,
          ...(kept.targets.length > 0 ? { targets: kept.targets } : {}),
        }),
      });
      if (sent.ok) kept.state = "accepted";
      return [sent.status, await sent.json()];
    }
    return [200, { hash: parts[0], type: "order", createdAt: now(), ...kept }];
  }

  function reportCall([device, part, hash]: string[], kind: string | null): Answer {
    const known = reports.get(device ?? "");
    const missing: Answer = [404, { error: "not-found", where: "id", message: "no" }];
    if (!known) return missing;
    const { enrolment, rows } = known;
    if (part === undefined)
      return [200, { id: device, evidence: enrolment === undefined ? {} : { enrolment }, results: rows }];
    if (hash === undefined) return [200, { reports: rows.filter((row) => kind === null || row.kind === kind) }];
    const row = rows.find((one) => one.hash === hash);
    return row ? [200, row] : missing;
  }

  const fake = await listen(async (method, url, body, token): Promise<Answer> => {
    const path = url.pathname;
    if (path === "/api/v1/nonce") return [200, { nonce: newNonce() }];
    if (path === "/api/v1/signin") {
      const { body: signin } = openEnvelope(signinType, (body as { envelope: JsonValue }).envelope);
      if (signin.audience !== "server") return [403, { error: "audience", where: "signin", message: "no" }];
      const fresh = newNonce();
      tokens.add(fresh);
      return [200, { token: fresh, person: "x", roles: [], expiresIn: 3600 }];
    }
    if (!token || !tokens.has(token)) return [401, { error: "session", where: "authorization", message: "sign in" }];
    if (path === "/api/v1/session/read-only") return [200, { token: "readonly.token", expiresIn: 600 }];
    if (path === "/api/v1/status") return [200, { phones: {}, orders: {}, behind: 0.5 }];
    if (path === "/api/v1/streams") {
      const newest = streams.get(url.searchParams.get("name")!);
      return newest ? [200, newest] : [404, { error: "missing", where: "stream", message: "no" }];
    }
    if (path === "/api/v1/phones") return [200, { phones }];
    if (path.startsWith("/api/v1/phones/")) return reportCall(path.split("/").slice(4), url.searchParams.get("kind"));
    if (path.startsWith("/api/v1/orders/")) return [404, { error: "missing", where: "order", message: "no" }];
    if (path === "/api/v1/orders") {
      const accepted = [...drafts].filter(([hash, { state }]) => state === "accepted" && !hidden.has(hash));
      return [200, { orders: accepted.map(([hash, { envelope }]) => ({ hash, envelope, state: "released" })) }];
    }
    if (path.startsWith("/api/v1/drafts"))
      return await draftCall(method, path.split("/").slice(4), body, url.searchParams.get("state"));
    return [404, { error: "missing", where: path, message: "no" }];
  });
  return Object.assign(fake, { drafts, streams, phones, reports, hidden });
}
