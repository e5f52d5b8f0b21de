import { everyGroup } from "@rempart/policy";
import { useServer } from "../remote/use-server.ts";
import { useNames } from "./names.ts";
import { type Group, readGroups, readVersions } from "./read.ts";

/** A group as it is shown. */
export interface GroupView {
  id: string;
  /** Undefined for a group that nobody named. */
  label: string | undefined;
  /** Who says so: nobody has to for every phone; this browser; the server. */
  by: "all" | "browser" | "server";
  /** By the server's count. */
  phones: number | undefined;
}

/** Groups that phones are in or that have a name. The group of every phone is not among them. */
export function useGroups(): { groups: readonly Group[]; total: number | undefined; of(id: string): GroupView } {
  const { names } = useNames();
  const { data } = useServer({ about: ["group", "phone"], path: "/api/v1/groups", read: readGroups, keep: true });
  const versions = useVersions();
  const groups = data?.groups ?? [];
  return {
    groups,
    total: versions?.total,
    of: (id) => {
      if (id === everyGroup) return { id, label: undefined, by: "all", phones: versions?.total };
      const known = groups.find((group) => group.id === id);
      const own = Object.hasOwn(names.groups, id) ? names.groups[id] : undefined;
      const label = known?.label ?? own;
      return {
        id,
        label,
        by: known?.label === undefined ? "browser" : "server",
        phones: data ? (known?.phones ?? 0) : undefined,
      };
    },
  };
}

/** The system versions that run, by the server's count. */
export function useVersions() {
  const { data } = useServer({ about: ["phone"], path: "/api/v1/overview", read: readVersions, keep: true });
  return data?.phones;
}
