// A phone that waits until an operator has compared the six digits that it shows (PROTOCOL section 8).
import { confirmationCode, forms, fromBase64url } from "@rempart/trust";
import { ClientError } from "../error/client-error.ts";
import { say } from "../error/said.ts";
import { type Ask, part } from "../remote/ask.ts";

/** What is to be admitted, and the digits of that very enrolment. */
export interface Waiting {
  /** Hash of the enrolment, for the params of an `admit` order. */
  enrolment: string;
  /** Six digits. They are compared with what a person types, never shown: they would be typed in from there. */
  code: string;
}

/** Asks the gatekeeper for a phone that waits. Refuses with `phone.missing`, `answer`. */
export async function waitingPhone(ask: Ask, device: string): Promise<Waiting> {
  const answer = await ask(`/gate/v1/confirm/${device}`, { mayBeAbsent: true });
  if (answer === undefined)
    throw new ClientError(
      "phone.missing",
      device,
      say`No such phone waits to be admitted: it was admitted already, left, or never enrolled.`,
    );
  const enrolment = part("confirm", answer, "enrolment", forms.hash);
  const nonce = fromBase64url(part("confirm", answer, "confirm", forms.nonce))!;
  return { enrolment, code: confirmationCode(enrolment, nonce) };
}

/** Refuses with `code.wrong` digits that are not those of the enrolment. Spaces and dashes do not matter. */
export function requireCode({ code }: Waiting, typed: string): void {
  if (typed.replaceAll(/[\s-]/g, "") === code) return;
  throw new ClientError(
    "code.wrong",
    "code",
    // Which digits would be right is not said: they would be typed in from here.
    say`These are not the digits of this phone's enrolment. Another phone may stand in its place: admit neither before you know.`,
  );
}
