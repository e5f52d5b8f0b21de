// Whether a phone has the OS that an order asks for. Android's security patch levels are dates; versions are numbers apart.

const patchLevel = /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

/** Whether a minimum is a security patch level (yyyy-mm-dd) and not a version. */
export function isPatchLevel(text: string): boolean {
  return patchLevel.test(text);
}

/** Numbers of a version, as "Android 16", "17.4.1"; undefined when it names none. */
function numbersOf(version: string): number[] | undefined {
  const found = /^\D*(\d{1,6}(?:\.\d{1,6}){0,5})/.exec(version.slice(0, 100));
  return found?.[1]?.split(".").map(Number);
}

/** Negative, 0 or positive; undefined when one of them is no version. 17.4 equals 17.4.0. */
export function compareVersions(a: string, b: string): number | undefined {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  if (!left || !right) return undefined;
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** How a phone with `os` and `patch` stands to `minimum`; `unknown` when it did not say what is asked for. */
export function standing(minimum: string, os: string, patch: string | null): "current" | "behind" | "unknown" {
  if (isPatchLevel(minimum)) {
    if (patch === null || !isPatchLevel(patch)) return "unknown";
    // Dates in this form sort as text.
    return patch >= minimum ? "current" : "behind";
  }
  const difference = compareVersions(os, minimum);
  if (difference === undefined) return "unknown";
  return difference >= 0 ? "current" : "behind";
}
