// Answers to `query`: what the phone tells about itself, sent beside the signed result that names its hash.
import type { appearance, DeviceState } from "./device.ts";
import type { Identity } from "./identity.ts";
import type { Memory } from "./memory.ts";
import { systemOf } from "./updates.ts";

export interface Queryable {
  identity: Identity;
  memory: Memory;
  appearance: ReturnType<typeof appearance>;
}

type What = "inventory" | "apps" | "audit";

/** What an inventory holds that is told on change: the device and its apps, not its settings, whose results tell them. */
export function inventoryFacts({ state }: Memory, identity: Identity) {
  return {
    platform: "android",
    model: identity.model,
    ...systemOf(state, identity),
    agent: state.agent,
    passcode: state.passcode,
    storage: identity.storage,
    ...(state.tampered?.length ? { tampered: state.tampered } : {}),
    apps: Object.entries(state.apps)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, versionCode]) => ({ package: name, versionCode, ...signerOf(state, name) })),
  };
}

function signerOf({ packages = {} }: DeviceState, name: string): { signer?: string } {
  return Object.hasOwn(packages, name) ? { signer: packages[name]!.signer } : {};
}

const answers: Record<What, (phone: Queryable) => unknown> = {
  inventory: ({ identity, memory, appearance }) => {
    const { apps: _apps, ...facts } = inventoryFacts(memory, identity);
    const { locked, camera, missing } = appearance;
    return { ...facts, locked, camera, missing };
  },
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
