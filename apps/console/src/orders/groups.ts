import { everyPhone } from "@rempart/trust";
import { listOf, number, optional, shape, text } from "../remote/read.ts";
import { useServer } from "../remote/use-server.ts";

const groups = shape({ groups: listOf(shape({ id: text, phones: number, label: optional(text) })) });

const count = shape({ phones: number });

/** What the server calls a group, and how many phones it counts in it: its word alone. */
export function useGroup(id: string | undefined): { label?: string; phones?: number } {
  const about = ["group", "phone"] as const;
  const isEvery = id === everyPhone;
  const named = useServer({ about, path: "/api/v1/groups", read: groups, enabled: id !== undefined && !isEvery });
  const every = useServer({
    about,
    path: "/api/v1/phones/count?state=ready,confirm",
    read: count,
    enabled: isEvery,
  });
  if (isEvery) return every.data ? { phones: every.data.phones } : {};
  const found = named.data?.groups.find((group) => group.id === id);
  return {
    ...(found?.label === undefined ? {} : { label: found.label }),
    ...(found === undefined ? {} : { phones: found.phones }),
  };
}
