/** What the commands of apps, of the OS and of phones' reports say. */
export const phones: Readonly<Record<string, string>> = {
  "The platform is android or ios.": "La plateforme est android ou ios.",
  "{0}  {1}  version {2}  {3}  {4}  {5}": "{0}  {1}  version {2}  {3}  {4}  {5}",
  "It cannot be read: {0}.": "Illisible : {0}.",
  "This is no file.": "Ce n’est pas un fichier.",
  "No signature of it holds: {0}.": "Aucune de ses signatures ne tient : {0}.",
  "A deadline is a day, as 2026-10-01, or Unix seconds.":
    "Une échéance est un jour, comme 2026-10-01, ou des secondes Unix.",
  "This deadline is over already.": "Cette échéance est déjà passée.",
  "Give --minimum VERSION, or --remove.": "Donnez --minimum VERSION, ou --remove.",
  "A version has digits, as 16, 17.4.1, or the patch level 2026-09-05.":
    "Une version a des chiffres, comme 16, 17.4.1, ou le niveau de correctifs 2026-09-05.",
  "The state is required or available.": "L’état est required ou available.",
  "Give --group for one group, or --rings with a file of rings.":
    "Donnez --group pour un groupe, ou --rings avec un fichier d’anneaux.",
  "Rollout {0}: {1} rings; this order is the first.": "Déploiement {0} : {1} anneaux ; cet ordre est le premier.",
  "No ring is due: the rollout is {0}{1}. See app rollout status.":
    "Ce n’est le tour d’aucun anneau : le déploiement est {0}{1}. Voir app rollout status.",
  "The first ring's order is built from the file: give --file FILE.":
    "L’ordre du premier anneau se compose d’après le fichier : donnez --file FILE.",
  "Ring {0} of {1}, as the order {2} released it.": "Anneau {0} sur {1}, tel que l’ordre {2} l’a publié.",
  "No order released this app.": "Aucun ordre n’a publié cette application.",
  "The server passes the release of another app off as this one's.":
    "Le serveur fait passer la publication d’une autre application pour celle-ci.",
  "There is no other release of this app to return to. app remove takes it away.":
    "Il n’y a pas d’autre publication de cette application à laquelle revenir. app remove la retire.",
  "Android installs no lower version over a higher one: phones that have the newer one must remove it with its data first.":
    "Android n’installe pas une version inférieure par-dessus une supérieure : les téléphones qui ont la plus récente doivent d’abord la retirer avec ses données.",
  "must be a package name or bundle id": "doit être un nom de paquet ou un identifiant de bundle",
  "The server names this as the release of an app, and it is none.":
    "Le serveur donne ceci pour la publication d’une application, et ce n’en est pas une.",
  "Nobody of the charter signed this release.": "Personne de la charte n’a signé cette publication.",
  "The server cannot say what the release before was permitted; compare by hand.":
    "Le serveur ne peut dire ce qui était permis à la publication précédente ; comparez à la main.",
  "Uploading {0} bytes": "Téléversement de {0} octets",
  "not said": "non dit",
  "in the app's resources ({0})": "dans les ressources de l’application ({0})",
  "  WRONG: {0}": "  FAUX : {0}",
  " (up to API {0})": " (jusqu’à l’API {0})",
  "package      {0}": "paquet       {0}",
  "label        {0}": "nom          {0}",
  "version      {0}, named {1}": "version      {0}, dite {1}",
  "Android      API {0} and later, made for {1}": "Android      API {0} et suivantes, fait pour {1}",
  "file         {0} bytes, SHA-256 {1}": "fichier      {0} octets, SHA-256 {1}",
  "NONE: {0}": "AUCUN : {0}",
  "signer       {0}": "signataire   {0}",
  signatures: "signatures",
  "permissions  {0}": "permissions  {0}",
  "WARNING      {0}": "ATTENTION    {0}",
  "{0}  NOT TO BE RELIED ON: {1}: {2}": "{0}  NE PAS S’Y FIER : {1} : {2}",
  " of order {0}": " de l’ordre {0}",
  "{0}  {1}: {2}{3}{4}, signed by the phone": "{0}  {1} : {2}{3}{4}, signé par le téléphone",
  "There are {0}.": "Il y a {0}.",
  "nothing was reported": "rien n’a été rapporté",
  "No answer within {0} s. The order stands; rempart report open ID shows the answer when it is there.":
    "Pas de réponse en {0} s. L’ordre reste ; rempart report open ID montre la réponse quand elle est là.",
  "{0}, {1}, within {2} m, measured {3}": "{0}, {1}, à {2} m près, mesuré {3}",
  "signed by the phone, opened with the directory's key": "signé par le téléphone, ouvert avec la clé de l’annuaire",
  "The phone did not say where it is: {0}.": "Le téléphone n’a pas dit où il est : {0}.",
  "This profile does not hold the directory's key, which opens what phones report. Approvers' profiles do.":
    "Ce profil n’a pas la clé de l’annuaire, qui ouvre ce que rapportent les téléphones. Les profils des approbateurs l’ont.",
  "The answer has no list of reports.": "La réponse n’a pas de liste de rapports.",
  "The server has no such report of this phone.": "Le serveur n’a pas ce rapport de ce téléphone.",
  "The server shows another report than the one that was asked for.":
    "Le serveur montre un autre rapport que celui demandé.",
  "The phone signed it, but it is no position.": "Le téléphone l’a signé, mais ce n’est pas une position.",
  "The server keeps no enrolment of this phone, so nothing of it can be checked.":
    "Le serveur ne garde pas l’enrôlement de ce téléphone ; rien de lui ne peut donc être contrôlé.",
  "This phone has no key of its own that it signs with.": "Ce téléphone n’a pas de clé à lui pour signer.",
  "The server shows the key of another phone. Do not rely on it.":
    "Le serveur montre la clé d’un autre téléphone. Ne vous y fiez pas.",
  "This phone did not sign that. The server may be in other hands.":
    "Ce téléphone n’a pas signé cela. Le serveur est peut-être en d’autres mains.",
  "The server names another report than it shows.": "Le serveur nomme un autre rapport que celui qu’il montre.",
  "The phone sent something beside this report, and the server does not show it.":
    "Le téléphone a envoyé quelque chose avec ce rapport, et le serveur ne le montre pas.",
  "It does not open with the directory's key of this profile: it was sealed to another one, or changed.":
    "La clé de l’annuaire de ce profil ne l’ouvre pas : il a été scellé pour une autre, ou modifié.",
  "What was sealed is not what the phone signed. Do not rely on it.":
    "Ce qui a été scellé n’est pas ce que le téléphone a signé. Ne vous y fiez pas.",
  "The phone signed it, but it is not the JSON that phones send.":
    "Le téléphone l’a signé, mais ce n’est pas le JSON que les téléphones envoient.",
};
