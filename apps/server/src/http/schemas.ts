// Forms that several routes share. They bound what is read; @rempart/trust then judges the documents.
import type { JsonValue } from "@rempart/trust";
import { z } from "zod";
import { errorCodeList } from "./error-codes.ts";

export const hash = z
  .string()
  .regex(/^[0-9a-f]{64}$/, "must be 64 lowercase hex digits")
  .meta({
    description: "SHA-256 in lowercase hex",
    examples: ["29ceb7500b9b9737e80c2c3a2994870b21e9334b84dbb430a9e309492ddbce20"],
  });
export const id = z
  .string()
  .regex(/^[A-Za-z0-9_-]{22}$/, "must be an id of 22 characters")
  .meta({ description: "16 bytes in base64url", examples: ["JDZThdTSiLulI07-wSMv4w"] });
export const time = z
  .int()
  .min(0)
  .meta({ description: "Unix seconds", examples: [1790001000] });
export const count = z.int().min(0);
/** What is looked for or kept as it was typed: the database takes no NUL and no half character. */
export const typed = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[^\p{Cc}\p{Cs}]+$/u, "must be one line of text");
/** What people call things; shown to people, never compared. */
export const label = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}\p{Cs}]+$/u, "must be one line of text")
  .meta({ description: "One line of text, said by the server and vouched for by nobody", examples: ["Kiosks"] });
/** The answer where there is nothing to say. */
export const done = z.object({ done: z.literal(true) }).meta({ id: "Done" });

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

/** A schema that is judged by a function, as the contract shows it. */
function shown(shape: z.ZodType, more: { id: string; description: string }) {
  const { $schema: _, ...json } = z.toJSONSchema(shape) as Record<string, unknown>;
  return { ...json, ...more };
}

/** An envelope as sent: known fields only matter to `openEnvelope`, which refuses unknown ones, so none is stripped. */
export const envelope = z
  .custom<JsonValue>((value) => envelopeShape.safeParse(value).success, {
    message: "must be an envelope: payloadType, payload, at most 16 signatures",
  })
  .meta(
    shown(envelopeShape, {
      id: "Envelope",
      description: "A signed document: DSSE, as docs/protocol/signed-documents.md says",
    }),
  );
export const signature = z
  .custom<JsonValue>((value) => signatureShape.safeParse(value).success, {
    message: "must be a signature: keyid, sig, webauthn",
  })
  .meta(shown(signatureShape, { id: "Signature", description: "One person's signature of a document's exact bytes" }));

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Sealed bytes in base64: 512 KiB of a phone's data, and what sealing adds. */
export const sealed = z.string().max(720_000).regex(base64, "must be base64");

/** Words of a person, sealed to the directory's key: as long as an order's reason may be (signed-documents.md, section 3). */
export const sealedReason = z
  .string()
  .min(108)
  .max(11_076)
  .regex(base64, "must be base64")
  .meta({ description: "HPKE to the directory's key, base64: 65 bytes, then a ciphertext of at most 8,240 bytes" });

/** Ids of a target list. The largest list of the protocol is a million. */
export const targets = z
  .array(id)
  .max(1_000_000)
  .meta({ id: "Targets", description: "The signed list of phones, sorted; its tree's root stands in the order" });

/** A number in a query string. */
export function queryNumber(least: number, most: number) {
  return z.coerce.number().int().min(least).max(most);
}

/** One value or several, as `?a=1,2` or `?a=1&a=2`; at most twenty. */
export function queryList<T extends z.ZodType<unknown, string>>(one: T) {
  return z
    .union([z.string(), z.array(z.string())])
    .transform((value) => (typeof value === "string" ? value.split(",") : value))
    .pipe(z.array(one).min(1).max(20));
}

/** The one form of every error. */
export const errorBody = z
  .object({
    error: z.string().meta({ description: errorCodeList }),
    where: z.string().meta({ description: "The field it is about" }),
    message: z.string().meta({ description: "A sentence for people, with the way out" }),
  })
  .meta({
    id: "Error",
    description: "The one form of every error",
    examples: [
      {
        error: "session",
        where: "authorization",
        message: "Sign in first: there is no valid session with this request.",
      },
    ],
  });

/** Answers of a route: its own, and the error form for everything else. */
export function answers<T extends z.ZodType>(schema: T, status = 200) {
  return { [status]: schema, "4xx": errorBody, "5xx": errorBody } as { 200: T } & Record<
    "4xx" | "5xx",
    typeof errorBody
  >;
}
