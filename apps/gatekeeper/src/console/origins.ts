import { GateError } from "../error.ts";

const most = 20;
/** Narrower than a URL's own rules, which let through `;` and `'`: what stands here goes into a header as it is. */
const form = /^https:\/\/[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?(:\d{1,5})?$/;

/** Checks the operator's list of further origins at `field`; throws `config` naming the one that is none. */
export function checkOrigins(value: unknown, field: string): void {
  if (value === undefined) return;
  if (!Array.isArray(value) || value.length > most)
    throw new GateError("config", field, `must be a list of at most ${most} origins`);
  const wrong = value.find((one) => typeof one !== "string" || !form.test(one) || new URL(one).origin !== one);
  if (wrong !== undefined)
    throw new GateError(
      "config",
      field,
      `must hold origins like "https://tiles.example.org", without a path; ${JSON.stringify(wrong)} is none`,
    );
}
