// Phones and the standing documents that are for them, and what a change makes of both.
import type { Target } from "../compile/compile.ts";
import type { Json } from "../kinds/shape.ts";
import type { Area, Rule } from "../rule.ts";

/** The group that holds every phone (PROTOCOL section 6). */
export const everyGroup = "AAAAAAAAAAAAAAAAAAAAAA";

export interface FleetPhone {
  device: string;
  groups: readonly string[];
  target: Target;
}

/** Parameters of a standing order, as signed: of a `policy`, or of an `app`, `certificate`, `os-update`, `agent-update`. */
export type StandingParams = { id: string; rules: readonly Rule[] } | { [field: string]: Json };

/** The newest standing order of a stream. */
export interface StandingDocument {
  stream: string;
  order: string;
  signers: readonly string[];
  group: string;
  params: StandingParams;
}

export interface Fleet {
  phones: readonly FleetPhone[];
  /** One a stream. */
  documents: readonly StandingDocument[];
}

/** A successor in its stream (with `removed: true` in its parameters: its end), or phones put into other groups. */
export type Change = { set: StandingDocument } | { assign: readonly string[]; groups: readonly string[] };

/** The fleet after the changes, one after the other. Phones that are not in the fleet are passed over. */
export function applyChanges(fleet: Fleet, changes: readonly Change[]): Fleet {
  const documents = new Map(fleet.documents.map((document) => [document.stream, document]));
  const groups = new Map<string, readonly string[]>();
  for (const change of changes) {
    if ("set" in change) documents.set(change.set.stream, change.set);
    else for (const device of change.assign) groups.set(device, change.groups);
  }
  const phones =
    groups.size === 0
      ? fleet.phones
      : fleet.phones.map((phone) => {
          const assigned = groups.get(phone.device);
          return assigned ? { ...phone, groups: assigned } : phone;
        });
  return { phones, documents: [...documents.values()] };
}

/** The rules of a policy that stands; undefined for other documents and for one that ends its stream. */
export function policyOf({ params }: StandingDocument): { id: string; rules: readonly Rule[] } | undefined {
  return Array.isArray(params.rules) ? (params as { id: string; rules: Rule[] }) : undefined;
}

/** Whether a document that stands is for phones of a platform. */
export function isFor({ params }: StandingDocument, platform: Target["platform"]): boolean {
  const { removed, platform: only } = params as { removed?: Json; platform?: Json };
  return removed !== true && (only === undefined || only === platform);
}

/** Areas by fence. */
export function areasOf(rules: readonly Rule[]): [name: string, area: Area][] {
  return rules.filter((rule) => rule.kind === "fence").map((rule) => [rule.name, rule.area]);
}
