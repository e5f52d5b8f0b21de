/** What commands say while they work, and the nouns that they count. */
export const messages: Readonly<Record<string, string>> = {
  "On phones, as the server counts them: something changes on {0} of {1}":
    "Sur les téléphones, comptés par le serveur : quelque chose change sur {0} de {1}",
  "The gatekeeper does not answer at {0}; it does at {1}, which the charter names. This profile follows.":
    "Le gardien ne répond pas à {0} ; il répond à {1}, que nomme la charte. Ce profil suit.",
  "This profile has no person's key; give --as NAME.": "Ce profil n’a la clé d’aucune personne ; donnez --as NOM.",
  "This is a {0} key, not a person's.": "C’est une clé {0}, pas celle d’une personne.",
  "Must be a whole number {0}..{1}.": "Doit être un nombre entier {0}..{1}.",
  "time {0}": "instant {0}",
  "left with the server for others to sign; missing: {0}":
    "laissé au serveur pour que d’autres signent ; il manque : {0}",
  "then: rempart order submit {0} --out {1}": "ensuite : rempart order submit {0} --out {1}",
  "accepted at {0}, proved by the log": "accepté à l’entrée {0}, prouvé par le journal",
  "the QR's text is in {0}; it holds the ticket's secret":
    "le texte du QR est dans {0} ; il contient le secret de l’invitation",
  "This profile did not make this ticket, so it has no QR for it.":
    "Ce profil n’a pas fait cette invitation et n’a donc pas son QR.",
  "None of the hashes that its erasure names stood here.":
    "Aucune des empreintes que nomme son effacement n’était ici.",
  "The log was cut: its head is signed for {0} entries, and {1} are given.":
    "Le journal a été coupé : sa tête est signée pour {0} entrées, et {1} sont données.",
  "The entries do not give the root that the log's key signed.":
    "Les entrées ne donnent pas la racine que la clé du journal a signée.",
  "The log holds a release of this order, but too few people signed what the server gives for it. Find out why before you change anything.":
    "Le journal contient une libération de cet ordre, mais trop peu de personnes ont signé ce que le serveur donne pour lui. Cherchez pourquoi avant de rien changer.",
  "The log released {0} orders that the server does not show, this one first. What stands cannot be told. Wait a moment, ask who runs the server, or add --incomplete to go on without them.":
    "Le journal a libéré {0} ordres que le serveur ne montre pas, celui-ci d’abord. On ne peut dire ce qui est en vigueur. Attendez un instant, demandez à qui tient le serveur, ou ajoutez --incomplete pour continuer sans eux.",
  "is not the newest charter shown": "n’est pas la dernière charte montrée",
  "answers another question": "répond à une autre question",
  "the log shrank: this profile saw {0} entries, now {1} are shown":
    "le journal a rétréci : ce profil avait vu {0} entrées, on en montre {1}",
  "the log forked: two roots for size {0}, {1} and {2}":
    "le journal a bifurqué : deux racines pour la taille {0}, {1} et {2}",
  "size {0} is not proved to continue size {1}: the log may have forked":
    "rien ne prouve que la taille {0} prolonge la taille {1} : le journal a pu bifurquer",
  "The answer to the submission is wrong: {0}": "La réponse à la soumission est fausse : {0}",
  "Submitted {0}, but the answer is about {1}. Do not rely on it.":
    "{0} a été soumis, mais la réponse concerne {1}. Ne vous y fiez pas.",
  "{0} is not an https URL.": "{0} n’est pas une URL https.",
  "A URL here has no user, password, query or fragment.":
    "Une URL n’a ici ni utilisateur, ni mot de passe, ni requête, ni fragment.",
  "{0} is not encrypted. Use https, or http to this machine only.":
    "{0} n’est pas chiffré. Employez https, ou http vers cette seule machine.",
  "no answer in time": "pas de réponse à temps",
  "The certificate is neither trusted nor pinned by the charter.":
    "Le certificat n’est ni reconnu ni épinglé par la charte.",
  "no answer within {0} s": "pas de réponse en {0} s",
  "the answer is too large": "la réponse est trop grande",
  "The answer is not the JSON expected: {0}": "La réponse n’est pas le JSON attendu : {0}",
  "Answered with status {0} and no reason that can be read.": "Réponse avec l’état {0}, sans motif lisible.",
  "refused with status {0}": "refusé avec l’état {0}",
  "The {0} at {1} does not answer: {2}": "Pas de réponse ({0}, {1}) : {2}",
  "The answer has no field {0}.": "La réponse n’a pas de champ {0}.",
  "The field {0} of the answer is wrong: {1}": "Le champ {0} de la réponse est faux : {1}",
  "must be printable": "doit être imprimable",
  "Signing in to {0} as {1}": "Connexion à {0} en tant que {1}",
  "Cannot be read: {0}": "Illisible : {0}",
  "There is no such file.": "Ce fichier n’existe pas.",
  "Others can read this file, and it holds a secret. Run chmod 600 on it.":
    "D’autres peuvent lire ce fichier, et il contient un secret. Exécutez chmod 600.",
  "A name has 1 to 64 letters, digits, spaces, dots, dashes, and begins with a letter or digit.":
    "Un nom a de 1 à 64 lettres, chiffres, espaces, points, tirets, et commence par une lettre ou un chiffre.",
  "The key does not belong to its id.": "La clé ne correspond pas à son identifiant.",
  "The profile would lie {0} the data folder {1}. Whoever takes the server's data would take the keys too. Choose a folder elsewhere, best on another machine.":
    "Le profil serait ({0}) auprès du dossier de données {1}. Qui prendrait les données du serveur prendrait aussi les clés. Choisissez un dossier ailleurs, de préférence sur une autre machine.",
  "There is no profile here. Found an organisation, or give --profile DIR.":
    "Il n’y a pas de profil ici. Fondez une organisation, ou donnez --profile DIR.",
  "The profile has no charter. Found it again, or restore a copy.":
    "Le profil n’a pas de charte. Fondez de nouveau, ou restaurez une copie.",
  "Give --identity or --passphrase-file, not both.": "Donnez --identity ou --passphrase-file, pas les deux.",
  "This identity file does not open it, or it was changed.":
    "Ce fichier d’identité ne l’ouvre pas, ou il a été modifié.",
  "This passphrase does not open it, or it was changed.": "Cette phrase de passe ne l’ouvre pas, ou il a été modifié.",
  "This file holds no age X25519 identity.": "Ce fichier ne contient pas d’identité age X25519.",
  "New passphrase for the keys: ": "Nouvelle phrase de passe pour les clés : ",
  "The same again: ": "La même encore : ",
  "The two passphrases differ.": "Les deux phrases de passe diffèrent.",
  "The keys are encrypted: give --identity FILE or --passphrase-file FILE.":
    "Les clés sont chiffrées : donnez --identity FILE ou --passphrase-file FILE.",
  "A passphrase needs at least {0} characters.": "Une phrase de passe a au moins {0} caractères.",
  "Something newer stands in its place. Look at that, and change it where it is wrong.":
    "Quelque chose de plus récent est en vigueur à sa place. Regardez-le, et modifiez-le là où il est faux.",
  "The server does not give the list of phones that was signed, so it cannot be signed again.":
    "Le serveur ne donne pas la liste signée des téléphones ; on ne peut donc signer de nouveau.",
  "Only what phones carry out can be drafted again.": "Seul ce que des téléphones exécutent peut être recomposé.",
  "It names the charter in force: sign or submit it as it is.":
    "Il nomme la charte en vigueur : signez-le ou soumettez-le tel quel.",
  "The words of its reason open for approvers alone: the new draft has the reason's code without them.":
    "Les termes de son motif ne s’ouvrent qu’aux approbateurs : le nouveau brouillon n’en porte que le code.",
  "The server has no order of this hash.": "Le serveur n’a pas d’ordre de cette empreinte.",
  "The pages go in circles.": "Les pages tournent en rond.",
  "no phone": "aucun téléphone",
  "{0} (the server's word)": "{0} (parole du serveur)",
  "{0} is no group id: 22 characters, or the word all.":
    "{0} n’est pas un identifiant de groupe : 22 caractères, ou le mot all.",
  "{0} names its phones: give --phones or --phones-file.":
    "{0} nomme ses téléphones : donnez --phones ou --phones-file.",
  "missing: {0}": "il manque : {0}",
  "Give a hash or --all-of FILE, not both.": "Donnez une empreinte ou --all-of FILE, pas les deux.",
  "signed and {0} at {1}, proved by the log": "signé et {0} à l’entrée {1}, prouvé par le journal",
  "signed; missing: {0}": "signé ; il manque : {0}",
  "{0} at {1}, proved by the log": "{0} à l’entrée {1}, prouvé par le journal",
  "{0} is no action; there are {1}.": "{0} n’est pas une action ; il y a {1}.",
  "{0} phones of the group, by the server's word; the list is signed as it stands here.":
    "{0} téléphones du groupe, sur parole du serveur ; la liste est signée telle qu’elle est ici.",
  "The server says number {0} of {1} is in force (unverified); this one is number {2}.":
    "Le serveur dit que le numéro {0} de {1} est en vigueur (non vérifié) ; celui-ci est le numéro {2}.",
  "--params is not strict JSON: {0}": "--params n’est pas du JSON strict : {0}",
  "--params is an object.": "--params est un objet.",
  "{0} is no reason; there are {1}.": "{0} n’est pas un motif ; il y a {1}.",
  "left with the server for others to sign": "laissé au serveur pour que d’autres signent",
  "written to {0}": "écrit dans {0}",
  "{0}; missing: {1}": "{0} ; il manque : {1}",
  "This is a {0} key, not a root's.": "C’est une clé {0}, pas celle d’une racine.",
  "Nobody can be asked here: add --yes to sign what is shown above.":
    "On ne peut demander à personne ici : ajoutez --yes pour signer ce qui est montré ci-dessus.",
  "{0} Type yes: ": "{0} Tapez yes : ",
  "Not signed.": "Pas signé.",
  "Sign exactly this?": "Signer exactement ceci ?",
  "{0} of {1} {2} signatures so far; it was not submitted.":
    "{0} signatures sur {1} ({2}) jusqu’ici ; il n’a pas été soumis.",
  "The log holds the release of another order there. Do not rely on it.":
    "Le journal y contient la libération d’un autre ordre. Ne vous y fiez pas.",
  "Accepted in words only: the log's head does not prove it.":
    "Accepté en paroles seulement : la tête du journal ne le prouve pas.",
  "Left {0}, but the server answers for {1}. Do not rely on it.":
    "{0} a été laissé, mais le serveur répond pour {1}. Ne vous y fiez pas.",
  "The answer has no list of {0}.": "La réponse n’a pas de liste de {0}.",
  "  ALTERED: the bytes do not give this hash": "  ALTÉRÉ : les octets ne donnent pas cette empreinte",
  "{0}; states are the server's word": "{0} ; les états sont parole du serveur",
  "A phone that is found again shows and sounds nothing.": "Un téléphone retrouvé n’affiche et ne sonne rien.",
  "Only orders that name their phones can be tried again; others stand, and phones try by themselves.":
    "Seuls les ordres qui nomment leurs téléphones peuvent être retentés ; les autres restent, et les téléphones retentent d’eux-mêmes.",
  "No phone of this order failed: there is nothing to try again.":
    "Aucun téléphone de cet ordre n’a échoué : il n’y a rien à retenter.",
  "names a charter that is not in the verified chain": "nomme une charte absente de la chaîne vérifiée",
  "a ticket names no phones": "une invitation ne nomme aucun téléphone",
  "Asked for {0} and was shown another document, {1}. Do not sign it; the server may be in other hands.":
    "{0} était demandé, un autre document est montré, {1}. Ne le signez pas ; le serveur est peut-être en d’autres mains.",
  "names another charter than the one in force": "nomme une autre charte que celle en vigueur",
  "the list of phones was not given": "la liste des téléphones n’a pas été donnée",
  "The sealed text does not open, or is not what its hash pins. Do not sign.":
    "Le texte scellé ne s’ouvre pas, ou n’est pas celui que son empreinte fixe. Ne signez pas.",
  "This order holds a sealed text that this profile cannot open, so it will not sign it. An approver can; or draft it yourself with --sign.":
    "Cet ordre contient un texte scellé que ce profil ne peut ouvrir ; il ne le signera donc pas. Un approbateur le peut ; ou composez-le vous-même avec --sign.",
  "The server has no draft and no order of this hash.": "Le serveur n’a ni brouillon ni ordre de cette empreinte.",
  "EVERY PHONE": "TOUS LES TÉLÉPHONES",
  "group {0}": "groupe {0}",
  "the whole organisation": "toute l’organisation",
  "(sealed text)": "(texte scellé)",
  "(sealed; this profile cannot open it)": "(scellé ; ce profil ne peut l’ouvrir)",
  ", number {0}": ", numéro {0}",
  "  phones    (the list was not given; only their number is signed for)":
    "  phones    (la liste n’a pas été donnée ; seul leur nombre est signé)",
  " and {0} more": " et {0} de plus",
  ", expires {0}": ", expire {0}",
  "INVITE {0}": "INVITER {0}",
  "no: whoever has the QR gets in": "non : qui a le QR entre",
  "  created   {0}, expires {1}": "  créé      {0}, expire {1}",
  "refused: {0}": "refusé : {0}",
  "nothing: {0} signed": "rien : {0} ont signé",
  "{0} of {1}": "{0} sur {1}",
  "{0} of {1}, distinct people": "{0} sur {1}, personnes distinctes",
  "  signed by {0}": "  signé par {0}",
  "  charter   names an older charter than the one in force: it cannot be signed any more":
    "  charte    nomme une charte plus ancienne que celle en vigueur : il ne peut plus être signé",
  "There is completion for {0}.": "Il y a une complétion pour {0}.",
  "Nobody can be asked here: give --code with the six digits that the phone shows.":
    "On ne peut demander à personne ici : donnez --code avec les six chiffres que le téléphone affiche.",
  "Six digits that the phone shows: ": "Les six chiffres que le téléphone affiche : ",
  "These are not the digits of this phone's enrolment. Another phone may stand in its place: admit neither before you know.":
    "Ce ne sont pas les chiffres de l’enrôlement de ce téléphone. Un autre a pu prendre sa place : n’admettez ni l’un ni l’autre avant de savoir.",
  "No such phone waits to be admitted: it was admitted already, left, or never enrolled.":
    "Aucun téléphone de ce nom n’attend d’être admis : il l’est déjà, est parti, ou n’a jamais été enrôlé.",
  "The codes are equal.": "Les codes sont égaux.",
  "A line of the stream does not end.": "Une ligne du flux ne finit pas.",
  "The server ended the stream. Run it again.": "Le serveur a mis fin au flux. Relancez la commande.",
  "Nothing is frozen.": "Rien n’est gelé.",
  "There is a file here already; it is not overwritten.": "Il y a déjà un fichier ici ; il n’est pas écrasé.",
  "Identity for {0} written to {1}, mode 600. Whoever reads it opens every key encrypted to it.":
    "Identité pour {0} écrite dans {1}, mode 600. Qui la lit ouvre chaque clé chiffrée pour elle.",
  "(the server's word: it cannot make you sign for a phone that is not listed here, but it can list wrongly)":
    "(parole du serveur : il ne peut vous faire signer pour un téléphone absent de cette liste, mais la liste peut être fausse)",
  "The answer has no list of phones.": "La réponse n’a pas de liste de téléphones.",
  "The list of phones does not end.": "La liste des téléphones ne finit pas.",
  "The server knows no such phone.": "Le serveur ne connaît pas ce téléphone.",
  "The rule {0}.": "La règle {0}.",
  "charter version {0}, {1}": "charte version {0}, {1}",
  "FROZEN by {0}": "GELÉ par {0}",
  "not frozen": "pas de gel",
  "log of size {0}, signed {1}, continues what this profile saw before":
    "journal de taille {0}, signé {1}, prolonge ce que ce profil avait vu",
  "server says (unverified): {0}": "le serveur dit (non vérifié) : {0}",
  "no person: this profile holds offline keys": "personne : ce profil contient des clés hors ligne",
  "no role in the charter": "aucun rôle dans la charte",
  "{0}, genesis {1}": "{0}, genèse {1}",
  "profile {0}": "profil {0}",
  "This list of orders is for another organisation than this profile.":
    "Cette liste d’ordres est pour une autre organisation que ce profil.",
  "Sign all of these, {0}?": "Signer tous ceux-ci, {0} ?",
  "This folder is for the organisation {0}..., this profile belongs to {1}....":
    "Ce dossier est pour l’organisation {0}..., ce profil appartient à {1}....",
  "! The server keeps {0} back: newer documents may stand than those seen here.":
    "! Le serveur retient {0} : des documents plus récents que ceux vus ici peuvent être en vigueur.",
  "Nothing to do.": "Rien à faire.",
  "{0} of these wait for signatures already, and were verified.":
    "{0} parmi eux attendent déjà des signatures, et ont été vérifiés.",
  "this order": "cet ordre",
  "these {0} orders": "ces {0} ordres",
  "Sign {0}?": "Signer {0} ?",
  "Applied: {0} released. In the first hour they reach the phones that the charter's brake allows.":
    "Appliqué : {0} libérés. La première heure ils atteignent les téléphones que permet le frein de la charte.",
  "{0} wait for others. They run the same command on the same folder, or rempart order sign --all-of FILE with --out's file.":
    "{0} attendent les autres. Ils lancent la même commande sur le même dossier, ou rempart order sign --all-of FILE avec le fichier de --out.",
  "This folder is not empty. Add --force to write over the files of the same names, and keep their names.":
    "Ce dossier n’est pas vide. Ajoutez --force pour écraser les fichiers de mêmes noms, et garder les noms.",
  "{0}, {1}, {2}, {3}; names are made up where only an id is known":
    "{0}, {1}, {2}, {3} ; les noms sont inventés là où l’on ne connaît qu’un identifiant",
  "  CUT OFF: sign it again": "  ÉCARTÉ : à signer de nouveau",
  "{0}, verified: signatures, and releases in the log": "{0}, vérifiés : signatures, et libérations dans le journal",
  "There is no such folder.": "Ce dossier n’existe pas.",
  "waits; missing: {0}": "attend ; il manque : {0}",
  "{0} of {1} orders failed, as said above; the others were carried on. Run it again to do the rest.":
    "{0} ordres sur {1} ont échoué, comme dit plus haut ; les autres ont suivi. Relancez pour faire le reste.",
  "every phone": "tous les téléphones",
  "    ~ the order of the rules": "    ~ l’ordre des règles",
  "certificate of {0} characters": "certificat de {0} caractères",
  "    signed again as it is: a newer charter or a cancellation cut it off":
    "    signé de nouveau tel quel : une nouvelle charte ou une annulation l’a écarté",
  "leaves this group": "quitte ce groupe",
  "    ! phones of {0} alone keep the old one: the newest of this stream is not for them":
    "    ! les téléphones du seul {0} gardent l’ancien : le plus récent de ce flux n’est pas pour eux",
  "{0} new, {1} changed, {2} removed, {3} signed again, {4} as they are":
    "{0} nouveaux, {1} changés, {2} retirés, {3} signés de nouveau, {4} inchangés",
  "Not listed, and left as they are (prune: true would remove them):":
    "Absents de la liste, et laissés en place (prune: true les retirerait) :",
  "Plan: {0}": "Plan : {0}",
  "(the server's word)": "(parole du serveur)",
  "The answer is no object.": "La réponse n’est pas un objet.",
  "The answer has no list.": "La réponse n’a pas de liste.",
  "{0} is no id.": "{0} n’est pas un identifiant.",
  "The secret in it is shown this once: keep it now.":
    "Le secret qu’elle contient n’est montré que cette fois : gardez-le maintenant.",
  "answers: {0}": "répond : {0}",
  "can serve: {0}": "peut servir : {0}",
  nobody: "personne",
  "  why       {0}": "  pourquoi  {0}",
  "  params    {0}": "  params    {0}",
  "  stream    {0}{1}": "  flux      {0}{1}",
  "  phones    {0}{1}": "  téléphones {0}{1}",
  "  created   {0}{1}": "  créé      {0}{1}",
  "  groups    {0}": "  groupes   {0}",
  "  person    {0}": "  personne  {0}",
  "  confirm   {0}": "  confirmer {0}",
  "  missing   {0}": "  manque    {0}",
  "  hash      {0}": "  empreinte {0}",
  "Interrupted. Nothing was signed.": "Interrompu. Rien n’a été signé.",
  "Standard input is larger than 1 MB.": "L’entrée standard dépasse 1 Mo.",
  phone: "téléphone",
  phones: "téléphones",
  order: "ordre",
  orders: "ordres",
  "released order": "ordre libéré",
  "released orders": "ordres libérés",
  app: "application",
  apps: "applications",
  "OS update": "mise à jour",
  "OS updates": "mises à jour",
  certificate: "certificat",
  certificates: "certificats",
  "policy document": "politique",
  "policy documents": "politiques",
  "standing document": "document permanent",
  "standing documents": "documents permanents",
  credential: "moyen d’authentification",
  credentials: "moyens d’authentification",
  document: "document",
  documents: "documents",
  "root key": "clé racine",
  "root keys": "clés racines",
  "retired root key": "clé racine retirée",
  "retired root keys": "clés racines retirées",
  writer: "rédacteur",
  writers: "rédacteurs",
  approver: "approbateur",
  approvers: "approbateurs",
  operator: "opérateur",
  operators: "opérateurs",
  auditor: "auditeur",
  auditors: "auditeurs",
  day: "jour",
  days: "jours",
  hour: "heure",
  hours: "heures",
  minute: "minute",
  minutes: "minutes",
  second: "seconde",
  seconds: "secondes",
};
