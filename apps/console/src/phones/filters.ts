// Filters of the phones' list: how they stand in the address, and what the server is asked for. Both are plain text, so that
// a link says what it shows. What stands in the address may have been written by anybody: unknown values are passed over.

const lists = {
  state: ["ready", "confirm", "gone"],
  platform: ["android", "ios"],
  compliance: ["in-line", "out-of-line", "unknown"],
  os: undefined,
  model: undefined,
  group: undefined,
} as const;

/** Filters that pick among values. */
export type ListFilter = keyof typeof lists;
/** Filters that are on or off, or a number of days. */
export type OtherFilter = "lost" | "behind" | "silent" | "q";
export type FilterName = ListFilter | OtherFilter;

export const listFilters = Object.keys(lists) as ListFilter[];
/** The days of silence that one can ask for. */
export const silences = [1, 7, 30] as const;
/** The server takes as many values of one filter. */
const mostValues = 20;

/** What is looked for. Empty lists, false, undefined and "" ask for nothing. */
export type Filters = Readonly<Record<ListFilter, readonly string[]>> & {
  readonly q: string;
  readonly lost: boolean;
  readonly behind: boolean;
  /** Not seen for so many days. */
  readonly silent: number | undefined;
};

export const noFilters: Filters = {
  ...{ state: [], platform: [], compliance: [], os: [], model: [], group: [] },
  ...{ q: "", lost: false, behind: false, silent: undefined },
};

/** Phones that left are shown only to whoever asks for them. */
const stillHere = ["ready", "confirm"];

function valuesOf(name: ListFilter, text: string | undefined): string[] {
  const known: readonly string[] | undefined = lists[name];
  const values = (text ?? "")
    .split(",")
    .map((value) => value.trim())
    .filter((value) => value !== "" && value.length <= 128 && (known === undefined || known.includes(value)))
    .filter((value) => name !== "group" || /^[A-Za-z0-9_-]{22}$/.test(value));
  return [...new Set(values)].slice(0, mostValues);
}

/** The filters that an address names. */
export function readFilters(search: Readonly<Record<string, string | undefined>>): Filters {
  const days = Number(search.silent);
  const picked = Object.fromEntries(listFilters.map((name) => [name, valuesOf(name, search[name])]));
  return {
    ...(picked as Record<ListFilter, string[]>),
    q: (search.q ?? "").slice(0, 128),
    lost: search.lost === "yes",
    behind: search.behind === "yes",
    silent: Number.isInteger(days) && days > 0 && days <= 3650 ? days : undefined,
  };
}

/** The filters as they stand in an address; what asks for nothing is left out. */
export function filtersInAddress(filters: Filters): Record<string, string> {
  return {
    ...(filters.q === "" ? {} : { q: filters.q }),
    ...Object.fromEntries(
      listFilters.filter((name) => filters[name].length > 0).map((name) => [name, filters[name].join(",")]),
    ),
    ...(filters.lost ? { lost: "yes" } : {}),
    ...(filters.behind ? { behind: "yes" } : {}),
    ...(filters.silent === undefined ? {} : { silent: String(filters.silent) }),
  };
}

/**
 * The filters as the server's query. `now`: Unix seconds; silence is counted from the full minute, so that the same filter
 * asks the same question for a while.
 */
export function filtersForServer(filters: Filters, now: number): string {
  const query = new URLSearchParams();
  const put = (name: string, values: readonly string[]): void => {
    if (values.length > 0) query.set(name, values.join(","));
  };
  const q = filters.q.trim();
  if (q !== "") query.set("q", q);
  put("state", filters.state.length > 0 ? filters.state : stillHere);
  put("platform", filters.platform);
  put("compliance", filters.compliance);
  put("os", filters.os);
  put("model", filters.model);
  put("groups", filters.group);
  if (filters.lost) query.set("lost", "true");
  if (filters.behind) query.set("behind", "true");
  if (filters.silent !== undefined)
    query.set("seenBefore", String(Math.floor(now / 60) * 60 - filters.silent * 86_400));
  return query.toString();
}

/** The filters that ask for something, in the order of the bar. */
export function activeFilters(filters: Filters): FilterName[] {
  const others = (["lost", "behind", "silent", "q"] as const).filter(
    (name) => filters[name] !== noFilters[name] && filters[name] !== "",
  );
  return [...listFilters.filter((name) => filters[name].length > 0), ...others];
}

/** The same filters without one. */
export function withoutFilter(filters: Filters, name: FilterName): Filters {
  return { ...filters, [name]: noFilters[name] };
}

const sortKeys = ["model", "id", "os", "patch", "seen", "enrolled", "compliance"] as const;
export type SortKey = (typeof sortKeys)[number];

/** The order of the list. */
export interface Sort {
  key: SortKey;
  down: boolean;
}

/** Reads `sort` of an address: a key, with `-` before it for the other way round; by model unless it says otherwise. */
export function readSort(text: string | undefined): Sort {
  const key = sortKeys.find((one) => one === text?.replace(/^-/, ""));
  return key === undefined ? { key: "model", down: false } : { key, down: text!.startsWith("-") };
}

/** The order as text, for the address and the server. */
export function sortText({ key, down }: Sort): string {
  return `${down ? "-" : ""}${key}`;
}
