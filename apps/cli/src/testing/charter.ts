// A charter with something in every field, for tests of what is said about charters.
import type { CharterJson, KeyJson } from "@rempart/client";
import {
  type Charter,
  forms,
  generateKey,
  makeEnvelope,
  newId,
  openCharter,
  payloadBytes,
  toBase64,
} from "@rempart/trust";

export async function keyJson(): Promise<KeyJson> {
  const { spki } = await generateKey();
  return { kid: forms.keyId(spki), spki: toBase64(spki) };
}

/** Version 2 of an organisation: people, passkeys, rules with and without limits, two logs, witnesses, writers, voids. */
export async function richBody(): Promise<CharterJson> {
  const credential = async (kind = "key") => ({ kind, alg: "ES256", ...(await keyJson()) });
  const person = async (roles: string[], kinds: string[]) => ({
    id: newId(),
    roles,
    credentials: await Promise.all(kinds.map(credential)),
  });
  return {
    v: 1,
    org: "a".repeat(64),
    version: 2,
    prev: "b".repeat(64),
    from: 12,
    roots: { keys: [await keyJson(), await keyJson(), await keyJson()], threshold: 2 },
    people: [
      await person(["approver", "auditor"], ["key", "webauthn"]),
      await person(["approver"], ["key"]),
      await person(["operator", "writer"], ["webauthn"]),
    ],
    rules: [
      {
        actions: ["lock", "ring"],
        when: "normal",
        need: { role: "operator", count: 1 },
        limit: { phones: 20, seconds: 3600 },
      },
      { actions: ["wipe"], max: 10, when: "normal", need: { role: "approver", count: 2 } },
      { actions: ["freeze"], when: "always", need: { role: "approver", count: 1 } },
      { actions: ["unfreeze"], when: "always", need: { role: "approver", count: 2 } },
      { actions: ["wipe"], max: 1, when: "frozen", need: { role: "approver", count: 2 } },
      { actions: ["pace"], when: "normal", need: { role: "root", count: 2 } },
    ],
    brake: {
      destructive: [
        { phones: 10, seconds: 600 },
        { phones: 50, seconds: 86_400 },
      ],
      hold: { above: 10, seconds: 3600 },
      reach: { least: 10, permille: 10, seconds: 3600 },
    },
    origins: ["https://console.example", "https://other.example"],
    rpId: "console.example",
    logs: [
      { epoch: 1, origin: "example/log/1", ...(await keyJson()), startSize: 0, startRoot: "e".repeat(64) },
      { epoch: 2, origin: "example/log/2", ...(await keyJson()), startSize: 12, startRoot: "f".repeat(64) },
    ],
    witnesses: [await keyJson(), await keyJson()],
    k: 1,
    rendezvous: ["https://a.example", "https://b.example"],
    tlsPins: ["1".repeat(64), "2".repeat(64)],
    sealKey: await keyJson(),
    directory: { epoch: 3, spki: (await keyJson()).spki, writers: [await keyJson(), await keyJson()] },
    voids: ["3".repeat(64), "4".repeat(64)],
    issuedAt: 1_790_000_000,
  };
}

export function openJson(body: CharterJson): Promise<Charter> {
  return openCharter(makeEnvelope("charter", payloadBytes(body), []));
}
