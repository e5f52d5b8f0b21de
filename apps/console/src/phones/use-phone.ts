// What there is to know of one phone: asked of the server, verified here.

import type { PhoneKey } from "@rempart/client";
import { everyPhone } from "@rempart/trust";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { gatekeeper, useOrganisation } from "../organisation/context.tsx";
import { useServer } from "../remote/use-server.ts";
import { useDirectoryKey } from "../sealed/directory-key.ts";
import { useServerAsk } from "../session/context.tsx";
import { type Concerning, verifyConcerning } from "./concerning.ts";
import { type Vouched, verifyEvidence } from "./evidence.ts";
import { type OnePhone, onePhone, phoneOrdersAnswer, reportRow, reportsAnswer, standingAnswer } from "./phone.ts";
import { openReports, type Reports } from "./reports.ts";

/** The phone by the server's word, with the documents that it signed. */
export function usePhone(device: string) {
  return useServer({ about: ["phone"], path: `/api/v1/phones/${device}`, read: onePhone });
}

/** What the phone's own documents prove; the error says why they prove nothing. */
export function useVouched(phone: OnePhone | undefined) {
  const { genesis } = useOrganisation();
  return useQuery<Vouched>({
    queryKey: ["evidence", genesis, phone?.id, JSON.stringify(phone?.evidence ?? null)],
    queryFn: () => verifyEvidence(genesis, phone!.id, phone!.evidence),
    enabled: phone !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}

/** The key that the phone signs with; undefined until it is proved. */
export function keyOf(vouched: Vouched | undefined, genesis: string): PhoneKey | undefined {
  return vouched && { device: vouched.device, genesis, kid: vouched.kid, key: vouched.key };
}

/** Reports of some kind, checked, and opened where the directory's key is unlocked. */
export function useReports(vouched: Vouched | undefined, kind: "drift" | "inventory" | "order", limit: number) {
  const { genesis } = useOrganisation();
  const pkcs8 = useDirectoryKey(genesis);
  const ask = useServerAsk();
  const device = vouched?.device;
  const path = `/api/v1/phones/${device}/reports?kind=${kind}&limit=${limit}`;
  return useQuery<Reports>({
    queryKey: ["server", ["phone", "order"], path, pkcs8 === undefined ? "locked" : "open"],
    queryFn: async ({ signal }) => {
      const { reports } = reportsAnswer(await ask(path, { lax: true, signal }), path);
      const one = async (hash: string) => {
        const single = `/api/v1/phones/${device}/reports/${hash}`;
        return reportRow(await ask(single, { lax: true, signal }), single) as never;
      };
      return openReports(keyOf(vouched, genesis)!, reports as never, pkcs8, one);
    },
    enabled: vouched !== undefined,
    staleTime: 15_000,
    // What was opened goes with the key: once it is locked, nothing looks at it any more.
    ...(pkcs8 === undefined ? {} : { gcTime: 0 }),
  });
}

/** What verification of orders stands on: it is done again when the log has grown or the charter changed. */
function useGround() {
  const organisation = useOrganisation();
  const { head, trust, frozen } = organisation;
  return { ground: { head, trust, frozen }, groundKey: `${trust.newest.hash} ${head.size} ${frozen}` };
}

/** Standing documents of the phone, each verified. */
export function useStandingDocuments(device: string, vouched: Vouched | undefined) {
  const ask = useServerAsk();
  const { ground, groundKey } = useGround();
  const path = `/api/v1/phones/${device}/standing`;
  return useQuery<{ groups: readonly string[]; documents: readonly Concerning[] }>({
    queryKey: ["server", ["order", "phone", "group"], path, groundKey, vouched?.kid],
    queryFn: async ({ signal }) => {
      const { groups, documents } = standingAnswer(await ask(path, { lax: true, signal }), path);
      const key = vouched && { device: vouched.device, kid: vouched.kid, key: vouched.key };
      const verified: Concerning[] = [];
      for (const document of documents)
        verified.push(await verifyConcerning(document, device, ground, gatekeeper, key));
      // The group of every phone is none that a phone is put into.
      return { groups: groups.filter((group) => group !== everyPhone), documents: verified };
    },
    staleTime: 15_000,
    placeholderData: (before) => before,
  });
}

const pageSize = 20;

/** Orders that concern the phone, newest first, each verified; page by page. */
export function usePhoneOrders(device: string, vouched: Vouched | undefined) {
  const ask = useServerAsk();
  const { ground, groundKey } = useGround();
  const path = `/api/v1/phones/${device}/orders?limit=${pageSize}`;
  return useInfiniteQuery({
    queryKey: ["server", ["order", "phone"], path, groundKey, vouched?.kid],
    queryFn: async ({ pageParam, signal }) => {
      const from = pageParam === 0 ? "" : `&before=${pageParam}`;
      const { orders, next } = phoneOrdersAnswer(await ask(`${path}${from}`, { lax: true, signal }), path);
      const key = vouched && { device: vouched.device, kid: vouched.kid, key: vouched.key };
      const verified: Concerning[] = [];
      for (const order of orders) verified.push(await verifyConcerning(order, device, ground, gatekeeper, key));
      return { orders: verified, next };
    },
    initialPageParam: 0,
    getNextPageParam: (last, _all, before) =>
      // A server whose pages go in circles ends them.
      last.next !== undefined && (before === 0 || last.next < before) ? last.next : undefined,
    staleTime: 15_000,
    placeholderData: (before) => before,
  });
}
