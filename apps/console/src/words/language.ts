// Two languages, complete by construction: French has every key that English has, or it does not compile (ADR 0017).

import { useSyncExternalStore } from "react";

export const languages = ["en", "fr"] as const;
export type Language = (typeof languages)[number];

type Same<T> = {
  [K in keyof T]: T[K] extends (...args: infer A) => string
    ? (...args: A) => string
    : T[K] extends string
      ? string
      : Same<T[K]>;
};

/** The words of a feature: strings, functions of values, or groups of them. */
export interface Words<T> {
  readonly en: T;
  readonly fr: Same<T>;
}

/** Declares the words of a feature; French must have exactly the keys and parameters of English. */
export function defineWords<const T extends object>(words: { en: T; fr: Same<NoInfer<T>> }): Words<Same<T>> {
  return words as unknown as Words<Same<T>>;
}

const storageKey = "rempart.language";
const listeners = new Set<() => void>();

function preferred(): Language {
  const kept = localStorage.getItem(storageKey);
  if (kept === "en" || kept === "fr") return kept;
  return navigator.languages.some((tag) => /^fr\b/i.test(tag)) && !/^en\b/i.test(navigator.language) ? "fr" : "en";
}

// The browser tests read the words too, outside any browser.
const inBrowser = typeof document !== "undefined";
let current: Language = inBrowser ? preferred() : "en";
if (inBrowser) document.documentElement.lang = current;

/** The language in use. */
export function language(): Language {
  return current;
}

/** Changes and remembers the language of this browser. */
export function setLanguage(next: Language): void {
  current = next;
  localStorage.setItem(storageKey, next);
  document.documentElement.lang = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The language in use; the component is drawn again when it changes. */
export function useLanguage(): Language {
  return useSyncExternalStore(subscribe, language);
}

/** A feature's words in the language in use. */
export function useWords<T>(words: Words<T>): T {
  return words[useLanguage()] as T;
}

/** The same outside of components, for errors and notifications. */
export function wordsNow<T>(words: Words<T>): T {
  return words[current] as T;
}
