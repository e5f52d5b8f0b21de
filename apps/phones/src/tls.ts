// TLS 1.3 towards the gatekeeper: no public authority counts, only the pins of the charter.
import { createHash, type X509Certificate } from "node:crypto";
import { Agent } from "node:https";
import { isIP } from "node:net";
import type { Duplex } from "node:stream";
import { type ConnectionOptions, connect, createSecureContext, type TLSSocket } from "node:tls";

/** SHA-256 of the SubjectPublicKeyInfo of a certificate, hex. */
export function spkiHash(certificate: X509Certificate): string {
  return createHash("sha256")
    .update(certificate.publicKey.export({ format: "der", type: "spki" }))
    .digest("hex");
}

/**
 * Whether the chain leads from the peer's own certificate to a pinned key. Every step's signature is verified: the chain
 * is what the peer says it is, and anybody may append the pinned authority's public certificate to their own.
 */
export function isPinned(chain: readonly X509Certificate[], pins: ReadonlySet<string>): boolean {
  for (const [index, certificate] of chain.entries()) {
    const issued = chain[index - 1];
    if (issued && !(certificate.ca && issued.checkIssued(certificate) && issued.verify(certificate.publicKey)))
      return false;
    if (pins.has(spkiHash(certificate))) return true;
  }
  return false;
}

function chainOf(socket: TLSSocket): X509Certificate[] {
  const chain: X509Certificate[] = [];
  let next = socket.getPeerX509Certificate();
  while (next && !chain.some(({ fingerprint256 }) => fingerprint256 === next?.fingerprint256)) {
    chain.push(next);
    next = next.issuerCertificate;
  }
  return chain;
}

/** Milliseconds for a TLS handshake. */
const patience = 20_000;

// One for all: it holds no secret of a phone, and takes longer to make than a handshake.
const secureContext = createSecureContext({ minVersion: "TLSv1.3" });

type Connected = (error: Error | null, socket: Duplex) => void;

class PinnedAgent extends Agent {
  readonly #pins: ReadonlySet<string> | undefined;
  #over = false;
  /** Sockets that the base class does not know yet, and would leave open for good. */
  readonly #opening = new Set<TLSSocket>();
  constructor(pins: readonly string[] | undefined, keepAlive: boolean) {
    // The second connection is for what must be said while a poll waits on the first; it is opened at need only.
    super({ keepAlive, maxSockets: 2, maxFreeSockets: 1, maxCachedSessions: 0 });
    this.#pins = pins && new Set(pins);
  }
  override createConnection(options: ConnectionOptions, connected?: Connected): undefined {
    const host = options.host ?? "";
    const name = isIP(host) ? {} : { servername: host };
    const socket = connect({ ...options, ...name, secureContext, rejectUnauthorized: false });
    this.#opening.add(socket);
    socket.once("close", () => this.#opening.delete(socket));
    const fail = (error: Error): void => connected?.(error, socket);
    socket.once("error", fail);
    // The agent does not know the socket yet, so that no timeout of a request would end it.
    const late = (): unknown => socket.destroy(new Error("no TLS connection in time"));
    socket.setTimeout(patience, late);
    socket.once("secureConnect", () => {
      this.#opening.delete(socket);
      socket.off("error", fail);
      socket.setTimeout(0).off("timeout", late);
      // Handed over only now: nothing of a request, the ticket's secret least of all, is sent before this check.
      const known = this.#pins === undefined || isPinned(chainOf(socket), this.#pins);
      if (known && !this.#over) return connected?.(null, socket);
      const error = new Error(known ? "hung up" : "the certificate of the gatekeeper is not one of the pinned ones");
      socket.destroy();
      return connected?.(error, socket);
    });
  }
  /** Hung up: a connection that is still being made then must not outlive it. */
  override destroy(): void {
    this.#over = true;
    for (const socket of this.#opening) socket.destroy(new Error("the agent was closed"));
    super.destroy();
  }
}

/** An agent that speaks only to the owner of a pinned key, over two connections at most. */
export function pinnedAgent(pins: readonly string[]): Agent {
  return new PinnedAgent(pins, true);
}

/** An agent that takes any certificate: for charters, which prove themselves, and blobs, which the order's hash does. */
export function openAgent(): Agent {
  return new PinnedAgent(undefined, false);
}
