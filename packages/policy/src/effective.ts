import type { Rule } from "./rules.ts";

/** What a phone must hold to, merged from all policies on it; the most restrictive wins. */
export interface Effective {
  cameraDisabled: boolean;
  appsDenied: string[];
  appsRequired: string[];
  passcodeMinimumLength: number;
  /** Fewest attempts that any policy allows; undefined when none asks for it. */
  failedUnlocksBeforeWipe?: number;
}

/** Merges the rules of several policies. Pure: the same policies in any order give the same result. */
export function effective(policies: readonly (readonly Rule[])[]): Effective {
  const denied = new Set<string>();
  const required = new Set<string>();
  const result: Effective = { cameraDisabled: false, appsDenied: [], appsRequired: [], passcodeMinimumLength: 0 };
  for (const rule of policies.flat()) {
    switch (rule.kind) {
      case "camera":
        result.cameraDisabled ||= rule.disabled;
        break;
      case "apps-denied":
        for (const name of rule.packages) denied.add(name);
        break;
      case "apps-required":
        for (const name of rule.packages) required.add(name);
        break;
      case "passcode":
        result.passcodeMinimumLength = Math.max(result.passcodeMinimumLength, rule.minimumLength);
        break;
      case "failedUnlocksBeforeWipe":
        result.failedUnlocksBeforeWipe = Math.min(result.failedUnlocksBeforeWipe ?? rule.attempts, rule.attempts);
        break;
    }
  }
  result.appsDenied = [...denied].sort();
  // An app both denied and required stays denied: the more restrictive wish wins.
  result.appsRequired = [...required].filter((name) => !denied.has(name)).sort();
  return result;
}
