// All phones, page by page, for a plan that counts. The server's word: whoever lies here makes a plan count wrongly.

import type { FleetPhone } from "@rempart/policy";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Problem } from "../../problem/problem.ts";
import { useServerAsk } from "../../session/context.tsx";
import { type PhoneRow, readPhones } from "../read.ts";

const mostPages = 1_100;
const keptFor = 120_000;

/** How a phone is enrolled is not told: what these are when they belong to the organisation. As the command line takes it. */
const enrolments = { android: "device-owner", ios: "supervised" } as const;

function phoneOf({ id, platform, os, state, groups }: PhoneRow): FleetPhone[] {
  if ((platform !== "android" && platform !== "ios") || state === "gone") return [];
  return [{ device: id, groups, target: { platform, os, enrolment: enrolments[platform] } }];
}

/** The phones of the fleet, and how many were read while it is under way. */
export function useFleet(enabled: boolean) {
  const ask = useServerAsk();
  const [read, setRead] = useState(0);
  const query = useQuery({
    queryKey: ["server", ["group"], "fleet"],
    queryFn: async ({ signal }) => {
      const phones: FleetPhone[] = [];
      let after = "";
      for (let page = 0; page < mostPages; page++) {
        const path = `/api/v1/phones?limit=1000${after === "" ? "" : `&after=${encodeURIComponent(after)}`}`;
        const answer = readPhones(await ask(path, { lax: true, signal }), path);
        phones.push(...answer.phones.flatMap(phoneOf));
        setRead(phones.length);
        if (answer.next === undefined) return phones;
        // A server that gives one page for ever must not fill this page's memory.
        if (answer.next === after || answer.phones.length === 0) break;
        after = answer.next;
      }
      throw new Problem("answer", "/api/v1/phones", "the list of phones does not end");
    },
    enabled,
    staleTime: keptFor,
    retry: false,
  });
  return { ...query, read };
}
