import { choices, hoursUnit, integer, minutes, type RuleKind } from "./shape.ts";

/** How often a phone speaks, of what, and what it does alone. Nothing here destroys: silence is no proof of theft. */
export const contactKinds = {
  "check-in": {
    subject: "contact",
    fields: { every: integer("every", "toutes les", 5, 1440, { merge: "least", hint: 240, unit: minutes }) },
    always: true,
    name: { en: "Reporting the state", fr: "Envoi de l’état" },
    help: {
      en: "How often the phone reports its inventory and what is out of line.",
      fr: "À quelle fréquence le téléphone envoie son inventaire et ce qui n’est pas conforme.",
    },
    niap: [5],
  },
  alerts: {
    subject: "contact",
    fields: {
      about: choices("about", "concernant", [
        ["policy-changed", "a policy was applied", "une politique a été appliquée"],
        ["out-of-line", "something is out of line", "quelque chose n’est pas conforme"],
        ["os-update-overdue", "a system update is overdue", "une mise à jour du système est en retard"],
        ["app-failed", "an app could not be installed", "une application n’a pas pu être installée"],
        ["fence", "the phone entered or left a fence", "le téléphone est entré dans une zone ou en est sorti"],
        ["failed-unlocks", "wrong passcodes were entered", "des codes erronés ont été saisis"],
        ["contact-regained", "contact was lost and is back", "le contact perdu est rétabli"],
      ]),
    },
    always: true,
    name: { en: "Alerts", fr: "Alertes" },
    help: { en: "What the phone reports at once.", fr: "Ce que le téléphone signale aussitôt." },
    niap: [17],
  },
  "missed-contact-lock": {
    subject: "contact",
    fields: { after: integer("after", "après", 12, 2160, { merge: "least", hint: 168, unit: hoursUnit }) },
    always: true,
    name: { en: "Lock without contact", fr: "Verrouiller sans contact" },
    help: {
      en: "A phone that has not reached the gatekeeper for this long locks itself. It never erases itself.",
      fr: "Un téléphone qui n’a pas joint le gardien pendant ce temps se verrouille. Il ne s’efface jamais.",
    },
    niap: [56],
  },
  "missed-contact-suspend": {
    subject: "contact",
    fields: { after: integer("after", "après", 12, 2160, { merge: "least", hint: 72, unit: hoursUnit }) },
    always: true,
    name: { en: "Suspend apps without contact", fr: "Suspendre les applications sans contact" },
    help: {
      en: "A phone that has not reached the gatekeeper for this long suspends the organisation's apps until it has.",
      fr: "Un téléphone qui n’a pas joint le gardien pendant ce temps suspend les applications de l’organisation jusqu’au prochain contact.",
    },
    niap: [56],
  },
} as const satisfies Record<string, RuleKind>;
