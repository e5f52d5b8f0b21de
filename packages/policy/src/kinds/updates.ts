import { choice, days, integer, minutes, type RuleKind, text } from "./shape.ts";

/** How the operating system is kept up to date. Minimum versions and deadlines are `os-update` orders. */
export const updateKinds = {
  "os-updates": {
    subject: "updates",
    fields: {
      install: choice("installed", "installées", [
        ["postponed", "as late as the system allows", "aussi tard que le système le permet"],
        ["user", "when the user likes", "quand l’utilisateur veut"],
        ["automatic", "by themselves", "automatiquement"],
      ]),
    },
    name: { en: "System updates", fr: "Mises à jour du système" },
    help: {
      en: "Who decides when system updates are installed.",
      fr: "Qui décide du moment où les mises à jour du système sont installées.",
    },
    niap: [11, 58],
  },
  "os-update-window": {
    subject: "updates",
    fields: {
      from: integer("from", "de", 0, 1439, { merge: "pick", hint: 120, unit: minutes }),
      to: integer("to", "à", 0, 1439, { merge: "pick", hint: 300, unit: minutes }),
    },
    whole: true,
    name: { en: "Time of day for system updates", fr: "Plage horaire des mises à jour du système" },
    help: {
      en: "System updates are installed between these minutes of the phone's own day.",
      fr: "Les mises à jour du système s’installent entre ces minutes du jour, à l’heure du téléphone.",
    },
    niap: [58],
  },
  "os-update-deferral": {
    subject: "updates",
    fields: { days: integer("offered after", "proposées après", 1, 90, { merge: "least", hint: 7, unit: days }) },
    name: { en: "Deferral of system updates", fr: "Report des mises à jour du système" },
    help: {
      en: "New versions are hidden from the user for this long. Of several policies the shortest time wins.",
      fr: "Les nouvelles versions sont cachées à l’utilisateur pendant ce temps. De plusieurs politiques, la durée la plus courte l’emporte.",
    },
    niap: [58],
  },
  "os-update-freeze": {
    subject: "updates",
    fields: {
      from: text("from", "du", "day", 5),
      to: text("to", "au", "day", 5),
    },
    key: ["from", "to"],
    whole: true,
    name: { en: "No system updates", fr: "Gel des mises à jour du système" },
    help: {
      en: "From one day of the year to another (month-day, both included), at most 90 days, nothing is installed.",
      fr: "D’un jour de l’année à un autre (mois-jour, inclus), 90 jours au plus, rien n’est installé.",
    },
    niap: [58],
  },
} as const satisfies Record<string, RuleKind>;
