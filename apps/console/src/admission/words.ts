import { defineWords } from "../words/language.ts";

const list = (items: readonly string[]): string => items.join(", ");

export const admissionWords = defineWords({
  en: {
    title: "Invite somebody",
    begin: "Invite somebody",
    charterTitle: (name: string) => `A new charter lets ${name} in`,
    joins: (name: string, role: string) => `${name} joins as ${role}, with the key whose words you compared.`,
    raised: (actions: readonly string[], max: number | undefined, from: number, to: number) =>
      `${list(actions)}${max === undefined ? "" : ` (up to ${max})`}: ${to} approvers instead of ${from}`,
    raise: "Raise the rules that were lowered while there were fewer approvers:",
    ends: "Orders that phones have not carried out yet end with the old charter; they are listed for signing again. Everything else stays.",
    sign: (n: number, of: number) => `${n} of ${of} root keys have signed. Open the next root key’s file.`,
    signWith: "Sign with this root key",
    notRoot: "This is no root key of the charter in force.",
    hash: "Hash of the new charter, in words; whoever brings another root key reads the same",
    publish: "Put the charter in force",
    publishing: "The charter goes to the gatekeeper…",
    share: "Sealed texts are locked here: this person gets the key to them only if you unlock first.",
    sharing: "The key to sealed texts is left for them…",
    done: (name: string) => `${name} is in`,
    doneLead: "Send this link. They open it in the browser in which they made their key, and compare the words.",
    link: "Link to send",
    notShared: "The key to sealed texts was not left for them.",
    again: "Invite somebody else",
    cli: "Without root key files here: with the command line",
    cliLead: "Save the request as request.json, then, where the root keys are:",
    save: "Save the request",
    cancel: "Do not let them in",
  },
  fr: {
    title: "Inviter quelqu’un",
    begin: "Inviter quelqu’un",
    charterTitle: (name: string) => `Une nouvelle charte fait entrer ${name}`,
    joins: (name: string, role: string) =>
      `${name} entre en tant que ${role}, avec la clé dont vous avez comparé les mots.`,
    raised: (actions: readonly string[], max: number | undefined, from: number, to: number) =>
      `${list(actions)}${max === undefined ? "" : ` (jusqu'à ${max})`} : ${to} approbateurs au lieu de ${from}`,
    raise: "Relever les règles abaissées tant qu’il y avait moins d’approbateurs :",
    ends: "Les ordres que les téléphones n’ont pas encore exécutés finissent avec l’ancienne charte ; ils sont listés pour être signés de nouveau. Tout le reste demeure.",
    sign: (n: number, of: number) =>
      `${n} clés racines sur ${of} ont signé. Ouvrez le fichier de la clé racine suivante.`,
    signWith: "Signer avec cette clé racine",
    notRoot: "Ce n’est pas une clé racine de la charte en vigueur.",
    hash: "Empreinte de la nouvelle charte, en mots ; qui apporte une autre clé racine lit les mêmes",
    publish: "Mettre la charte en vigueur",
    publishing: "La charte part au gatekeeper…",
    share:
      "Les textes scellés sont verrouillés ici : cette personne n’en reçoit la clé que si vous les déverrouillez d’abord.",
    sharing: "La clé des textes scellés est déposée pour elle…",
    done: (name: string) => `${name} est dans l’organisation`,
    doneLead: "Envoyez ce lien. La personne l’ouvre dans le navigateur où elle a créé sa clé, et compare les mots.",
    link: "Lien à envoyer",
    notShared: "La clé des textes scellés n’a pas été déposée pour elle.",
    again: "Inviter quelqu’un d’autre",
    cli: "Sans les fichiers des clés racines ici : avec la ligne de commande",
    cliLead: "Enregistrez la demande comme request.json, puis, là où sont les clés racines :",
    save: "Enregistrer la demande",
    cancel: "Ne pas la laisser entrer",
  },
});
