import { choice, flag, packages, type RuleKind, text } from "./shape.ts";

/** Which apps may be there and what they may do. */
export const appKinds = {
  "apps-allowed": {
    subject: "apps",
    fields: { packages: packages({ merge: "intersection" }) },
    name: { en: "Allowed apps", fr: "Applications autorisées" },
    help: {
      en: "Only these apps, those of the system and the agent can be opened. Of several lists, what all of them hold.",
      fr: "Seules ces applications, celles du système et l’agent peuvent être ouvertes. De plusieurs listes, ce que toutes contiennent.",
    },
    niap: [29],
  },
  "apps-denied": {
    subject: "apps",
    fields: { packages: packages() },
    name: { en: "Denied apps", fr: "Applications interdites" },
    help: {
      en: "These apps are suspended and cannot be opened.",
      fr: "Ces applications sont suspendues et ne peuvent pas être ouvertes.",
    },
    niap: [29],
  },
  "apps-required": {
    subject: "apps",
    fields: { packages: packages() },
    name: { en: "Required apps", fr: "Applications requises" },
    help: {
      en: "These apps must be present; the phone reports what is missing.",
      fr: "Ces applications doivent être présentes ; le téléphone signale celles qui manquent.",
    },
    niap: [10],
  },
  "apps-removed": {
    subject: "apps",
    fields: { packages: packages() },
    always: true,
    name: { en: "Removed apps", fr: "Applications retirées" },
    help: {
      en: "These apps are uninstalled, with what they stored, and may not come back.",
      fr: "Ces applications sont désinstallées, avec ce qu’elles gardaient, et ne peuvent pas revenir.",
    },
    niap: [12, 14],
  },
  "app-installation": {
    subject: "apps",
    fields: { disabled: flag("forbidden to the user", "interdite à l’utilisateur") },
    name: { en: "Installing apps", fr: "Installation d’applications" },
    help: {
      en: "The user cannot install apps; those of the organisation still come.",
      fr: "L’utilisateur ne peut pas installer d’applications ; celles de l’organisation arrivent quand même.",
    },
    niap: [29],
  },
  "app-removal": {
    subject: "apps",
    fields: { disabled: flag("forbidden to the user", "interdite à l’utilisateur") },
    name: { en: "Removing apps", fr: "Suppression d’applications" },
    help: { en: "The user cannot remove apps.", fr: "L’utilisateur ne peut pas supprimer d’applications." },
    niap: [29],
  },
  "unknown-sources": {
    subject: "apps",
    fields: { disabled: flag("forbidden", "interdites") },
    name: { en: "Apps from unknown sources", fr: "Applications de sources inconnues" },
    help: {
      en: "Apps come from the store and from the organisation only.",
      fr: "Les applications ne viennent que du magasin et de l’organisation.",
    },
    niap: [29],
  },
  "app-permission": {
    subject: "apps",
    fields: {
      package: text("app", "application", "package", 255),
      permission: text("permission", "autorisation", "permission", 255),
      answer: choice("answer", "réponse", [
        ["granted", "granted", "accordée"],
        ["asked", "the user is asked", "l’utilisateur décide"],
        ["denied", "denied", "refusée"],
      ]),
    },
    key: ["package", "permission"],
    name: { en: "Permission of an app", fr: "Autorisation d’une application" },
    help: {
      en: "Grants or denies one permission to one app, in the user's place.",
      fr: "Accorde ou refuse une autorisation à une application, à la place de l’utilisateur.",
    },
    niap: [61],
  },
  "web-link": {
    subject: "apps",
    fields: {
      id: text("id", "identifiant", "slug", 32),
      title: text("title", "titre", "label", 64),
      url: text("address", "adresse", "url", 512),
    },
    key: ["id"],
    whole: true,
    name: { en: "Link on the home screen", fr: "Lien sur l’écran d’accueil" },
    help: {
      en: "A link to a page of the intranet. Use one id for one page.",
      fr: "Un lien vers une page de l’intranet. Un identifiant par page.",
    },
    niap: [61],
  },
} as const satisfies Record<string, RuleKind>;
