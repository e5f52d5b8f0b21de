import { number, optional, shape } from "../remote/read.ts";
import { useServer } from "../remote/use-server.ts";

const overview = shape({ drafts: shape({ forMe: optional(number) }) });

/** How many documents wait for the signature of whoever is signed in, by the server's word. */
export function useWaitingCount(): number | undefined {
  const { data } = useServer({
    about: ["draft", "order", "charter", "freeze"],
    path: "/api/v1/overview",
    read: overview,
  });
  return data?.drafts.forMe;
}
