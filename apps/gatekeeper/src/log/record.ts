// Records (`release`, `results`): documents without signatures, authentic by inclusion in the log alone.
import {
  type Document,
  type JsonValue,
  type Reach,
  type Release,
  releaseType,
  resultsType,
  signDocument,
} from "@rempart/trust";

/** A release of `order`, accepted at `accepted`, reaching `reach` from `at` on. */
export function makeRelease(
  org: string,
  facts: { order: string; accepted: number; at: number; phones: number; reach: Reach; by: string[] },
): Promise<Document<Release>> {
  return signDocument(releaseType, { v: 1, org, ...facts } as unknown as JsonValue, []);
}

/** The record of a batch of results: the tree over their hashes, in order of arrival. */
export function makeResults(org: string, count: number, root: string, at: number) {
  return signDocument(resultsType, { v: 1, org, count, root, at }, []);
}
