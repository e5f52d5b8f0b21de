import { Refusal } from "@rempart/trust";
import { hasZodFastifySchemaValidationErrors } from "fastify-type-provider-zod";
import { isAway } from "../database/connect.ts";
import type { Report } from "../report.ts";
import { ApiError, fromRefusal } from "./error.ts";

interface Answer {
  status: number;
  body: { error: string; where: string; message: string };
  retryAfter?: number;
}

function answer(error: ApiError): Answer {
  return {
    status: error.status,
    body: { error: error.code, where: error.where, message: error.message, ...error.more },
    ...(error.retryAfter !== undefined && { retryAfter: error.retryAfter }),
  };
}

function fieldOf(error: { validation: { instancePath: string }[]; validationContext?: string | undefined }): string {
  const path = (error.validation[0]?.instancePath ?? "").split("/").filter((part) => part !== "");
  return [error.validationContext ?? "body", ...path].join(".");
}

const ofFastify: Record<string, [status: number, code: string, message: string]> = {
  FST_ERR_CTP_BODY_TOO_LARGE: [413, "size", "The request is larger than this address takes."],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [415, "json", "Send the body as application/json."],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [400, "size", "The body is not as long as its header says."],
  FST_ERR_CTP_EMPTY_JSON_BODY: [400, "json", "The body is empty."],
};

/** Turns whatever was thrown into the one error form. What we did not foresee is reported and not shown. */
export function answerTo(error: unknown, report: Report): Answer {
  if (error instanceof ApiError) return answer(error);
  if (error instanceof Refusal) return answer(fromRefusal(error));
  if (hasZodFastifySchemaValidationErrors(error)) {
    const message = error.validation[0]?.message ?? "A field is missing, unknown or out of range.";
    return answer(new ApiError(400, "schema", fieldOf(error), message));
  }
  if (isAway(error)) {
    const sentence = "The server's database is away. Nothing was changed; try again in a moment.";
    return { ...answer(new ApiError(503, "unavailable", "database", sentence)), retryAfter: 2 };
  }
  const { code, statusCode } = error as { code?: string; statusCode?: number };
  const known = ofFastify[code ?? ""];
  if (known) return answer(new ApiError(known[0], known[1], "body", known[2]));
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return answer(new ApiError(statusCode, "request", "request", "The request cannot be read."));
  }
  // The text of an unforeseen error may quote data of a request: its kind and place in our code are enough.
  const place = error instanceof Error ? (error.stack?.split("\n")[1]?.trim() ?? "") : "";
  const kind = error instanceof Error ? error.name : typeof error;
  report({ event: "error", code: code ?? kind, message: `An unforeseen ${kind} ${place}` });
  return answer(new ApiError(500, "internal", "server", "Something went wrong in the server. Its log says where."));
}
