/** What the founding says, and the making and handing over of keys. */
export const founding: Readonly<Record<string, string>> = {
  "Every person needs a name of their own; an approver is an operator already.":
    "Chaque personne a son propre nom ; un approbateur est déjà opérateur.",
  "roots and directory are no names of people.": "roots et directory ne sont pas des noms de personnes.",
  "One-time code: ": "Code à usage unique : ",
  "At most 16 witnesses.": "Au plus 16 témoins.",
  "{0} of {1} witnesses cannot agree: name more with --witness.":
    "{0} témoins sur {1} ne peuvent concorder : nommez-en d’autres avec --witness.",
  "The root keys will sign this charter:": "Les clés racines vont signer cette charte :",
  "There is a profile here already. Choose another folder, or move it away.":
    "Il y a déjà un profil ici. Choisissez un autre dossier, ou déplacez-le.",
  "Encrypt the keys into {0}": "Chiffrer les clés dans {0}",
  "Hand the charter to the gatekeeper": "Remettre la charte au gardien",
  "Founded {0}.": "{0} est fondée.",
  "genesis {0}": "genèse {0}",
  "ONE APPROVER ALONE: whoever has this one key can erase phones, change policies and lift a freeze; nobody else is asked. If the key is lost, nothing can be approved until the roots sign a new charter. Add approvers with the roots as soon as you can.":
    "UN SEUL APPROBATEUR : qui a cette unique clé peut effacer des téléphones, changer des politiques et lever un gel ; personne d’autre n’est consulté. Si la clé est perdue, rien ne peut être approuvé avant que les racines ne signent une nouvelle charte. Ajoutez des approbateurs avec les racines dès que possible.",
  "{0} (up to {1})": "{0} (jusqu’à {1})",
  "Lowered from {0} to {1} approvers, since there are no more: {2}.":
    "Abaissé de {0} à {1} approbateurs, faute d’en avoir davantage : {2}.",
  "ONE ROOT KEY: whoever has it owns the organisation, and if it is lost no charter can ever be changed.":
    "UNE SEULE CLÉ RACINE : qui l’a possède l’organisation, et si elle est perdue aucune charte ne peut plus jamais être changée.",
  "All keys were made on this machine: give each person their profile and remove it here; take roots/ offline, each root to another place.":
    "Toutes les clés ont été faites sur cette machine : donnez à chacun son profil et supprimez-le ici ; mettez roots/ hors ligne, chaque racine en un lieu différent.",
  "The one-time code is empty or too short.": "Le code à usage unique est vide ou trop court.",
  "The gatekeeper's keys do not match this code. Read the code again from the gatekeeper's own terminal; if it is right, somebody stands between you and the gatekeeper.":
    "Les clés du gardien ne correspondent pas à ce code. Relisez le code sur le terminal même du gardien ; s’il est juste, quelqu’un se tient entre vous et le gardien.",
  "The genesis stands at {0} of the log instead of 0.": "La genèse est à l’entrée {0} du journal au lieu de 0.",
  "Give the newcomer's age recipient (age1...), as their rempart key identity printed it.":
    "Donnez le destinataire age du nouveau venu (age1...), tel que son rempart key identity l’a affiché.",
  "the directory key, readable by {0} alone, is in {1}": "la clé de l’annuaire, lisible par {0} seul, est dans {1}",
  "This identity does not open it, or it was changed.": "Cette identité ne l’ouvre pas, ou il a été modifié.",
  "This is not the directory key that the charter names.": "Ce n’est pas la clé de l’annuaire que nomme la charte.",
  "There is a directory key here already; it is not overwritten.":
    "Il y a déjà une clé de l’annuaire ici ; elle n’est pas écrasée.",
  "the directory key is in {0}, encrypted as this profile's other keys":
    "la clé de l’annuaire est dans {0}, chiffrée comme les autres clés de ce profil",
  "There is a profile here already.": "Il y a déjà un profil ici.",
  "Version {0} of the charter does not hold this key yet. Join once the charter with it is published.":
    "La version {0} de la charte ne contient pas encore cette clé. Revenez quand la charte qui la contient sera publiée.",
  "The private key of {0} is not in this profile's folder.":
    "La clé privée de {0} n’est pas dans le dossier de ce profil.",
  "Compare the genesis with a colleague's (rempart charter show): {0}":
    "Comparez la genèse avec celle d’un collègue (rempart charter show) : {0}",
  "There are 99 keys called {0} here.": "Il y a ici 99 clés nommées {0}.",
  "Give one of --person NAME, --root NAME, --writer NAME.": "Donnez l’un de --person NOM, --root NOM, --writer NOM.",
  "private key encrypted into {0}; it never leaves this machine":
    "clé privée chiffrée dans {0} ; elle ne quitte jamais cette machine",
  "request written to {0}; hand it to whoever proposes the charter":
    "demande écrite dans {0} ; remettez-la à qui propose la charte",
  "and when they ask, by telephone or in person, read them these words:":
    "et quand on vous le demande, au téléphone ou en personne, lisez ces mots :",
  "Give the file of a key request.": "Donnez le fichier d’une demande de clé.",
  "The key in this file did not sign it: it was changed, or its maker does not hold the key.":
    "La clé de ce fichier ne l’a pas signé : il a été modifié, ou son auteur ne détient pas la clé.",
  "This is the key of a {0}; asked for is a {1}'s.": "C’est une clé {0} ; c’est une clé {1} qui est demandée.",
  "This file names no key. Make it with `npm run gatekeeper-keys -- prepare` on the gatekeeper's host.":
    "Ce fichier ne nomme aucune clé. Faites-le avec `npm run gatekeeper-keys -- prepare` sur l’hôte du gardien.",
};
