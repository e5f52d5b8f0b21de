// Light, dark, or as the system is. Remembered in this browser.

import { useSyncExternalStore } from "react";

export type Theme = "system" | "light" | "dark";

const storageKey = "rempart.theme";
const dark = matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();

function kept(): Theme {
  const value = localStorage.getItem(storageKey);
  return value === "light" || value === "dark" ? value : "system";
}

let current: Theme = kept();

function apply(): void {
  const isDark = current === "dark" || (current === "system" && dark.matches);
  document.documentElement.dataset.theme = isDark ? "dark" : "light";
}

/** Draws the page in the theme of this browser, and follows the system. Once, at start. */
export function startTheme(): void {
  apply();
  dark.addEventListener("change", apply);
}

/** Changes and remembers the theme. */
export function setTheme(theme: Theme): void {
  current = theme;
  localStorage.setItem(storageKey, theme);
  apply();
  for (const listener of listeners) listener();
}

/** The chosen theme. */
export function useTheme(): Theme {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}
