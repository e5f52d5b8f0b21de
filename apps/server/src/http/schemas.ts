// Forms that several routes share. They bound what is read; @rempart/trust then judges the documents.
import type { JsonValue } from "@rempart/trust";
import { z } from "zod";

export const hash = z.string().regex(/^[0-9a-f]{64}$/, "must be 64 lowercase hex digits");
export const id = z.string().regex(/^[A-Za-z0-9_-]{22}$/, "must be an id of 22 characters");
export const time = z.int().min(0);
export const count = z.int().min(0);

const signatureShape = z.object({
  keyid: z.string().max(1364),
  sig: z.string().max(400),
  webauthn: z.object({ authenticatorData: z.string().max(5500), clientDataJSON: z.string().max(11_000) }).optional(),
});
const envelopeShape = z.object({
  payloadType: z.string().max(128),
  payload: z.string().max(1_500_000),
  signatures: z.array(signatureShape).max(16),
});

/** An envelope as sent: known fields only matter to `openEnvelope`, which refuses unknown ones, so none is stripped. */
export const envelope = z.custom<JsonValue>((value) => envelopeShape.safeParse(value).success, {
  message: "must be an envelope: payloadType, payload, at most 16 signatures",
});
export const signature = z.custom<JsonValue>((value) => signatureShape.safeParse(value).success, {
  message: "must be a signature: keyid, sig, webauthn",
});

/** Ids of a target list. The largest list of the protocol is a million. */
export const targets = z.array(id).max(1_000_000);

/** The one form of every error. */
export const errorBody = z.object({ error: z.string(), where: z.string(), message: z.string() });

/** Answers of a route: its own, and the error form for everything else. */
export function answers<T extends z.ZodType>(schema: T, status = 200) {
  return { [status]: schema, "4xx": errorBody, "5xx": errorBody } as { 200: T } & Record<
    "4xx" | "5xx",
    typeof errorBody
  >;
}
