import { choice, days, flag, integer, minutes, type RuleKind, text } from "./shape.ts";

/** Places, and what a phone tells of its own. */
export const locationKinds = {
  fence: {
    subject: "location",
    fields: {
      name: text("name", "nom", "label", 64),
      area: { type: "area", label: { en: "area", fr: "périmètre" }, merge: "pick" },
    },
    always: true,
    key: ["name"],
    whole: true,
    name: { en: "Fence", fr: "Zone" },
    help: {
      en: "A place that other rules of this policy can name. The phone itself finds out whether it is inside.",
      fr: "Un lieu que d’autres règles de cette politique peuvent nommer. Le téléphone détermine lui-même s’il s’y trouve.",
    },
    niap: [52],
  },
  "location-services": {
    subject: "location",
    fields: {
      state: choice("location", "localisation", [
        ["free", "as the user likes", "au choix de l’utilisateur"],
        ["on", "always on", "toujours active"],
        ["off", "always off", "toujours coupée"],
      ]),
    },
    name: { en: "Location on the phone", fr: "Localisation sur le téléphone" },
    help: {
      en: "Whether apps can find the phone's position. Fences need it on.",
      fr: "Les applications peuvent-elles connaître la position. Les zones en ont besoin.",
    },
    niap: [52],
  },
  "location-reporting": {
    subject: "location",
    fields: {
      enabled: flag("switched on", "activé", { merge: "all" }),
      every: integer("every", "toutes les", 5, 1440, { merge: "greatest", hint: 60, unit: minutes }),
      retention: integer("kept for", "conservé pendant", 1, 60, { merge: "least", hint: 7, unit: days }),
      hours: { type: "hours", most: 14, label: { en: "only", fr: "seulement" }, merge: "each" },
    },
    always: true,
    name: { en: "Reporting the position", fr: "Envoi de la position" },
    help: {
      en: "Off unless a policy says so. The user can pause it; outside the hours, and while the phone does not know the time, nothing is reported. Of several policies the one that tells least wins.",
      fr: "Inactif sauf si une politique le demande. L’utilisateur peut suspendre ; hors des heures, ou si le téléphone ignore l’heure, rien n’est envoyé. De plusieurs politiques, la moins intrusive l’emporte.",
    },
    niap: [52],
  },
} as const satisfies Record<string, RuleKind>;
