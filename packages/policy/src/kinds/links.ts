import { flag, type RuleKind } from "./shape.ts";

/** Radios, and what they may be used for. */
export const linkKinds = {
  "wifi-radio": {
    subject: "links",
    fields: { disabled: flag("switched off", "désactivé") },
    name: { en: "Wi-Fi", fr: "Wi-Fi" },
    help: {
      en: "Switches Wi-Fi off. A policy cannot switch Wi-Fi and mobile data off together: the phone would be out of reach for good.",
      fr: "Désactive le Wi-Fi. Une règle ne peut pas couper à la fois le Wi-Fi et les données mobiles : le téléphone deviendrait injoignable pour toujours.",
    },
    niap: [33],
  },
  "mobile-data": {
    subject: "links",
    fields: { disabled: flag("switched off", "désactivées") },
    name: { en: "Mobile data", fr: "Données mobiles" },
    help: {
      en: "Switches mobile data off. A policy cannot switch Wi-Fi and mobile data off together.",
      fr: "Désactive les données mobiles. Une règle ne peut pas couper à la fois le Wi-Fi et les données mobiles.",
    },
    niap: [33],
  },
  roaming: {
    subject: "links",
    fields: { disabled: flag("switched off", "désactivée") },
    name: { en: "Data abroad", fr: "Données en itinérance" },
    help: { en: "No mobile data in foreign networks.", fr: "Pas de données mobiles sur les réseaux étrangers." },
    niap: [33],
  },
  "cellular-2g": {
    subject: "links",
    fields: { disabled: flag("switched off", "désactivé") },
    name: { en: "2G networks", fr: "Réseaux 2G" },
    help: {
      en: "The phone does not use 2G, whose encryption is broken. Emergency calls still may.",
      fr: "Le téléphone n’utilise pas la 2G, dont le chiffrement est cassé. Les appels d’urgence le peuvent encore.",
    },
    niap: [43],
  },
  bluetooth: {
    subject: "links",
    fields: {
      disabled: flag("switched off", "désactivé"),
      sharingDisabled: flag("no sending of files", "pas d’envoi de fichiers", { optional: true }),
      locked: flag("settings may not be changed", "réglages non modifiables", { optional: true }),
    },
    name: { en: "Bluetooth", fr: "Bluetooth" },
    help: {
      en: "Switches Bluetooth off, or forbids files and new pairings over it.",
      fr: "Désactive le Bluetooth, ou y interdit les fichiers et les nouveaux appairages.",
    },
    niap: [33, 40],
  },
  nfc: {
    subject: "links",
    fields: { disabled: flag("switched off", "désactivé") },
    name: { en: "NFC", fr: "NFC" },
    help: {
      en: "No near-field radio; contactless payment stops too.",
      fr: "Pas de radio de proximité ; le paiement sans contact s’arrête aussi.",
    },
    niap: [33],
  },
  "ultra-wideband": {
    subject: "links",
    fields: { disabled: flag("switched off", "désactivé") },
    name: { en: "Ultra-wideband", fr: "Ultra large bande" },
    help: {
      en: "No ultra-wideband radio, which finds things to the centimetre.",
      fr: "Pas de radio ultra large bande, qui localise au centimètre.",
    },
    niap: [33],
  },
  "airplane-mode": {
    subject: "links",
    fields: { disabled: flag("forbidden", "interdit") },
    name: { en: "Airplane mode", fr: "Mode avion" },
    help: {
      en: "The user cannot cut the phone off with airplane mode.",
      fr: "L’utilisateur ne peut pas isoler le téléphone avec le mode avion.",
    },
    niap: [33],
  },
  tethering: {
    subject: "links",
    fields: { disabled: flag("forbidden", "interdit") },
    name: { en: "Tethering and hotspot", fr: "Partage de connexion" },
    help: {
      en: "The phone does not share its connection by Wi-Fi, Bluetooth or USB.",
      fr: "Le téléphone ne partage pas sa connexion, ni par Wi-Fi, ni par Bluetooth, ni par USB.",
    },
    niap: [35, 51, 60],
  },
} as const satisfies Record<string, RuleKind>;
