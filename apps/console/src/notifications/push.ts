// Being woken when something waits: web push from the gatekeeper, empty on purpose. The push service learns that something
// happened, never what.

import { type Ask, provenRequest } from "@rempart/client";
import { type Charter, fromBase64url, type Signer } from "@rempart/trust";
import { Problem } from "../problem/problem.ts";
import { shape, text } from "../remote/read.ts";
import { scriptUrl } from "../remote/script-url.ts";
import type { Language } from "../words/language.ts";

const keyAnswer = shape({ key: text });

/** Whether this browser can be woken: "unsupported", "denied" by its owner, "off" or "on". */
export type PushState = "unsupported" | "denied" | "off" | "on";

function supported(): boolean {
  return "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
}

/** Registers the service worker in `language`, which is what its notifications speak. */
async function register(language: Language): Promise<ServiceWorkerRegistration> {
  await navigator.serviceWorker.register(scriptUrl(`/sw.js?lang=${language}`), { scope: "/", updateViaCache: "none" });
  return await navigator.serviceWorker.ready;
}

export async function pushState(): Promise<PushState> {
  if (!supported()) return "unsupported";
  if (Notification.permission === "denied") return "denied";
  const registration = await navigator.serviceWorker.getRegistration("/");
  return (await registration?.pushManager.getSubscription()) ? "on" : "off";
}

interface Who {
  gatekeeper: Ask;
  charter: Charter;
  signer: Signer;
}

async function tell({ gatekeeper, charter, signer }: Who, path: string, endpoint: string): Promise<void> {
  const now = Math.floor(Date.now() / 1000);
  await gatekeeper(path, { body: await provenRequest(charter.genesis, signer, now, path, { endpoint }) });
}

/**
 * Asks the person, subscribes at the browser's push service, and tells the gatekeeper, with one signature. Rejects with
 * `push.denied`, and with what the gatekeeper refuses (a push service that is not on its list).
 */
export async function switchOn(who: Who, language: Language): Promise<void> {
  if ((await Notification.requestPermission()) !== "granted")
    throw new Problem("push.denied", "browser", "this browser may not show notifications");
  const { key } = keyAnswer(await who.gatekeeper("/gate/v1/push"), "push");
  const registration = await register(language);
  const subscription = await registration.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: fromBase64url(key) as BufferSource,
  });
  try {
    await tell(who, "/gate/v1/push/subscribe", subscription.endpoint);
  } catch (error) {
    // Half done would look like on: nobody would ever be woken.
    await subscription.unsubscribe();
    throw error;
  }
}

/** Ends the subscription, at the gatekeeper first. */
export async function switchOff(who: Who): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration("/");
  const subscription = await registration?.pushManager.getSubscription();
  if (!subscription) return;
  await tell(who, "/gate/v1/push/unsubscribe", subscription.endpoint);
  await subscription.unsubscribe();
}
