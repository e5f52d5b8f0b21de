// Wrapped copies at the gatekeeper. To it they are bytes; it hands them to their person alone.

import { type Ask, provenRequest } from "@rempart/client";
import { type Charter, fromBase64, type RequestFields, type Signer, toBase64 } from "@rempart/trust";
import { Problem } from "../problem/problem.ts";
import { listOf, longText, number, shape, text } from "../remote/read.ts";
import type { Wrapping } from "./wrap.ts";

/** One copy, to be brought. `value` in padded base64, so that it can be kept between visits. */
export interface Copy {
  person: string;
  /** The passkey's, for `prf`; the transfer key's; or an id of its own for a passphrase. */
  kid: string;
  epoch: number;
  form: Wrapping;
  value: string;
}

/** One copy, as the gatekeeper handed it out. */
export interface HeldCopy {
  kid: string;
  epoch: number;
  form: Wrapping;
  value: Uint8Array;
}

const answer = shape({
  wrapped: listOf(shape({ kid: text, epoch: number, form: text, value: longText }), 64),
});

const forms: readonly string[] = ["prf", "transfer", "passphrase"] satisfies Wrapping[];
const longest = 4096;

/** Asks the gatekeeper with one signature, which is good for this request alone. */
async function askProven(ask: Ask, { genesis }: Charter, signer: Signer, path: string, fields: RequestFields) {
  return await ask(path, { body: await provenRequest(genesis, signer, Math.floor(Date.now() / 1000), path, fields) });
}

/** Brings copies for oneself or, as an approver, for others; one signature for all of them. */
export async function bringCopies(ask: Ask, charter: Charter, signer: Signer, copies: readonly Copy[]): Promise<void> {
  if (copies.length === 0) return;
  const list = copies.map(({ person, kid, epoch, form, value }) => ({ person, kid, epoch, form, value }));
  await askProven(ask, charter, signer, "/gate/v1/wrapped", { copies: list });
}

/** The copies of whoever signs. */
export async function fetchCopies(ask: Ask, charter: Charter, signer: Signer): Promise<HeldCopy[]> {
  const told = answer(await askProven(ask, charter, signer, "/gate/v1/wrapped/read", {}), "wrapped");
  return told.wrapped
    .filter(({ form }) => forms.includes(form))
    .map(({ kid, epoch, form, value }) => {
      const bytes = fromBase64(value);
      if (!bytes || bytes.length > longest) throw new Problem("answer", "wrapped.value", "is no copy");
      return { kid, epoch, form: form as Wrapping, value: bytes };
    });
}

/** A copy as it is brought. */
export function copyOf(person: string, kid: string, epoch: number, form: Wrapping, value: Uint8Array): Copy {
  return { person, kid, epoch, form, value: toBase64(value) };
}
