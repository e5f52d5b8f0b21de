/** What the ceremonies of the charter say: its words, what changes, and what nobody should sign. */
export const charter: Readonly<Record<string, string>> = {
  '"{0}", as the proposer says': "« {0} », selon l’auteur de la proposition",
  "  signed    {0} of {1} roots of version {2}, {3} of {4} of version {5}":
    "  signé     {0} racines sur {1} de la version {2}, {3} sur {4} de la version {5}",
  "  BROKEN    the signature of {0} does not fit these bytes":
    "  ROMPU     la signature de {0} ne va pas avec ces octets",
  "CHARTER version {0}, after version {1}; what changes:": "CHARTE version {0}, après la version {1} ; ce qui change :",
  "  BEWARE    {0}": "  DANGER    {0}",
  "  mind      {0}": "  attention {0}",
  "  hash      {0}": "  empreinte {0}",
  "  in words  {0}": "  en mots   {0}",
  "This profile verified versions 1 to {0}. See rempart charter fetch.":
    "Ce profil a vérifié les versions 1 à {0}. Voir rempart charter fetch.",
  "Give two versions, or --proposal FILE.": "Donnez deux versions, ou --proposal FILE.",
  "from version {0} to version {1}": "de la version {0} à la version {1}",
  "nothing but its counters": "rien que ses compteurs",
  "ends: it names an older charter and was not carried out everywhere":
    "prend fin : il nomme une charte plus ancienne et n’a pas été exécuté partout",
  "is cut off: it was released after the log entry from which older charters count no more":
    "est écarté : il a été libéré après l’entrée du journal à partir de laquelle les chartes plus anciennes ne comptent plus",
  "is void: the charter names it": "est annulé : la charte le nomme",
  "Which orders end is not known here ({0}). Any person's profile lists them: rempart order list --ended":
    "On ne sait pas ici quels ordres prennent fin ({0}). Le profil de n’importe quelle personne les liste : rempart order list --ended",
  "this profile has no person's key to ask the server with":
    "ce profil n’a la clé d’aucune personne pour interroger le serveur",
  "{0} must be signed again{1}": "{0} à signer de nouveau{1}",
  "The log released {0} that the server does not show: ask again in a moment, then ask who runs it.":
    "Le journal contient {0} que le serveur ne montre pas : redemandez dans un instant, puis demandez à qui le tient.",
  "Draft one again: rempart order again HASH": "Pour en recomposer un : rempart order again HASH",
  "~ {0}: in another order now: {1}": "~ {0} : dans un autre ordre désormais : {1}",
  "- {0} {1}: its signatures count no more": "- {0} {1} : ses signatures ne comptent plus",
  "~ {0}: in another order now": "~ {0} : dans un autre ordre désormais",
  "~ {0}: {1} before, {2} now": "~ {0} : {1} avant, {2} désormais",
  passkey: "clé d’accès",
  key: "clé",
  "- {0} is no longer {1}": "- {0} n’est plus {1}",
  "+ {0} becomes {1}": "+ {0} devient {1}",
  "~ {0}: roles in another order": "~ {0} : rôles dans un autre ordre",
  "- {0} loses the {1}": "- {0} perd : {1}",
  "+ {0} gets the {1}": "+ {0} reçoit : {1}",
  "~ {0}: credentials in another order": "~ {0} : moyens d’authentification dans un autre ordre",
  "! {0} has no credential left and can sign nothing":
    "! {0} n’a plus aucun moyen d’authentification et ne peut rien signer",
  "- {0} leaves and loses all access; was {1}": "- {0} part et perd tout accès ; était {1}",
  "    with the {0}": "    avec : {0}",
  "+ {0} joins as {1}": "+ {0} arrive comme {1}",
  "~ people: in another order": "~ personnes : dans un autre ordre",
  "- rule: {0}": "- règle : {0}",
  "+ rule {0}: {1}": "+ règle {0} : {1}",
  "~ rules: in another order, and the first that fits decides":
    "~ règles : dans un autre ordre, et la première qui convient décide",
  "  the rules are now, the first that fits decides:": "  les règles sont désormais, la première qui convient décide :",
  "at most {0} destroyed in {1}": "au plus {0} détruits en {1}",
  "brake: a destructive order is held above phones":
    "frein : un ordre destructeur est retenu au-delà de ce nombre de téléphones",
  "brake: it is held for": "frein : il est retenu pendant",
  "reach: phones a new standing document may always touch at first":
    "portée : téléphones qu’un nouveau document permanent peut toujours toucher d’abord",
  "reach: and of all phones, in thousandths": "portée : et sur l’ensemble des téléphones, en millièmes",
  "reach: for the first": "portée : pendant le premier délai",
  brake: "frein",
  "root key": "clé racine",
  "roots that must sign a charter": "racines qui doivent signer une charte",
  "~ logs: in another order, and the last is in use": "~ journaux : dans un autre ordre, et c’est le dernier qui sert",
  "- log epoch {0}, {1}, key {2}, from {3} ({4})": "- journal, époque {0}, {1}, clé {2}, depuis {3} ({4})",
  "+ log epoch {0}, {1}, starts at entry {2} with root {3}":
    "+ journal, époque {0}, {1}, commence à l’entrée {2} avec la racine {3}",
  "    key {0}: {1}": "    clé {0} : {1}",
  "directory: epoch": "annuaire : époque",
  "~ directory: what is sealed from now on opens with another key: {0}":
    "~ annuaire : ce qui est scellé désormais s’ouvre avec une autre clé : {0}",
  "directory writer": "rédacteur de l’annuaire",
  format: "format",
  none: "aucune",
  version: "version",
  issued: "émise",
  console: "console",
  void: "annulé",
  witness: "témoin",
  "~ of the organisation {0}": "~ de l’organisation {0}",
  "~ follows charter {0}": "~ suit la charte {0}",
  "documents of older charters count when released below log entry":
    "les documents de chartes plus anciennes comptent s’ils ont été libérés avant l’entrée du journal",
  "~ passkeys are bound to {0} now, before to {1}": "~ les clés d’accès sont désormais liées à {0}, auparavant à {1}",
  "witnesses that phones demand": "témoins que les téléphones exigent",
  "phones call": "les téléphones appellent",
  "TLS key": "clé TLS",
  "~ texts are sealed to another gatekeeper key, {0}: {1}":
    "~ les textes sont scellés pour une autre clé du gardien, {0} : {1}",
  "{0} is not strict JSON: {1}": "{0} n’est pas du JSON strict : {1}",
  "{0} is no person of this charter: give an id, or a name that this profile knows.":
    "{0} n’est personne de cette charte : donnez un identifiant, ou un nom que ce profil connaît.",
  "{0} is no {1} of this charter.": "Cette charte n’a pas de {1} {0}.",
  "{0} is no role; there are {1}.": "{0} n’est pas un rôle ; il y a {1}.",
  "{0} is in the charter already; use --add-credential for another key of theirs.":
    "{0} est déjà dans la charte ; employez --add-credential pour une autre de ses clés.",
  "Somebody called {0} is in the charter already. One human with two ids would count twice: use --add-credential, or another name.":
    "Quelqu’un du nom de {0} est déjà dans la charte. Un même humain avec deux identifiants compterait deux fois : employez --add-credential, ou un autre nom.",
  "key of {0}, new": "clé de {0}, nouvelle",
  "further key of {0}": "clé de plus de {0}",
  "{0} is no credential of this charter.": "{0} n’est pas un moyen d’authentification de cette charte.",
  "Write --roles PERSON=ROLE,ROLE.": "Écrivez --roles PERSONNE=RÔLE,RÔLE.",
  "root key {0}, new": "clé racine {0}, nouvelle",
  "{0} of {1} roots cannot sign. Give --threshold, or more roots.":
    "{0} racines sur {1} ne peuvent signer. Donnez --threshold, ou plus de racines.",
  "the gatekeeper's next sealing key": "la prochaine clé de scellement du gardien",
  "the gatekeeper's next log key": "la prochaine clé de journal du gardien",
  "the gatekeeper's next TLS authority": "la prochaine autorité TLS du gardien",
  "witness {0}, new": "témoin {0}, nouveau",
  "directory writer {0}, new": "rédacteur de l’annuaire {0}, nouveau",
  "Give the SPKI of the key in padded base64.": "Donnez le SPKI de la clé en base64 avec remplissage.",
  "the directory's next key": "la prochaine clé de l’annuaire",
  "It follows version {0}, and this profile knows version {1} already. Propose again from the newest.":
    "Elle suit la version {0}, et ce profil connaît déjà la version {1}. Proposez de nouveau à partir de la dernière.",
  "Version {0} is another charter there than the one this profile verified, and the roots signed both. Stop, and find out who signed twice.":
    "La version {0} y est une autre charte que celle que ce profil a vérifiée, et les racines ont signé les deux. Arrêtez, et cherchez qui a signé deux fois.",
  "This is another proposal than the first: somebody changed one of them.":
    "C’est une autre proposition que la première : quelqu’un a modifié l’une d’elles.",
  "Offline nobody reads the log's size: give --from. This profile saw {0} entries last.":
    "Hors ligne personne ne lit la taille du journal : donnez --from. Ce profil a vu {0} entrées la dernière fois.",
  "Compare these words with those that each holder reads from their own screen:":
    "Comparez ces mots à ceux que chaque détenteur lit sur son propre écran :",
  "Nobody can be asked here: add --compared once every holder read the same words to you.":
    "On ne peut demander à personne ici : ajoutez --compared une fois que chaque détenteur vous a lu les mêmes mots.",
  "Did each of them read exactly these? Type yes: ": "Chacun a-t-il lu exactement ceux-ci ? Tapez yes : ",
  "Nothing was proposed.": "Rien n’a été proposé.",
  "{0} does not answer now, so its TLS key was not compared with the list.":
    "{0} ne répond pas à présent ; sa clé TLS n’a donc pas été comparée à la liste.",
  "{0} answers with a TLS key that is not in the list: it can hand out charters, and nothing else.":
    "{0} répond avec une clé TLS absente de la liste : il peut distribuer des chartes, et rien d’autre.",
  "{0} answers with a TLS key that this charter drops: phones could not reach it. Keep that key until it is replaced there. (--emergency proposes it all the same.)":
    "{0} répond avec une clé TLS que cette charte retire : les téléphones ne pourraient l’atteindre. Gardez cette clé jusqu’à son remplacement là-bas. (--emergency la propose quand même.)",
  "No TLS key of the list is a spare: should the gatekeeper's be lost, phones can be met again only by a charter from another rendezvous.":
    "Aucune clé TLS de la liste n’est de réserve : si celle du gardien était perdue, les téléphones ne seraient retrouvés que par une charte venue d’un autre rendez-vous.",
  "The log has {0} entries; --from may name that or fewer.":
    "Le journal a {0} entrées ; --from peut nommer ce nombre ou moins.",
  "Nothing would change. See rempart charter propose --help.":
    "Rien ne changerait. Voir rempart charter propose --help.",
  "proposal written to {0}; carry it to each root, who signs it offline":
    "proposition écrite dans {0} ; portez-la à chaque racine, qui la signe hors ligne",
  " {0} signatures do not fit these bytes: the proposal was changed.":
    " {0} signatures ne vont pas avec ces octets : la proposition a été modifiée.",
  "{0} of {1} roots in force and {2} of {3} roots to come have signed; both are needed.{4}":
    "{0} racines en vigueur sur {1} et {2} racines à venir sur {3} ont signé ; il faut les deux.{4}",
  "Another charter was published as version {0} meanwhile ({1}). Propose again from the newest.":
    "Une autre charte a été publiée entre-temps comme version {0} ({1}). Proposez de nouveau à partir de la dernière.",
  "already, by a fresh head of the log": "déjà, selon une tête fraîche du journal",
  "entry {0}, proved by the log": "entrée {0}, prouvée par le journal",
  "version {0} is in force: {1}": "la version {0} est en vigueur : {1}",
  "Draft each again: rempart order again HASH": "Pour recomposer chacun : rempart order again HASH",
  "No rule could be filled by the people that remain: everybody would be locked out. Keep somebody, or change the rules with it.":
    "Aucune règle ne pourrait être remplie par les personnes qui restent : tout le monde serait exclu. Gardez quelqu’un, ou changez les règles en même temps.",
  "No approver with a credential would remain: nobody could freeze, cancel, or sign a policy.":
    "Il ne resterait aucun approbateur muni d’un moyen d’authentification : personne ne pourrait geler, annuler, ni signer une politique.",
  "One person could freeze everything and nobody could lift it: the rule for unfreeze asks for more people than there are, or is missing.":
    "Une personne pourrait tout geler et aucune lever le gel : la règle pour unfreeze demande plus de personnes qu’il n’y en a, ou manque.",
  "A new directory key has a new, higher epoch, and an epoch has one key.":
    "Une nouvelle clé de l’annuaire a une nouvelle époque, plus haute, et une époque a une seule clé.",
  "It would be issued before the charter that it follows. Check this machine's clock.":
    "Elle serait émise avant la charte qu’elle suit. Vérifiez l’horloge de cette machine.",
  "Not one TLS key that phones know today would remain. Add the next one first, move, and drop the old one in a later charter.":
    "Il ne resterait aucune clé TLS que les téléphones connaissent aujourd’hui. Ajoutez d’abord la suivante, déménagez, et retirez l’ancienne dans une charte ultérieure.",
  'Nobody could fill the rule "{0}": it asks for {1}.':
    "Personne ne pourrait remplir la règle « {0} » : elle demande {1}.",
  "{0} keeps no credential and can sign nothing.":
    "{0} ne garde aucun moyen d’authentification et ne peut rien signer.",
  "One approver alone remains: whoever steals that key is the quorum of one.":
    "Il reste un seul approbateur : qui vole cette clé est à lui seul le quorum.",
  "Passkeys are bound to {0} and stop working: {1}.": "Les clés d’accès sont liées à {0} et cessent de servir : {1}.",
  "Every root must sign: with one of them lost there is never a charter again.":
    "Toutes les racines doivent signer : que l’une soit perdue, et il n’y a plus jamais de charte.",
  "One root alone can replace everybody and everything.": "Une racine seule peut tout remplacer, personnes et règles.",
  "Keep {0} safe, or destroy them: phones that were away still follow them to the next version.":
    "Gardez en lieu sûr {0}, ou détruisez : des téléphones restés absents les suivent encore jusqu’à la version suivante.",
  "No rendezvous of today remains: serve the old addresses until every phone has fetched this charter.":
    "Il ne reste aucun rendez-vous d’aujourd’hui : servez les anciennes adresses jusqu’à ce que chaque téléphone ait récupéré cette charte.",
  "Phones that were away since before this charter know the dropped TLS key alone; they fetch the charter from a rendezvous, whatever its certificate.":
    "Les téléphones absents depuis avant cette charte ne connaissent que la clé TLS retirée ; ils récupèrent la charte à un rendez-vous, quel que soit son certificat.",
  "The directory's old private key is still needed to read what was sealed to it.":
    "L’ancienne clé privée de l’annuaire reste nécessaire pour lire ce qui a été scellé pour elle.",
  "Drafts with sealed texts must be drafted again: they are sealed to the old key.":
    "Les brouillons aux textes scellés sont à recomposer : ils sont scellés pour l’ancienne clé.",
  "A new epoch of the log begins: phones and clients take its start from this charter.":
    "Une nouvelle époque du journal commence : téléphones et clients en prennent le début dans cette charte.",
  "{0} (--emergency proposes it all the same.)": "{0} (--emergency la propose quand même.)",
  "Give the file of the root key that signs.": "Donnez le fichier de la clé racine qui signe.",
  "This root stands neither in the charter in force nor in the proposed one: its signature would count nowhere.":
    "Cette racine n’est ni dans la charte en vigueur ni dans celle proposée : sa signature ne compterait nulle part.",
  "A root's signature on this proposal does not fit its bytes: it was changed after that root signed. Do not sign it; read the hash to each other and find the copy that was signed.":
    "La signature d’une racine ne va pas avec les octets de cette proposition : elle a été modifiée après cette signature. Ne la signez pas ; lisez-vous l’empreinte et trouvez la copie qui a été signée.",
  "Read the words of the hash to the other roots. Sign exactly this charter? Type yes: ":
    "Lisez les mots de l’empreinte aux autres racines. Signer exactement cette charte ? Tapez yes : ",
  "signed by enough roots, old and new; publish it: rempart charter publish --proposal {0}":
    "signée par assez de racines, anciennes et nouvelles ; pour la publier : rempart charter publish --proposal {0}",
  "signed: {0} of {1} of the roots in force, {2} of {3} of the roots to come":
    "signé : {0} racines en vigueur sur {1}, {2} racines à venir sur {3}",
  " of one": " d’un seul",
  " of up to {0}": " jusqu’à {0}",
  "while frozen, ": "pendant un gel, ",
  "at any time, ": "à tout moment, ",
  ", at most {0} in {1} for each signer": ", au plus {0} en {1} par signataire",
  "charter version {0}, issued {1}": "charte version {0}, émise {1}",
  "  hash     {0}": "  empreinte {0}",
  "  genesis  {0}": "  genèse   {0}",
  "  roots    {0} of {1} must sign a charter": "  racines  {0} sur {1} doivent signer une charte",
  "  people": "  personnes",
  "  rules (the first that fits decides)": "  règles (la première qui convient décide)",
  "  brake": "  frein",
  "    at most {0} destroyed in {1}": "    au plus {0} détruits en {1}",
  "    destructive orders for more than {0} are held {1}":
    "    les ordres destructeurs visant plus de {0} sont retenus {1}",
  "    new standing documents reach {0} phones or {1} % in the first {2}":
    "    les nouveaux documents permanents atteignent {0} téléphones ou {1} % au début, pendant {2}",
  "  log      {0}, epoch {1}; {2} of {3} witnesses needed": "  journal  {0}, époque {1} ; {2} témoins exigés sur {3}",
  "  console  {0}": "  console  {0}",
  "  phones call {0}": "  les téléphones appellent {0}",
  "  TLS keys {0}": "  clés TLS {0}",
  "  sealing  {0}": "  scellement {0}",
  "  directory key of epoch {0}; {1}": "  clé de l’annuaire, époque {0} ; {1}",
  "  void     {0}; documents of older charters count below log entry {1}":
    "  annulé   {0} ; les documents de chartes plus anciennes comptent avant l’entrée {1} du journal",
};
