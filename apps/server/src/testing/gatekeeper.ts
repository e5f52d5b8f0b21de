import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** A gatekeeper that answers what it is told to, and keeps what it was sent. */
export interface FakeGatekeeper {
  url: string;
  submitted: unknown[];
  answer: { status: number; body: unknown };
  close(): Promise<void>;
}

export async function fakeGatekeeper(): Promise<FakeGatekeeper> {
  const fake: FakeGatekeeper = {
    url: "",
    submitted: [],
    answer: { status: 503, body: { error: "unavailable" } },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      fake.submitted.push(request.url === "/gate/v1/submit" ? JSON.parse(body) : request.url);
      response.writeHead(fake.answer.status, { "content-type": "application/json" });
      response.end(JSON.stringify(fake.answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  fake.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return fake;
}
