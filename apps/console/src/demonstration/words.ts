import { defineWords } from "../words/language.ts";

export const demonstrationWords = defineWords({
  en: {
    title: "Explore a demonstration",
    lead: "An invented organisation is founded here: three approvers and an operator who do not exist, and 40 virtual phones. Their keys lie in this browser, so that you can play every part. To found a real organisation later, start Rempart with an empty data folder.",
    back: "Back",
    begin: "Begin the demonstration",
    organisation: "Demonstration",
    approvers: "Ada Example, Basil Example, Cleo Example",
    operator: "Otto Example",
    doing: {
      keys: "Keys are made for four invented people",
      found: "The organisation is founded",
      ticket: "Two of them sign an invitation for 40 phones",
      phones: "40 virtual phones are started",
      signin: "You are signed in as the first approver",
    },
    halfTitle: "The organisation was founded, but a later step failed",
    half: "You can go on into it; phones can be started again later.",
    goOn: "Go on",
    actTitle: "Act as somebody else",
    actLead: "This is a demonstration. You play every part; orders need signatures of different people.",
    acting: (name: string) => `You act as ${name}`,
    notHere:
      "The keys of this demonstration lie in the browser in which it was begun. In this one you can only look at its fingerprint.",
  },
  fr: {
    title: "Explorer une démonstration",
    lead: "Une organisation inventée est fondée ici : trois approbateurs et un opérateur qui n’existent pas, et 40 téléphones virtuels. Leurs clés sont dans ce navigateur, pour que vous puissiez jouer tous les rôles. Pour fonder plus tard une vraie organisation, démarrez Rempart avec un dossier de données vide.",
    back: "Retour",
    begin: "Commencer la démonstration",
    organisation: "Démonstration",
    approvers: "Ada Exemple, Basile Exemple, Cléo Exemple",
    operator: "Otto Exemple",
    doing: {
      keys: "Des clés sont créées pour quatre personnes inventées",
      found: "L’organisation est fondée",
      ticket: "Deux d’entre elles signent une invitation pour 40 téléphones",
      phones: "40 téléphones virtuels démarrent",
      signin: "Vous êtes connecté en tant que premier approbateur",
    },
    halfTitle: "L’organisation est fondée, mais une étape suivante a échoué",
    half: "Vous pouvez y entrer ; les téléphones peuvent être démarrés plus tard.",
    goOn: "Continuer",
    actTitle: "Agir au nom d’une autre personne",
    actLead:
      "Ceci est une démonstration. Vous jouez tous les rôles ; les ordres demandent les signatures de personnes différentes.",
    acting: (name: string) => `Vous agissez en tant que ${name}`,
    notHere:
      "Les clés de cette démonstration sont dans le navigateur où elle a commencé. Dans celui-ci, vous ne pouvez que regarder son empreinte.",
  },
});
