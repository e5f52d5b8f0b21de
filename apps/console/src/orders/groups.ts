import { listOf, number, optional, shape, text } from "../remote/read.ts";
import { useServer } from "../remote/use-server.ts";

const groups = shape({ groups: listOf(shape({ id: text, phones: number, label: optional(text) })) });

/** What the server calls a group, and how many phones it counts in it: its word alone. */
export function useGroup(id: string | undefined): { label?: string; phones?: number } {
  const { data } = useServer({
    about: ["group", "phone"],
    path: "/api/v1/groups",
    read: groups,
    enabled: id !== undefined,
  });
  const found = data?.groups.find((group) => group.id === id);
  return {
    ...(found?.label === undefined ? {} : { label: found.label }),
    ...(found === undefined ? {} : { phones: found.phones }),
  };
}
