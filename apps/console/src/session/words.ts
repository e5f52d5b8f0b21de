import { defineWords } from "../words/language.ts";

export const sessionWords = defineWords({
  en: {
    signIn: "Sign in",
    lead: (name: string) => `Sign in to ${name}.`,
    passkey: "Sign in with a passkey",
    passkeyHint:
      "Your device asks for your finger, face or PIN. Nothing that the server could use elsewhere leaves it.",
    file: "Sign in with a key file",
    fileHint: "For people without an authenticator. The file ends in .age and is opened here; it is not sent anywhere.",
    chooseFile: "Choose the key file",
    chosen: (name: string) => `Chosen: ${name}`,
    passphrase: "Passphrase",
    open: "Open and sign in",
    opening: "Opening the file; this takes a few seconds on purpose…",
    openAgain: "Open your key file",
    openAgainLead: "The page was loaded again, so your key is no longer in memory. Open it to sign.",
    unlock: "Open",
    serverDown: "The server does not answer",
    serverDownTodo:
      "Nobody can sign in until it does. Phones are safe: nothing is released without signatures. Freezing needs the gatekeeper alone: it works below, with your key.",
    as: (name: string) => `Go on as ${name}`,
    demonstration: "This is a demonstration: its people’s keys lie in this browser, and you may act as each of them.",
    strangeTitle: "First time on this browser",
    strangeLead:
      "These twelve words are the fingerprint of the organisation at this address. Compare them with those that your founder or a colleague gave you. If a single word differs, stop: somebody stands between you and your organisation.",
    same: "They are the same: remember it here",
    different: "They differ",
    differentTold: "Do not sign in. Call the person who invited you, and tell them the words that you see here.",
    back: "Back",
    name: "Name of the organisation, as this browser shall show it",
    invited:
      "The fingerprint equals the one in your invitation. Compare the words all the same if the invitation came by e-mail.",
    notInvited: "The fingerprint is NOT the one in your invitation. Do not go on.",
    strangeDemonstration: "This is a demonstration: its people and phones are invented.",
    frozen: "The organisation is frozen",
    noPasskeys:
      "This browser makes no use of passkeys at this address. Open the console under its https:// name, or use a key file.",
    wrongHost: (origins: readonly string[]) =>
      `Passkeys of this organisation work at ${origins.join(" and ")} alone. Open the console there.`,
  },
  fr: {
    signIn: "Connexion",
    lead: (name: string) => `Connexion à ${name}.`,
    passkey: "Se connecter avec une clé d’accès",
    passkeyHint:
      "Votre appareil demande votre doigt, votre visage ou un code. Rien de réutilisable ailleurs n’en sort vers le serveur.",
    file: "Se connecter avec un fichier de clé",
    fileHint:
      "Pour qui n’a pas d’authentificateur. Le fichier finit par .age et s’ouvre ici ; il n’est envoyé nulle part.",
    chooseFile: "Choisir le fichier de clé",
    chosen: (name: string) => `Choisi : ${name}`,
    passphrase: "Phrase de passe",
    open: "Ouvrir et se connecter",
    opening: "Ouverture du fichier ; cela prend quelques secondes, exprès…",
    openAgain: "Ouvrez votre fichier de clé",
    openAgainLead: "La page a été rechargée : votre clé n’est plus en mémoire. Ouvrez-la pour signer.",
    unlock: "Ouvrir",
    serverDown: "Le serveur ne répond pas",
    serverDownTodo:
      "Personne ne peut se connecter avant qu’il réponde. Les téléphones sont en sécurité : rien n’est libéré sans signatures. Geler ne demande que le gatekeeper : cela fonctionne ci-dessous, avec votre clé.",
    as: (name: string) => `Continuer en tant que ${name}`,
    demonstration:
      "Ceci est une démonstration : les clés de ses membres sont dans ce navigateur, et vous pouvez agir au nom de chacun.",
    strangeTitle: "Première visite sur ce navigateur",
    strangeLead:
      "Ces douze mots sont l’empreinte de l’organisation à cette adresse. Comparez-les avec ceux que votre fondateur ou un collègue vous a donnés. Si un seul mot diffère, arrêtez-vous : quelqu’un se tient entre vous et votre organisation.",
    same: "Ils sont identiques : la retenir ici",
    different: "Ils diffèrent",
    differentTold:
      "Ne vous connectez pas. Appelez la personne qui vous a invité et dites-lui les mots que vous voyez ici.",
    back: "Retour",
    name: "Nom de l’organisation, tel que ce navigateur l’affichera",
    invited:
      "L’empreinte est celle de votre invitation. Comparez tout de même les mots si l’invitation est venue par courriel.",
    notInvited: "L’empreinte N’EST PAS celle de votre invitation. N’allez pas plus loin.",
    strangeDemonstration: "Ceci est une démonstration : ses membres et ses téléphones sont inventés.",
    frozen: "L’organisation est gelée",
    noPasskeys:
      "Ce navigateur n’utilise pas de clé d’accès à cette adresse. Ouvrez la console sous son nom https://, ou prenez un fichier de clé.",
    wrongHost: (origins: readonly string[]) =>
      `Les clés d’accès de cette organisation ne fonctionnent qu’à ${origins.join(" et ")}. Ouvrez-y la console.`,
  },
});
