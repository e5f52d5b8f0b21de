import { choice, days, flag, integer, type RuleKind, seconds, text } from "./shape.ts";

/** Unlocking, and what a locked phone shows. */
export const lockKinds = {
  passcode: {
    subject: "lock",
    fields: {
      minimumLength: integer("shortest length", "longueur minimale", 4, 64, {
        merge: "greatest",
        hint: 6,
        unit: { en: "characters", fr: "caractères" },
      }),
      quality: choice(
        "made of",
        "composé de",
        [
          ["any", "anything", "n’importe quoi"],
          ["numeric-complex", "digits, no repeats or runs", "chiffres, ni répétitions ni suites"],
          ["alphanumeric", "letters and digits", "lettres et chiffres"],
          ["complex", "letters, digits and signs", "lettres, chiffres et signes"],
        ],
        { optional: true },
      ),
      history: integer("last ones not allowed again", "derniers codes refusés", 1, 50, {
        merge: "greatest",
        optional: true,
      }),
      maximumAge: integer("must be changed after", "à changer après", 1, 730, {
        merge: "least",
        optional: true,
        unit: days,
      }),
    },
    name: { en: "Passcode", fr: "Code de verrouillage" },
    help: {
      en: "The shortest passcode that the phone accepts, what it is made of, and when it must change.",
      fr: "Le code le plus court que le téléphone accepte, sa composition, et quand il doit changer.",
    },
    niap: [25],
  },
  failedUnlocksBeforeWipe: {
    subject: "lock",
    fields: {
      attempts: integer("wrong passcodes", "codes erronés", 4, 100, { merge: "least", hint: 10 }),
    },
    destructive: true,
    always: true,
    name: { en: "Erase after failed unlocks", fr: "Effacer après des déverrouillages manqués" },
    help: {
      en: "The phone erases itself after this many wrong passcodes.",
      fr: "Le téléphone s’efface après ce nombre de codes erronés.",
    },
    niap: [25],
  },
  "session-lock": {
    subject: "lock",
    fields: {
      inactivity: integer("locks after", "verrouillage après", 15, 3600, { merge: "least", hint: 120, unit: seconds }),
    },
    name: { en: "Locking when idle", fr: "Verrouillage en cas d’inactivité" },
    help: {
      en: "The longest time that an unused phone stays unlocked.",
      fr: "La durée maximale pendant laquelle un téléphone inutilisé reste déverrouillé.",
    },
    niap: [26],
  },
  biometric: {
    subject: "lock",
    fields: { disabled: flag("forbidden", "interdit") },
    name: { en: "Unlocking by finger or face", fr: "Déverrouillage par empreinte ou visage" },
    help: {
      en: "Only the passcode unlocks the phone.",
      fr: "Seul le code déverrouille le téléphone.",
    },
    niap: [23, 55],
  },
  "trust-agents": {
    subject: "lock",
    fields: { disabled: flag("forbidden", "interdit") },
    name: { en: "Staying unlocked by itself", fr: "Maintien automatique du déverrouillage" },
    help: {
      en: "The phone is not kept unlocked by a place, a watch or a voice.",
      fr: "Ni un lieu, ni une montre, ni une voix ne gardent le téléphone déverrouillé.",
    },
    niap: [39],
  },
  "lock-screen-notifications": {
    subject: "lock",
    fields: {
      shown: choice("shown", "affichées", [
        ["all", "in full", "en entier"],
        ["redacted", "without their content", "sans leur contenu"],
        ["none", "not at all", "pas du tout"],
      ]),
    },
    name: { en: "Notifications on the lock screen", fr: "Notifications sur l’écran verrouillé" },
    help: {
      en: "What a locked phone shows of messages that come in.",
      fr: "Ce qu’un téléphone verrouillé montre des messages reçus.",
    },
    niap: [41],
  },
  "lock-screen-text": {
    subject: "lock",
    fields: {
      banner: text("banner", "bandeau", "label", 256),
      contact: text("contact", "contact", "label", 128, { optional: true }),
    },
    whole: true,
    name: { en: "Text on the lock screen", fr: "Texte sur l’écran verrouillé" },
    help: {
      en: "A notice of the organisation, and a desk to call when the phone is found. Everyone can read it: no names and no numbers of persons.",
      fr: "Un avis de l’organisation et un service à appeler si le téléphone est trouvé. Tout le monde peut le lire : ni nom ni numéro de personne.",
    },
    niap: [31],
  },
} as const satisfies Record<string, RuleKind>;
