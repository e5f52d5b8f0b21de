// A push service on this machine, for tests: what came, by the path of the endpoint.
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

export interface Pushed {
  path: string;
  urgency: string;
  topic: string;
  body: string;
}

/** Starts it; it answers 201 but where `answers` says otherwise for a path, and wants no other try for ten minutes. */
export async function startPushService() {
  const pushed: Pushed[] = [];
  const answers = new Map<string, number>();
  const take = async (...[request, response]: Parameters<RequestListener>): Promise<void> => {
    let body = "";
    for await (const part of request) body += part;
    const path = request.url ?? "";
    const { urgency, topic } = request.headers;
    pushed.push({ path, urgency: String(urgency), topic: String(topic), body });
    const headers = { location: "http://localhost:1/", "retry-after": "600" };
    response.writeHead(answers.get(path) ?? 201, headers).end();
  };
  const server = createServer((request, response) => void take(request, response));
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  const host = `localhost:${(server.address() as AddressInfo).port}`;
  return {
    host,
    pushed,
    answers,
    endpoint: (name: string): string => `http://${host}/${name}`,
    /** What came since it was asked last, sorted by path; waits until there are at least `least`. */
    async take(least: number): Promise<Pushed[]> {
      for (let n = 0; n < 500 && pushed.length < least; n++) await sleep(10);
      return pushed.splice(0).sort((a, b) => (a.path < b.path ? -1 : 1));
    },
    stop(): void {
      server.close();
      server.closeAllConnections();
    },
  };
}
