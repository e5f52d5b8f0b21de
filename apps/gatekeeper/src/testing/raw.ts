// Requests as no client of ours would send them.
import { connect as connectPlain, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { JsonValue } from "@rempart/trust";

export interface RawAnswer {
  status: number;
  json: Record<string, JsonValue>;
  /** Whether the gatekeeper hung up after its answer. */
  closed: boolean;
}

/** What comes back for these bytes, on a connection of its own; waits a moment after a 413, to see it closed. */
export function raw(port: number, tls: boolean, head: string, body: Uint8Array | string = ""): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const open: Socket = tls
      ? connectTls({ host: "localhost", port, rejectUnauthorized: false })
      : connectPlain(port, "localhost");
    let text = "";
    let closed = false;
    const late = setTimeout(() => reject(new Error(`no answer: ${JSON.stringify(text.slice(0, 100))}`)), 10_000);
    const finish = (): void => {
      const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1]);
      const at = text.indexOf("\r\n\r\n");
      let json = {};
      try {
        json = JSON.parse(text.slice(at + 4)) as Record<string, JsonValue>;
      } catch {
        // Not every answer is JSON: a head request has none.
      }
      clearTimeout(late);
      open.destroy();
      resolve({ status, json, closed });
    };
    open.setEncoding("utf8").on("data", (part: string) => {
      text += part;
      const [, length] = /\r\ncontent-length: (\d+)\r\n/i.exec(text) ?? [];
      const at = text.indexOf("\r\n\r\n");
      if (length === undefined || at < 0 || Buffer.byteLength(text.slice(at + 4)) < Number(length)) return;
      setTimeout(finish, text.startsWith("HTTP/1.1 413") ? 100 : 0);
    });
    open.on("close", () => {
      closed = true;
      if (text === "") reject(new Error("closed without an answer"));
    });
    // A body that is not wanted is cut off while it is still being written.
    open.on("error", () => {});
    open.write(head);
    if (body.length > 0) open.write(body);
  });
}

/** The head of a POST with a JSON body of this length. */
export function postHead(path: string, length: number, extra = "content-type: application/json\r\n"): string {
  return `POST ${path} HTTP/1.1\r\nhost: localhost\r\n${extra}content-length: ${length}\r\n\r\n`;
}
