import { choice, choices, flag, type RuleKind } from "./shape.ts";

const off = () => flag("switched off", "désactivé");
const forbidden = () => flag("forbidden", "interdit");

/** What the phone itself may do. */
export const deviceKinds = {
  camera: {
    subject: "device",
    fields: { disabled: flag("switched off", "désactivé", { hint: true }) },
    name: { en: "Camera", fr: "Appareil photo" },
    help: { en: "Switches all cameras of the phone off.", fr: "Désactive tous les appareils photo du téléphone." },
    niap: [30],
  },
  microphone: {
    subject: "device",
    fields: { disabled: off() },
    name: { en: "Microphone", fr: "Microphone" },
    help: {
      en: "Silences the microphone for apps. Emergency calls keep working.",
      fr: "Coupe le microphone pour les applications. Les appels d’urgence restent possibles.",
    },
    niap: [30],
  },
  "screen-capture": {
    subject: "device",
    fields: { disabled: off() },
    name: { en: "Screen capture", fr: "Capture d’écran" },
    help: {
      en: "No screenshots, no recording and no sharing of the screen.",
      fr: "Ni capture, ni enregistrement, ni partage de l’écran.",
    },
    niap: [61],
  },
  encryption: {
    subject: "device",
    fields: { required: flag("required", "exigé", { hint: true }) },
    name: { en: "Encryption of the phone", fr: "Chiffrement du téléphone" },
    help: {
      en: "The storage must be encrypted; a phone whose storage is not is out of line.",
      fr: "Le stockage doit être chiffré ; un téléphone qui ne l’est pas n’est pas conforme.",
    },
    niap: [37],
  },
  "removable-media": {
    subject: "device",
    fields: {
      disabled: flag("may not be used", "inutilisable"),
      encrypted: flag("must be encrypted", "chiffrement exigé", { optional: true }),
    },
    name: { en: "Memory cards and sticks", fr: "Cartes mémoire et clés" },
    help: {
      en: "Whether memory cards and USB sticks can be mounted, and whether they must be encrypted.",
      fr: "Les cartes mémoire et clés USB peuvent-elles être montées, et doivent-elles être chiffrées.",
    },
    niap: [38, 59],
  },
  "usb-file-transfer": {
    subject: "device",
    fields: { disabled: off() },
    name: { en: "File transfer by USB", fr: "Transfert de fichiers par USB" },
    help: {
      en: "A computer cannot read or write files over the cable.",
      fr: "Un ordinateur ne peut ni lire ni écrire de fichiers par le câble.",
    },
    niap: [34, 49],
  },
  "usb-data": {
    subject: "device",
    fields: { disabled: off() },
    name: { en: "Data over USB", fr: "Données par USB" },
    help: {
      en: "The port only charges. Headsets and docks on it stop working.",
      fr: "Le port ne fait que charger. Les casques et stations qui y sont branchés ne marchent plus.",
    },
    niap: [34, 49],
  },
  debugging: {
    subject: "device",
    fields: { disabled: off() },
    name: { en: "Debugging and developer mode", fr: "Débogage et mode développeur" },
    help: {
      en: "No developer options and no debugging by cable or over the air.",
      fr: "Ni options pour développeurs, ni débogage par câble ou sans fil.",
    },
    niap: [36],
  },
  backup: {
    subject: "device",
    fields: { disabled: off() },
    name: { en: "Backup", fr: "Sauvegarde" },
    help: {
      en: "The phone is not backed up to the maker's cloud or to a computer.",
      fr: "Le téléphone n’est pas sauvegardé dans le nuage du constructeur ni sur un ordinateur.",
    },
    niap: [50],
  },
  printing: {
    subject: "device",
    fields: { disabled: off() },
    name: { en: "Printing", fr: "Impression" },
    help: { en: "Apps cannot print.", fr: "Les applications ne peuvent pas imprimer." },
    niap: [61],
  },
  "data-sharing": {
    subject: "device",
    fields: { disabled: flag("not to private apps", "pas vers les applications privées") },
    name: { en: "Sharing work data", fr: "Partage des données de travail" },
    help: {
      en: "Documents of the organisation's apps cannot be opened in, or copied to, private apps.",
      fr: "Les documents des applications de l’organisation ne s’ouvrent ni ne se copient dans les applications privées.",
    },
    niap: [21],
  },
  "safe-boot": {
    subject: "device",
    fields: { disabled: off() },
    name: { en: "Safe boot", fr: "Démarrage sans échec" },
    help: {
      en: "The phone cannot be started without its apps, and so not around the agent.",
      fr: "Le téléphone ne peut pas démarrer sans ses applications, donc pas en contournant l’agent.",
    },
    niap: [61],
  },
  "factory-reset": {
    subject: "device",
    fields: { disabled: flag("forbidden to the user", "interdit à l’utilisateur") },
    name: { en: "Factory reset", fr: "Réinitialisation d’usine" },
    help: {
      en: "The user cannot erase the phone in its settings.",
      fr: "L’utilisateur ne peut pas effacer le téléphone dans ses réglages.",
    },
    niap: [53],
  },
  "factory-reset-protection": {
    subject: "device",
    fields: { enabled: flag("switched on", "activée", { hint: true }) },
    name: { en: "Protection after a factory reset", fr: "Protection après réinitialisation" },
    help: {
      en: "A phone reset by force stays useless to a thief. Which account unlocks it is set at enrolment, not in a policy.",
      fr: "Un téléphone réinitialisé de force reste inutilisable pour un voleur. Le compte qui le débloque se choisit à l’enrôlement, pas dans une règle.",
    },
    niap: [61],
  },
  unenrolment: {
    subject: "device",
    fields: { disabled: flag("forbidden to the user", "interdit à l’utilisateur") },
    name: { en: "Leaving management", fr: "Sortie de la gestion" },
    help: {
      en: "The user cannot take the phone out of management.",
      fr: "L’utilisateur ne peut pas sortir le téléphone de la gestion.",
    },
    niap: [53],
  },
  "multi-user": {
    subject: "device",
    fields: { disabled: off() },
    name: { en: "Several users", fr: "Plusieurs utilisateurs" },
    help: {
      en: "No further users and no guest on the phone.",
      fr: "Ni autre utilisateur ni invité sur le téléphone.",
    },
    niap: [57],
  },
  accounts: {
    subject: "device",
    fields: { locked: flag("may not be changed", "non modifiables") },
    name: { en: "Accounts", fr: "Comptes" },
    help: {
      en: "The user cannot add or remove accounts in the settings.",
      fr: "L’utilisateur ne peut ni ajouter ni supprimer de comptes dans les réglages.",
    },
    niap: [61],
  },
  "date-time": {
    subject: "device",
    fields: { automatic: flag("always automatic", "toujours automatique", { hint: true }) },
    name: { en: "Date and time", fr: "Date et heure" },
    help: {
      en: "The clock follows the network; the user cannot set it.",
      fr: "L’horloge suit le réseau ; l’utilisateur ne peut pas la régler.",
    },
    niap: [61],
  },
  "user-certificates": {
    subject: "device",
    fields: { locked: flag("may not be added", "ajout interdit") },
    name: { en: "Certificates added by the user", fr: "Certificats ajoutés par l’utilisateur" },
    help: {
      en: "The user cannot install or remove certificates; apps trust those of the organisation and the system.",
      fr: "L’utilisateur ne peut ni installer ni retirer de certificats ; les applications se fient à ceux de l’organisation et du système.",
    },
    niap: [44],
  },
  audit: {
    subject: "device",
    fields: {
      on: choices("recorded", "enregistré", [
        ["security", "security events", "événements de sécurité"],
        ["network", "connections of apps", "connexions des applications"],
      ]),
    },
    name: { en: "Audit records on the phone", fr: "Journaux d’audit du téléphone" },
    help: {
      en: "Which events the phone keeps for an audit. The user is told by the system.",
      fr: "Les événements que le téléphone garde pour un audit. Le système en informe l’utilisateur.",
    },
    niap: [13, 48],
  },
  wallpaper: {
    subject: "device",
    fields: { locked: flag("may not be changed", "non modifiable") },
    name: { en: "Wallpaper", fr: "Fond d’écran" },
    help: { en: "The user cannot change the wallpaper.", fr: "L’utilisateur ne peut pas changer le fond d’écran." },
    niap: [61],
  },
  volume: {
    subject: "device",
    fields: {
      level: choice("volume", "volume", [
        ["free", "as the user likes", "au choix de l’utilisateur"],
        ["silent", "silent", "silencieux"],
      ]),
    },
    name: { en: "Sound", fr: "Son" },
    help: {
      en: "Silences the phone, for instance inside a fence. Orders to ring are still heard.",
      fr: "Rend le téléphone silencieux, par exemple dans une zone. Les ordres de sonnerie restent audibles.",
    },
    niap: [61],
  },
  assistant: {
    subject: "device",
    fields: { disabled: forbidden() },
    name: { en: "Voice assistant", fr: "Assistant vocal" },
    help: {
      en: "The maker's voice assistant is off, on the lock screen and elsewhere.",
      fr: "L’assistant vocal du constructeur est coupé, sur l’écran verrouillé et ailleurs.",
    },
    niap: [61],
  },
} as const satisfies Record<string, RuleKind>;
