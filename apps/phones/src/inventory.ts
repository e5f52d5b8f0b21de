// Answers to `query`: what the phone tells about itself, sent beside the signed result that names its hash.
import type { appearance } from "./device.ts";
import type { Identity } from "./identity.ts";
import type { Memory } from "./memory.ts";

export interface Queryable {
  identity: Identity;
  memory: Memory;
  appearance: ReturnType<typeof appearance>;
}

type What = "inventory" | "apps" | "audit";

const answers: Record<What, (phone: Queryable) => unknown> = {
  inventory: ({ identity, memory, appearance }) => ({
    platform: "android",
    model: identity.model,
    os: identity.os,
    patch: identity.patch,
    agent: memory.state.agent,
    locked: appearance.locked,
    camera: appearance.camera,
    passcode: appearance.passcode,
    storage: identity.storage,
    missing: appearance.missing,
  }),
  apps: ({ appearance }) =>
    Object.entries(appearance.apps).map(([name, versionCode]) => ({
      package: name,
      versionCode,
      suspended: appearance.suspended.includes(name),
    })),
  audit: ({ memory }) => memory.executed,
};

/** One object with an answer for each thing asked. */
export function inventoryOf(what: readonly What[], phone: Queryable): Record<string, unknown> {
  return Object.fromEntries(what.map((one) => [one, answers[one](phone)]));
}
