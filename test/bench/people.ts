// The people of the bench: keys derived from names, approvers with passkeys, and a charter with wide limits.
import type { JsonValue } from "@rempart/trust";
import { type DerivedKey, derivedId, derivedKey, derivedPasskey } from "../../packages/trust/src/testing/keys.ts";

export const origin = "http://localhost:8080";
const rpId = "localhost";

/** What a gatekeeper names before it is founded. */
export interface GatekeeperKeys {
  log: { kid: string; spki: string };
  sealKey: { kid: string; spki: string };
  tlsPin: string;
  tlsPort: number;
}

function named({ kid, spkiBase64 }: DerivedKey): { kid: string; spki: string } {
  return { kid, spki: spkiBase64 };
}

/** Keys of a gatekeeper that does not run, for documents that only phones see. */
export async function pretendedKeys(): Promise<GatekeeperKeys & { logKey: DerivedKey }> {
  const logKey = await derivedKey("bench log");
  const sealKey = named(await derivedKey("bench seal"));
  return { log: named(logKey), logKey, sealKey, tlsPin: "11".repeat(32), tlsPort: 8082 };
}

const wide = { phones: 1_000_000, seconds: 3600 };
const rules = [
  // One operator for up to 1,000 phones, as at founding, but with a limit that a bench does not reach.
  { actions: ["lock"], max: 1000, when: "normal", need: { role: "operator", count: 1 }, limit: wide },
  { actions: ["lock", "policy"], when: "normal", need: { role: "approver", count: 2 } },
  { actions: ["ticket"], when: "normal", need: { role: "approver", count: 2 } },
];

/** Three approvers and an operator with passkeys, two roots, and the body of the genesis charter. */
export async function makePeople(keys: GatekeeperKeys) {
  const passkey = (name: string): Promise<DerivedKey> => derivedPasskey(name, origin, rpId);
  const approvers = [
    await passkey("bench approver 1"),
    await passkey("bench approver 2"),
    // One more than the rule asks lifts a policy's first hour.
    await passkey("bench approver 3"),
  ] as const;
  const operator = await passkey("bench operator");
  const roots = [await derivedKey("bench root 1"), await derivedKey("bench root 2")] as const;
  const person = (key: DerivedKey, name: string, role: string): JsonValue => ({
    id: derivedId(name),
    roles: [role],
    credentials: [{ kind: "webauthn", alg: "ES256", ...named(key) }],
  });
  const charter: Record<string, JsonValue> = {
    v: 1,
    version: 1,
    from: 0,
    roots: { keys: roots.map(named), threshold: 2 },
    people: [
      person(approvers[0], "bench approver 1", "approver"),
      person(approvers[1], "bench approver 2", "approver"),
      person(approvers[2], "bench approver 3", "approver"),
      person(operator, "bench operator", "operator"),
    ],
    rules,
    brake: {
      destructive: [wide],
      hold: { above: 1_000_000, seconds: 0 },
      reach: { least: 10, permille: 10, seconds: 3600 },
    },
    origins: [origin],
    rpId,
    logs: [
      {
        epoch: 1,
        origin: "bench.example/log/1",
        ...keys.log,
        startSize: 0,
        startRoot: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      },
    ],
    witnesses: [],
    k: 0,
    rendezvous: [`https://localhost:${keys.tlsPort}`, `https://127.0.0.1:${keys.tlsPort}`],
    tlsPins: [keys.tlsPin, "00".repeat(32)],
    sealKey: keys.sealKey,
    directory: { epoch: 1, spki: (await derivedKey("bench directory")).spkiBase64, writers: [] },
    voids: [],
    issuedAt: Math.floor(Date.now() / 1000),
  };
  return { approvers, operator, roots, charter };
}
export type People = Awaited<ReturnType<typeof makePeople>>;
