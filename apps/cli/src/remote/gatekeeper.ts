import { syncCharters, type Trust } from "@rempart/client";
import { checkUrl, client } from "./http.ts";

/**
 * The charters above the newest known one from any of `urls`, whatever certificate is shown there: a charter proves itself
 * (PROTOCOL section 12). What one rendezvous hides another may have, so the longest chain counts.
 */
export async function findCharters(urls: readonly string[], trust: Trust): Promise<Trust> {
  let found = trust;
  for (const url of urls) {
    const anyone = client("gatekeeper", checkUrl("rendezvous", url), () => "any");
    // One that does not answer, or shows what does not follow, takes nothing away.
    found = await syncCharters(anyone.ask, found).catch(() => found);
  }
  return found;
}
