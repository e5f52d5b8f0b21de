// Every screen has an address. Each loads its own part of the code.

import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { Missing } from "./missing.tsx";
import { Shell } from "./shell.tsx";

const root = createRootRoute({ component: Shell, notFoundComponent: Missing });

/** Search parameters as they stand in the address: text by name. Each screen reads what it knows. */
function readSearch(search: Record<string, unknown>): Record<string, string> {
  const pairs = Object.entries(search).filter(([, value]) => typeof value === "string" || typeof value === "number");
  return Object.fromEntries(pairs.map(([key, value]) => [key, String(value).slice(0, 500)]));
}

const screen = <const P extends string>(path: P, load: () => Promise<{ default: React.ComponentType }>) =>
  createRoute({
    getParentRoute: () => root,
    path,
    validateSearch: readSearch,
    component: lazyRouteComponent(load),
  });

const later = () => import("../places/page.tsx");

const tree = root.addChildren([
  screen("/", () => import("../overview/page.tsx")),
  screen("/phones", () => import("../phones/page.tsx")),
  screen("/phones/$device", () => import("../phones/phone-page.tsx")),
  screen("/approvals", () => import("../approvals/page.tsx")),
  screen("/orders/$hash", () => import("../orders/page.tsx")),
  screen("/policies", () => import("../policies/page.tsx")),
  screen("/policies/files", () => import("../policies/files/page.tsx")),
  screen("/policies/$policy", () => import("../policies/policy-page.tsx")),
  screen("/settings", () => import("../settings/page.tsx")),
  screen("/people", later),
  screen("/places", later),
  screen("/apps", later),
  screen("/updates", later),
  screen("/enrolment", later),
  screen("/charter", later),
  screen("/log", later),
  screen("/incident", later),
]);

/** The console's router. */
export const router = createRouter({
  routeTree: tree,
  defaultPreload: "intent",
  // `?state=confirm` reads as it is written: no JSON in the address.
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const text = new URLSearchParams(
      Object.entries(search).filter((pair): pair is [string, string] => typeof pair[1] === "string" && pair[1] !== ""),
    ).toString();
    return text === "" ? "" : `?${text}`;
  },
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
