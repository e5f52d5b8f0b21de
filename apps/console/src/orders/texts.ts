// Sealed texts of a document, opened with the directory's key while it lies in this page's memory.

import { type Opened, openTexts, type Review, sealedFields } from "@rempart/client";
import { useEffect, useState } from "react";
import { useOrganisation } from "../organisation/context.tsx";
import { useDirectoryKey } from "../sealed/directory-key.ts";

/** What is known of a document's sealed texts. */
export interface Texts {
  /** Undefined while they are being opened, or when one of them is not what its hash pins. */
  opened: readonly Opened[] | undefined;
  /** Some of them are sealed to a key that this page does not hold. */
  locked: boolean;
  error: unknown;
}

const nothing: readonly Opened[] = [];

/** Opens the sealed texts of `review`, and checks them against their hashes. `drafted`: what was sealed here a moment ago. */
export function useTexts(review: Review, drafted?: ReadonlyMap<string, string>): Texts {
  const { genesis } = useOrganisation();
  const key = useDirectoryKey(genesis);
  const order = review.kind === "order" ? review.document.body : undefined;
  const has = order !== undefined && sealedFields(order).length > 0;
  const [found, setFound] = useState<{ hash: string; opened?: readonly Opened[]; error?: unknown }>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the hash stands for the order
  useEffect(() => {
    if (!order || !has) return;
    let stale = false;
    openTexts(order, key, drafted).then(
      (opened) => stale || setFound({ hash: review.hash, opened }),
      (error: unknown) => stale || setFound({ hash: review.hash, error }),
    );
    return () => {
      stale = true;
    };
  }, [review.hash, has, key, drafted]);
  if (!has) return { opened: nothing, locked: false, error: undefined };
  if (found?.hash !== review.hash) return { opened: undefined, locked: false, error: undefined };
  const locked = found.opened?.some(({ text }) => text === undefined) ?? false;
  return { opened: found.opened, locked, error: found.error };
}
