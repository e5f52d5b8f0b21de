import type { Ask } from "@rempart/client";
import { newId } from "@rempart/trust";

/**
 * A new group of this name; its id is drawn here. A server that drew it could answer with one that all phones, or those of
 * somebody else, are in: the policy that is signed for the new group would go to them. `ask` goes to the server.
 */
export async function makeGroup(ask: Ask, label: string): Promise<string> {
  const id = newId();
  await ask(`/api/v1/groups/${id}/label`, { method: "PUT", body: { label } });
  return id;
}
