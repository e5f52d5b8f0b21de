import type { Ask } from "@rempart/client";

/**
 * The same asker, which tells `ended` that the other side knows the session no more. Whether that still is the session of
 * this tab, `ended` looks for itself: an answer may come late, when its person has signed in anew.
 */
export function watching(ask: Ask, ended: () => void): Ask {
  return async (path, options) => {
    try {
      return await ask(path, options);
    } catch (error) {
      if ((error as { status?: number }).status === 401) ended();
      throw error;
    }
  };
}

/** What ends `own`, and no other session that began since. */
export function endOnly<S>(own: S, now: () => S | undefined, end: () => void): () => void {
  return () => {
    if (now() === own) end();
  };
}
