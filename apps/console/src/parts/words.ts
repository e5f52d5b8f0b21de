import { defineWords } from "../words/language.ts";

export const partWords = defineWords({
  en: {
    verified: "Checked here",
    verifiedHint: "This browser checked the signatures and the log itself.",
    signed: "Signed by the phone",
    signedHint: "The phone signed this; this browser checked it.",
    serverSays: "Server says",
    serverSaysHint: "Nobody signed this. The server may be wrong or lie.",
    close: "Close",
    cancel: "Cancel",
    copy: "Copy",
    copied: "Copied",
    working: "Working…",
    typeNumber: (n: string) => `Type ${n} to go on`,
  },
  fr: {
    verified: "Vérifié ici",
    verifiedHint: "Ce navigateur a vérifié lui-même les signatures et le journal.",
    signed: "Signé par le téléphone",
    signedHint: "Le téléphone l’a signé ; ce navigateur l’a vérifié.",
    serverSays: "Dit le serveur",
    serverSaysHint: "Personne ne l’a signé. Le serveur peut se tromper ou mentir.",
    close: "Fermer",
    cancel: "Annuler",
    copy: "Copier",
    copied: "Copié",
    working: "En cours…",
    typeNumber: (n: string) => `Tapez ${n} pour continuer`,
  },
});
