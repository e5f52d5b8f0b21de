import { defineWords } from "../../words/language.ts";

export const addressWords = defineWords({
  en: {
    lead: "Passkeys are bound to the address at which they were made. So the address comes first.",
    here: "This page’s address",
    secure: "Secure name",
    trial: "Trial",
    insecure: "Not secure",
    insecureTold: "Browsers make no passkeys here. Open the console under an https:// name, then found.",
    trialTold:
      "localhost is good for trying Rempart out. The address can be changed later by a charter: rempart charter propose --origin https://… --rp-id …; everybody then makes a new passkey.",
    rpId: "Passkeys are bound to",
    rpIdHint:
      "A domain above this host lets the console move within it. Whoever runs another host of it could ask for your passkeys.",
    own: "this host",
    above: "a domain above",
    further: "Further addresses of the console (optional)",
    furtherHint: "One a line, three at most, each under the same domain.",
    codeLead:
      "Whoever can read the gatekeeper’s terminal may found. The code stands there since the start: sixteen letters and digits. It proves the gatekeeper’s keys to you and your charter to it; it is never sent.",
    code: "Founding code",
    check: "Check the code",
    codeFits: "The code fits: these are the keys of your own gatekeeper.",
    codeTries: "The gatekeeper allows five wrong tries, then a restart prints a new code.",
    phones: "Addresses that phones call",
    phonesHint:
      "One a line, two to eight. Phones try the next when one is lost: use names of more than one registrar if you can.",
    organisation: "Name of the organisation",
    organisationHint: "It stands in the log’s name and on every screen.",
    language: "Language of this browser",
  },
  fr: {
    lead: "Une clé d’accès est liée à l’adresse où elle a été créée. L’adresse vient donc en premier.",
    here: "Adresse de cette page",
    secure: "Nom sûr",
    trial: "Essai",
    insecure: "Non sûr",
    insecureTold:
      "Les navigateurs ne créent pas de clé d’accès ici. Ouvrez la console sous un nom https://, puis fondez.",
    trialTold:
      "localhost convient pour essayer Rempart. L’adresse peut être changée plus tard par une charte : rempart charter propose --origin https://… --rp-id … ; chacun crée alors une nouvelle clé d’accès.",
    rpId: "Les clés d’accès sont liées à",
    rpIdHint:
      "Un domaine au-dessus de cet hôte permet à la console d’y changer de place. Qui tient un autre hôte de ce domaine pourrait demander vos clés d’accès.",
    own: "cet hôte",
    above: "un domaine au-dessus",
    further: "Autres adresses de la console (facultatif)",
    furtherHint: "Une par ligne, trois au plus, toutes sous le même domaine.",
    codeLead:
      "Qui peut lire le terminal du gatekeeper peut fonder. Le code y figure depuis le démarrage : seize lettres et chiffres. Il vous prouve les clés du gatekeeper, et lui prouve votre charte ; il n’est jamais envoyé.",
    code: "Code de fondation",
    check: "Vérifier le code",
    codeFits: "Le code correspond : ce sont les clés de votre propre gatekeeper.",
    codeTries: "Le gatekeeper admet cinq essais faux ; ensuite un redémarrage affiche un nouveau code.",
    phones: "Adresses que les téléphones appellent",
    phonesHint:
      "Une par ligne, de deux à huit. Si l’une est perdue, les téléphones essaient la suivante : prenez si possible des noms de plusieurs bureaux d’enregistrement.",
    organisation: "Nom de l’organisation",
    organisationHint: "Il figure dans le nom du journal et sur chaque écran.",
    language: "Langue de ce navigateur",
  },
});
