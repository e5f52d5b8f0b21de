// The one place where a URL becomes a script (Trusted Types): only files of this console, on this origin.

interface Policy {
  createScriptURL(url: string): unknown;
}
interface TrustedTypesFactory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): Policy;
}

const factory = (globalThis as { trustedTypes?: TrustedTypesFactory }).trustedTypes;
let policy: Policy | undefined;

function check(url: string): string {
  const { origin, pathname } = new URL(url, location.href);
  if (origin !== location.origin || !(pathname === "/sw.js" || pathname.startsWith("/assets/")))
    throw new TypeError(`${pathname} is no script of this console`);
  return url;
}

/** `url` as browsers with Trusted Types want it. Throws TypeError for what is not the console's own. */
export function scriptUrl(url: string): string {
  policy ??= factory?.createPolicy("rempart", { createScriptURL: check });
  return (policy ? policy.createScriptURL(url) : check(url)) as string;
}
