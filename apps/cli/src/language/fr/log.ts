/** What the log's verification and a witness say. */
export const log: Readonly<Record<string, string>> = {
  "is dated {0} seconds before what stands before it": "est daté {0} secondes avant ce qui le précède",
  "erased entries": "entrées effacées",
  "a reveal that too few signed": "une révélation que trop peu ont signée",
  "ticket {0} was signed by too few": "l’invitation {0} a été signée par trop peu",
  "an enrolment that its phone did not sign": "un enrôlement que son téléphone n’a pas signé",
  "phone {0} enrolled by a ticket that is not in the log before it":
    "le téléphone {0} s’est enrôlé par une invitation qui n’est pas avant lui dans le journal",
  "phone {0} enrolled by a ticket that was used up": "le téléphone {0} s’est enrôlé par une invitation épuisée",
  "results that are not in this copy": "résultats absents de cette copie",
  "erased results": "résultats effacés",
  "a result of phone {0}, which never enrolled": "un résultat du téléphone {0}, jamais enrôlé",
  "result {0} of phone {1} is not signed by it": "le résultat {0} du téléphone {1} n’est pas signé par lui",
  "phone {0}: result {1} follows {2}; those between are missing":
    "téléphone {0} : le résultat {1} suit {2} ; ceux d’entre les deux manquent",
  "results of orders that the log does not hold": "résultats d’ordres que le journal ne contient pas",
  "names a {0}, which is never erased": "nomme un document {0}, qui n’est jamais effacé",
  "a batch of the directory that no writer signed": "un lot de l’annuaire qu’aucun rédacteur n’a signé",
  "entry {0}: {1} is said to be erased by entry {2}, which does not name it":
    "entrée {0} : {1} est dit effacé par l’entrée {2}, qui ne le nomme pas",
  "a release, which is never erased, is gone": "une libération, qui n’est jamais effacée, a disparu",
  "the first release of an order is not its acceptance": "la première libération d’un ordre n’est pas son acceptation",
  "erased orders": "ordres effacés",
  "orders that are not in this copy": "ordres absents de cette copie",
  "order {0} is another organisation's": "l’ordre {0} est d’une autre organisation",
  "order {0} names a charter that was not in force": "l’ordre {0} nomme une charte qui n’était pas en vigueur",
  "order {0} was void": "l’ordre {0} était annulé par la charte",
  "order {0}, {1}, was released without its quorum": "l’ordre {0}, {1}, a été libéré sans son quorum",
  "order {0} was accepted outside its 24 hours": "l’ordre {0} a été accepté hors de ses 24 heures",
  "order {0} was accepted after its end": "l’ordre {0} a été accepté après son terme",
  "order {0} is on {1} phones and was released for {2}":
    "l’ordre {0} porte sur {1} téléphones et a été libéré pour {2}",
  "order {0} is said to be signed by {1}, who did not sign": "l’ordre {0} est dit signé par {1}, qui n’a pas signé",
  "order {0} destroys and was released at once, past the brake":
    "l’ordre {0} détruit et a été libéré aussitôt, sans passer par le frein",
  "says another time of acceptance than the first release":
    "donne un autre instant d’acceptation que la première libération",
  "order {0} was released further after it was cancelled": "l’ordre {0} a encore été libéré après son annulation",
  "releases of orders that are not in this copy": "libérations d’ordres absents de cette copie",
  "order {0} destroys and was released past the brake": "l’ordre {0} détruit et a été libéré sans passer par le frein",
  "order {0} reached all phones before its hour was over":
    "l’ordre {0} a atteint tous les téléphones avant la fin de son heure",
  "order {0} was handed out before its hold was over": "l’ordre {0} a été remis avant la fin de sa retenue",
  "order {0} was handed out while everything was frozen": "l’ordre {0} a été remis alors que tout était gelé",
  "order {0} was handed to a phone that is not on its list":
    "l’ordre {0} a été remis à un téléphone qui n’est pas sur sa liste",
  "order {0} was handed twice to one phone": "l’ordre {0} a été remis deux fois à un même téléphone",
  "{0} phones were handed destructive documents within {1} seconds, and {2} are allowed":
    "{0} téléphones ont reçu des documents destructeurs en {1} secondes, et {2} sont permis",
  "is not the next charter of the verified chain": "n’est pas la charte suivante de la chaîne vérifiée",
  "stands before the genesis charter": "précède la charte de genèse",
  "The log holds a charter that is not in the verified chain.":
    "Le journal contient une charte absente de la chaîne vérifiée.",
  "Download {0} entries": "Télécharger {0} entrées",
  "Recompute the root, check every signature": "Recalculer la racine, contrôler chaque signature",
  "is not the newest charter of the copy": "n’est pas la dernière charte de la copie",
  "Its erasure does not name this hash.": "Son effacement ne nomme pas cette empreinte.",
  "must be a list": "doit être une liste",
  "{0} of {1} entries": "{0} entrées sur {1}",
  "Erased, but no erasure stands at {0}.": "Effacé, mais aucun effacement n’est à l’entrée {0}.",
  "Neither a document that belongs into a log nor an erased one.":
    "Ni un document qui a sa place dans un journal, ni un document effacé.",
  "A document of another organisation stands in the log.": "Un document d’une autre organisation est dans le journal.",
  "This witness follows another organisation, or signed nothing yet.":
    "Ce témoin suit une autre organisation, ou n’a encore rien signé.",
  "The mirror begins at entry {0}.": "Le miroir commence à l’entrée {0}.",
  "The gatekeeper holds {0} entries, the mirror {1}: nothing is missing.":
    "Le gardien a {0} entrées, le miroir {1} : il ne manque rien.",
  "Prove {0} entries against the signed head": "Prouver {0} entrées contre la tête signée",
  "Bring them back": "Les rendre",
  "It ends at entry {0} of {1}.": "Il finit à l’entrée {0} sur {1}.",
  "The gatekeeper holds {0} entries again, {1} of them from the mirror, and goes on.":
    "Le gardien a de nouveau {0} entrées, dont {1} venues du miroir, et continue.",
  "Nothing was lost.": "Rien n’a été perdu.",
  "{0} could not be brought back:": "{0} n’ont pu être rendues :",
  "  entry {0}: {1}": "  entrée {0} : {1}",
  "entry gives": "entrée donne",
  "entries give": "entrées donnent",
  "The log is whole: {0} {1} the root that its key signed {2}.":
    "Le journal est entier : {0} {1} la racine que sa clé a signée {2}.",
  "  root {0}": "  racine {0}",
  "It is shorter than what this profile saw before, or of another epoch: the two were not compared.":
    "Il est plus court que ce que ce profil avait vu, ou d’une autre époque : les deux n’ont pas été comparés.",
  "It continues size {0}, which this profile saw before.": "Il prolonge la taille {0}, que ce profil avait vue.",
  "{0} saw the same history up to size {1}; {2} needed.": "{0} : même histoire vue jusqu’à la taille {1} ; {2} exigés.",
  "No witness vouches for it here.": "Aucun témoin ne s’en porte garant ici.",
  "Checked: {0}.": "Contrôlé : {0}.",
  "  most phones destroyed in any {0}: {1}; {2} are allowed":
    "  plus grand nombre de téléphones détruits par {0} : {1} ; {2} sont permis",
  "Not checked: {0} {1}.": "Non contrôlé : {0} {1}.",
  "Nothing is wrong.": "Rien d’anormal.",
  "{0} must not be:": "{0} à ne pas admettre :",
  "  entry {0}: {1}: {2}": "  entrée {0} : {1} : {2}",
  "  and {0} more; --json lists all": "  et {0} de plus ; --json les liste toutes",
  "{0} witnesses agree on size {1}, and {2} are needed.":
    "{0} témoins concordent sur la taille {1}, et {2} sont exigés.",
  thing: "chose",
  things: "choses",
  witnesses: "témoins",
  "Made the key of a witness in {0}.": "Clé d’un témoin faite dans {0}.",
  "Hand {0} to the founders (rempart found --witness) or to the roots, over a way you trust.":
    "Remettez {0} aux fondateurs (rempart found --witness) ou aux racines, par une voie sûre.",
  "kid {0}": "kid {0}",
  "Give HOST:PORT or PORT.": "Donnez HÔTE:PORT ou PORT.",
  "Give --tls-cert and --tls-key together.": "Donnez --tls-cert et --tls-key ensemble.",
  "Listening on {0}": "À l’écoute sur {0}",
  "This witness follows {0}, not {1}.": "Ce témoin suit {0}, non {1}.",
  "Its first charter does not name this witness. Give --genesis HASH to follow it all the same.":
    "Sa première charte ne nomme pas ce témoin. Donnez --genesis HASH pour le suivre quand même.",
  "No organisation was founded there yet.": "Aucune organisation n’y a encore été fondée.",
  "The gatekeeper holds fewer than the {0} entries it signed, and signs nothing until it is refilled.":
    "Le gardien a moins que les {0} entrées qu’il a signées, et ne signe rien tant qu’elles ne lui sont pas rendues.",
  "The gatekeeper signs {0} entries after it signed {1}: its database was put back, or history was cut.":
    "Le gardien signe {0} entrées après en avoir signé {1} : sa base a été ramenée en arrière, ou l’histoire coupée.",
  "The gatekeeper signs {0} entries that do not continue the {1} it signed before: history was rewritten, or somebody else has its key.":
    "Le gardien signe {0} entrées qui ne prolongent pas les {1} signées avant : l’histoire a été réécrite, ou quelqu’un d’autre a sa clé.",
  "mirror: {0}": "miroir : {0}",
  "The gatekeeper gives fewer entries than it signed.": "Le gardien donne moins d’entrées qu’il n’en a signé.",
  "The entries that the gatekeeper gives do not make the root of size {0} that it signed.":
    "Les entrées que donne le gardien ne font pas la racine de taille {0} qu’il a signée.",
  "No valid head for {0} seconds.": "Aucune tête valide depuis {0} secondes.",
  "There is a witness here already. A witness keeps its key for life.":
    "Il y a déjà un témoin ici. Un témoin garde sa clé à vie.",
  "The key of this witness does not belong to its id.": "La clé de ce témoin ne correspond pas à son identifiant.",
  "There is no witness here. Run rempart witness init first.":
    "Il n’y a pas de témoin ici. Lancez d’abord rempart witness init.",
  "This witness saw the log forked and signs no more. Look at the proof, tell the roots, then move the file away.":
    "Ce témoin a vu le journal bifurquer et ne signe plus. Examinez la preuve, prévenez les racines, puis déplacez le fichier.",
  "Process {0} uses this folder. If that is another program, remove {1}.":
    "Le processus {0} utilise ce dossier. Si c’est un autre programme, supprimez {1}.",
};
