import { defineWords } from "../../words/language.ts";

export const joinWords = defineWords({
  en: {
    title: (organisation: string) => `Join ${organisation}`,
    lead: "Somebody asked you to join. Your key is made here, in your browser, and stays with you. What you send back holds no secret.",
    name: "Your name",
    passkey: "Make my passkey",
    passkeyHint: (host: string) =>
      `It is bound to ${host} and asked for twice: once to make it, once to prove that you have it.`,
    file: "Make a key file instead",
    fileHint: "Only where you have no authenticator.",
    ready: "Your key request",
    readyLead: "Send this text to whoever asked you: by e-mail, by chat, any way you like.",
    copy: "Copy the request",
    save: "Save it as a file",
    wordsTitle: "Then telephone",
    wordsLead:
      "Read them these twelve words aloud. They see the same words, or somebody changed your request on its way. Do not send the words along with it.",
    wait: "When they have let you in, they send you a link. Open it in this browser: the key to sealed texts waits for it here.",
    anew: "Make another request",
    broken: "This link is not whole",
    brokenTodo: "Ask for it again, and copy all of it.",
    otherHost: (host: string) => `This link belongs to an address under ${host}. Open it there.`,
  },
  fr: {
    title: (organisation: string) => `Rejoindre ${organisation}`,
    lead: "On vous a demandé de rejoindre une organisation. Votre clé est créée ici, dans votre navigateur, et reste chez vous. Ce que vous renvoyez ne contient aucun secret.",
    name: "Votre nom",
    passkey: "Créer ma clé d’accès",
    passkeyHint: (host: string) =>
      `Elle est liée à ${host} et demandée deux fois : pour la créer, puis pour prouver que vous l’avez.`,
    file: "Créer plutôt un fichier de clé",
    fileHint: "Seulement si vous n’avez pas d’authentificateur.",
    ready: "Votre demande de clé",
    readyLead: "Envoyez ce texte à qui vous l’a demandé : par courriel, par messagerie, comme vous voulez.",
    copy: "Copier la demande",
    save: "L’enregistrer comme fichier",
    wordsTitle: "Ensuite, téléphonez",
    wordsLead:
      "Lisez ces douze mots à voix haute. L’autre voit les mêmes, ou quelqu’un a changé votre demande en chemin. N’envoyez pas les mots avec elle.",
    wait: "Quand on vous aura fait entrer, vous recevrez un lien. Ouvrez-le dans ce navigateur : la clé des textes scellés l’y attend.",
    anew: "Faire une autre demande",
    broken: "Ce lien n’est pas entier",
    brokenTodo: "Demandez-le de nouveau, et copiez-le en entier.",
    otherHost: (host: string) => `Ce lien appartient à une adresse sous ${host}. Ouvrez-le là.`,
  },
});
