// What a form says as what an order says. Texts are kept apart: they are sealed before anything leaves this page.

import type { JsonObject } from "@rempart/trust";
import { type OrderAct, offers } from "./actions.ts";

/** Every field that some action has. */
export interface Form {
  text: string;
  phone: string;
  sound: boolean;
  seconds: string;
  what: readonly ("inventory" | "apps" | "audit")[];
  groups: readonly string[];
  storage: boolean;
  esim: boolean;
  keepProtection: boolean;
}

export const emptyForm: Form = {
  ...{ text: "", phone: "", sound: true, seconds: "30", what: ["inventory", "apps"], groups: [] },
  ...{ storage: true, esim: false, keepProtection: true },
};

/** What is asked for, but for the phones and the reason. */
export interface Said {
  action: (typeof offers)[OrderAct]["action"];
  params: JsonObject;
  texts: ReadonlyMap<string, string>;
}

/** How long a phone rings (PROTOCOL section 7), in seconds. */
export const ringing = { least: 5, most: 300 };
/** Bytes of a sealed text. */
export const longestText = 8 * 1024;

function textsOf(fields: readonly (readonly [field: string, text: string])[]): Map<string, string> {
  return new Map(fields.map(([field, text]) => [field, text.trim()] as const).filter(([, text]) => text !== ""));
}

function isTooLong(texts: ReadonlyMap<string, string>): boolean {
  return [...texts.values()].some((text) => new TextEncoder().encode(text).length > longestText);
}

/** What the form asks for; undefined while something is missing or out of range. */
export function saidBy(act: OrderAct, form: Form): Said | undefined {
  const { action } = offers[act];
  const said = (params: JsonObject = {}, texts: ReadonlyMap<string, string> = new Map()): Said | undefined =>
    isTooLong(texts) ? undefined : { action, params, texts };
  switch (act) {
    case "lock":
      return said(
        {},
        textsOf([
          ["message", form.text],
          ["phone", form.phone],
        ]),
      );
    case "message":
      return form.text.trim() === "" ? undefined : said({}, textsOf([["text", form.text]]));
    case "ring": {
      const seconds = /^\d{1,3}$/.test(form.seconds.trim()) ? Number(form.seconds) : Number.NaN;
      return seconds >= ringing.least && seconds <= ringing.most ? said({ seconds }) : undefined;
    }
    case "lost-on":
      return said(
        { on: true, sound: form.sound },
        textsOf([
          ["message", form.text],
          ["contact", form.phone],
        ]),
      );
    case "lost-off":
      return said({ on: false });
    case "query":
      return form.what.length === 0 ? undefined : said({ what: [...form.what] });
    case "assign":
      return form.groups.length > 64 ? undefined : said({ groups: [...form.groups] });
    case "wipe":
      return said({ storage: form.storage, esim: form.esim, keepProtection: form.keepProtection });
    case "locate":
    case "unenrol":
    case "clear-passcode":
      return said();
  }
}
