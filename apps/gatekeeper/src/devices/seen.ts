import type { Context } from "../context.ts";
import { emit } from "../link/outbox.ts";
import { say } from "../output.ts";

/** Tells the server now and then which phones were on the line. No decision rests on it. */
export function startSeen(context: Context, seconds = 5) {
  async function tell(): Promise<void> {
    if (context.devices.seen.size === 0) return;
    const phones = [...context.devices.seen].slice(0, 5000);
    for (const [id] of phones) context.devices.seen.delete(id);
    try {
      await emit(context.pool, [{ type: "seen", body: { phones: phones.map(([id, at]) => [id, at]) } }]);
      context.nudge();
    } catch (error) {
      say("error", { where: "seen", message: (error as Error).message });
    }
  }
  const timer = setInterval(() => void tell(), seconds * 1000);
  return { stop: (): void => clearInterval(timer) };
}
