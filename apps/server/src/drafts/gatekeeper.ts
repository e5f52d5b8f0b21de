import { type JsonValue, readJson } from "@rempart/trust";
import { z } from "zod";
import { ApiError } from "../http/error.ts";
import { count, errorBody, hash } from "../http/schemas.ts";

export const accepted = z.object({ index: count, hash, state: z.enum(["released", "held"]).optional() });
export type Accepted = z.output<typeof accepted>;

/** The gatekeeper judged a document and said no. */
export class GatekeeperRefusal extends Error {
  override readonly name = "GatekeeperRefusal";
  readonly status: number;
  readonly body: z.output<typeof errorBody>;
  constructor(status: number, body: z.output<typeof errorBody>) {
    super(body.error);
    this.status = status;
    this.body = body;
  }
}

const mostAnswer = 64 * 1024;

async function readAnswer(response: Response): Promise<JsonValue> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += part.length;
    if (length > mostAnswer) throw new Error("too long");
    parts.push(part);
  }
  return readJson(Buffer.concat(parts), mostAnswer, "answer");
}

function unreachable(message: string): ApiError {
  return new ApiError(502, "gatekeeper", "gatekeeper", message);
}

/** Hands a document to the gatekeeper. Throws `GatekeeperRefusal` when it refuses, an ApiError when it did not judge. */
export async function submit(
  gatekeeperUrl: string,
  envelope: JsonValue,
  targets: readonly string[],
): Promise<Accepted> {
  let status: number;
  let answer: JsonValue;
  try {
    const response = await fetch(`${gatekeeperUrl}/gate/v1/submit`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(targets.length > 0 ? { envelope, targets } : { envelope }),
      redirect: "error",
      signal: AbortSignal.timeout(50_000),
    });
    status = response.status;
    answer = await readAnswer(response);
  } catch {
    throw unreachable(
      "The gatekeeper does not answer. The draft is kept: try again, or send it to the gatekeeper yourself.",
    );
  }
  if (status === 200 || status === 201) {
    const result = accepted.safeParse(answer);
    if (result.success) return result.data;
    throw unreachable("The gatekeeper answered something else than expected.");
  }
  const refusal = errorBody.partial({ where: true, message: true }).safeParse(answer);
  if (!refusal.success) throw unreachable(`The gatekeeper answered ${status} without a code.`);
  const { error, where = "document", message = "The gatekeeper refused this." } = refusal.data;
  // Too busy, or broken, is no judgement of the document.
  if (status === 429 || status >= 500) throw new ApiError(status === 429 ? 429 : 502, error, where, message);
  throw new GatekeeperRefusal(status, { error, where, message });
}
