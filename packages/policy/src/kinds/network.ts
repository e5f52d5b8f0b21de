import { choice, flag, type RuleKind, text } from "./shape.ts";

const ssids = { type: "set", of: "ssid", bytes: 32, most: 64, label: { en: "networks", fr: "réseaux" } } as const;

/** Which networks a phone uses, and how. Networks with a password need sealed texts, which a policy has not. */
export const networkKinds = {
  "wifi-allowed": {
    subject: "network",
    fields: { ssids: { ...ssids, merge: "intersection" } },
    name: { en: "Allowed Wi-Fi networks", fr: "Réseaux Wi-Fi autorisés" },
    help: {
      en: "The phone joins only these networks. Of several lists, what all of them hold.",
      fr: "Le téléphone ne rejoint que ces réseaux. De plusieurs listes, ce que toutes contiennent.",
    },
    niap: [27],
  },
  "wifi-denied": {
    subject: "network",
    fields: { ssids: { ...ssids, merge: "union" } },
    name: { en: "Denied Wi-Fi networks", fr: "Réseaux Wi-Fi interdits" },
    help: { en: "The phone never joins these networks.", fr: "Le téléphone ne rejoint jamais ces réseaux." },
    niap: [27],
  },
  "wifi-security": {
    subject: "network",
    fields: {
      minimum: choice("at least", "au moins", [
        ["open", "open", "ouvert"],
        ["personal", "with a password", "avec mot de passe"],
        ["enterprise", "with each user's own identity", "avec l’identité de chacun"],
        ["enterprise-192", "the same, with 192-bit keys", "de même, avec des clés de 192 bits"],
      ]),
    },
    name: { en: "Least security of Wi-Fi", fr: "Sécurité minimale du Wi-Fi" },
    help: {
      en: "The phone does not join networks that are weaker than this.",
      fr: "Le téléphone ne rejoint pas de réseau plus faible.",
    },
    niap: [28],
  },
  "wifi-network": {
    subject: "network",
    fields: {
      ssid: text("network", "réseau", "ssid", 32),
      security: choice("security", "sécurité", [
        ["open", "open", "ouvert"],
        ["enhanced-open", "open, but encrypted (OWE)", "ouvert mais chiffré (OWE)"],
      ]),
      hidden: flag("hidden", "masqué", { optional: true }),
    },
    key: ["ssid"],
    whole: true,
    name: { en: "Wi-Fi network without password", fr: "Réseau Wi-Fi sans mot de passe" },
    help: {
      en: "The phone knows this network and joins it by itself.",
      fr: "Le téléphone connaît ce réseau et le rejoint de lui-même.",
    },
    niap: [28],
  },
  "wifi-settings": {
    subject: "network",
    fields: { locked: flag("may not be changed", "non modifiables") },
    name: { en: "Wi-Fi settings", fr: "Réglages Wi-Fi" },
    help: {
      en: "The user cannot add or change Wi-Fi networks.",
      fr: "L’utilisateur ne peut ni ajouter ni modifier de réseaux Wi-Fi.",
    },
    niap: [28],
  },
  vpn: {
    subject: "network",
    fields: {
      package: text("app", "application", "package", 255),
      lockdown: flag("no network without it", "pas de réseau sans lui"),
    },
    whole: true,
    name: { en: "Always-on VPN", fr: "VPN permanent" },
    help: {
      en: "All traffic goes through the VPN of this app. With lockdown, nothing else does, not even the agent if the VPN fails: test it on a few phones first.",
      fr: "Tout le trafic passe par le VPN de cette application. Si rien d’autre n’est permis, même l’agent est coupé quand le VPN tombe : essayez d’abord sur quelques téléphones.",
    },
    niap: [32, 54],
  },
  "vpn-settings": {
    subject: "network",
    fields: { locked: flag("may not be changed", "non modifiables") },
    name: { en: "VPN settings", fr: "Réglages VPN" },
    help: { en: "The user cannot add or change VPNs.", fr: "L’utilisateur ne peut ni ajouter ni modifier de VPN." },
    niap: [32],
  },
  "private-dns": {
    subject: "network",
    fields: { host: text("resolver", "résolveur", "host", 253) },
    whole: true,
    name: { en: "Private DNS", fr: "DNS privé" },
    help: {
      en: "Names are resolved by this host, over TLS.",
      fr: "Les noms sont résolus par cet hôte, via TLS.",
    },
    niap: [61],
  },
} as const satisfies Record<string, RuleKind>;
