import { defineWords } from "../words/language.ts";

export const sealedWords = defineWords({
  en: {
    title: "Sealed texts",
    locked: "Sealed texts are locked",
    lockedLead:
      "Messages and reasons are readable by approvers alone. Unlock them on this page; they lock again after 15 minutes.",
    unlock: "Unlock sealed texts",
    unlocking: "Unlocking; your passkey may be asked twice…",
    passphraseLead: "Type the ten words from your sheet of paper.",
    passphrase: "The ten words",
    open: "Unlock",
    opening: "Opening; this takes a few seconds on purpose…",
    unlocked: "Sealed texts are unlocked on this page",
    lock: "Lock sealed texts",
    byFile: "I have the directory’s key file (directory.age)",
    onlyApprovers: "Only approvers can read sealed texts.",
  },
  fr: {
    title: "Textes scellés",
    locked: "Les textes scellés sont verrouillés",
    lockedLead:
      "Messages et motifs ne sont lisibles que par les approbateurs. Déverrouillez-les sur cette page ; ils se verrouillent de nouveau après 15 minutes.",
    unlock: "Déverrouiller les textes scellés",
    unlocking: "Déverrouillage ; votre clé d’accès peut être demandée deux fois…",
    passphraseLead: "Saisissez les dix mots de votre feuille.",
    passphrase: "Les dix mots",
    open: "Déverrouiller",
    opening: "Ouverture ; cela prend quelques secondes, exprès…",
    unlocked: "Les textes scellés sont déverrouillés sur cette page",
    lock: "Verrouiller les textes scellés",
    byFile: "J’ai le fichier de clé de l’annuaire (directory.age)",
    onlyApprovers: "Seuls les approbateurs peuvent lire les textes scellés.",
  },
});
