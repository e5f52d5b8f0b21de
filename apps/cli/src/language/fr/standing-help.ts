/** Help of what stands and what is kept: policies, groups, apps, updates, log, server; the manual page; the parser's words. */
export const standingHelp: Readonly<Record<string, string>> = {
  "Policies: standing rules for a group.": "Politiques : règles permanentes d’un groupe.",
  "Build a policy from a file of rules, sign it, leave it for the others to sign.":
    "Composer une politique d’après un fichier de règles, la signer, la laisser à signer aux autres.",
  "the group, or all": "le groupe, ou all",
  "JSON list of rules": "liste de règles en JSON",
  "id of the policy that this one follows (default: a new policy)":
    "identifiant de la politique que celle-ci suit (par défaut : une nouvelle)",
  "Put phones into groups: build, sign, leave for the others to sign.":
    "Mettre des téléphones dans des groupes : composer, signer, laisser à signer aux autres.",
  "ids of groups, separated by commas": "identifiants de groupes, séparés par des virgules",
  "Groups of phones.": "Groupes de téléphones.",
  "Draw a fresh group id; a group exists by being named in tickets, assignments and policies.":
    "Tirer un identifiant de groupe neuf ; un groupe existe dès qu’une invitation, une affectation ou une politique le nomme.",
  "Groups that phones are in or that have a name.": "Les groupes où sont des téléphones ou qui ont un nom.",
  "Draw a group's id and give it a name with the server.":
    "Tirer l’identifiant d’un groupe et lui donner un nom auprès du serveur.",
  "what people call it; the server's word": "comment on l’appelle ; parole du serveur",
  "Name a group.": "Nommer un groupe.",
  "the group's id": "l’identifiant du groupe",
  "Take a group's name away; its phones stay in it.": "Retirer son nom à un groupe ; ses téléphones y restent.",
  "Make what stands equal to a folder of YAML: plan, show, sign, submit what is complete.":
    "Rendre ce qui est en vigueur égal à un dossier de YAML : planifier, montrer, signer, soumettre ce qui est complet.",
  "the folder with rempart.yaml": "le dossier contenant rempart.yaml",
  "show the plan and sign nothing": "montrer le plan et ne rien signer",
  "write the hashes of the orders that wait for others to FILE":
    "écrire dans FILE les empreintes des ordres qui attendent les autres",
  "go on although the server keeps released orders back": "continuer bien que le serveur retienne des ordres libérés",
  "Write what stands, verified, as a folder of YAML.":
    "Écrire ce qui est en vigueur, vérifié, comme un dossier de YAML.",
  "folder to write": "dossier à écrire",
  "write into a folder that has files": "écrire dans un dossier qui contient des fichiers",
  "List the documents that stand, each verified against the log.":
    "Lister les documents en vigueur, chacun vérifié contre le journal.",
  "Stop everything: one approver's signature, straight to the gatekeeper.":
    "Tout arrêter : la signature d’un approbateur, droit au gardien.",
  "Lift freezes: a quorum of approvers, straight to the gatekeeper when complete.":
    "Lever des gels : un quorum d’approbateurs, droit au gardien une fois complet.",
  "a freeze to lift; repeat for more (default: all in force)":
    "un gel à lever ; à répéter (par défaut : tous ceux en vigueur)",
  "refuse further freezes of this person until the next charter; repeat for more":
    "refuser les gels suivants de cette personne jusqu’à la prochaine charte ; à répéter",
  "The log of everything that was accepted.": "Le journal de tout ce qui a été accepté.",
  "Recompute the whole log and compare it with its signed head and with what this profile saw before.":
    "Recalculer tout le journal, le comparer à sa tête signée et à ce que ce profil avait vu.",
  "verify a copy instead of asking the gatekeeper": "vérifier une copie au lieu d’interroger le gardien",
  "Verify the whole log and write a copy that can be verified offline.":
    "Vérifier tout le journal et en écrire une copie vérifiable hors ligne.",
  "file to write": "fichier à écrire",
  "An independent process that signs heads of the log which it saw to be consistent.":
    "Un processus indépendant qui signe les têtes du journal qu’il a vues cohérentes.",
  "Make the key of a new witness, and the file with its public half for the charter.":
    "Faire la clé d’un nouveau témoin, et le fichier de sa moitié publique pour la charte.",
  "folder of this witness alone": "dossier de ce seul témoin",
  "Follow a gatekeeper's log until stopped. A fork ends it with exit 1 and keeps the proof.":
    "Suivre le journal d’un gardien jusqu’à l’arrêt. Une bifurcation y met fin avec le code 1 et garde la preuve.",
  "folder that rempart witness init made": "dossier fait par rempart witness init",
  "genesis charter to follow (default: the first that names this witness)":
    "charte de genèse à suivre (par défaut : la première qui nomme ce témoin)",
  "serve the newest statement and the mirror here": "servir ici la dernière déclaration et le miroir",
  "certificate to listen with": "certificat d’écoute",
  "its key": "sa clé",
  "size of the mirror, the oldest entries go first; 0 keeps none":
    "taille du miroir, les entrées les plus anciennes partent d’abord ; 0 n’en garde aucune",
  "alarm after this long without a valid head": "alarme après tout ce temps sans tête valide",
  "Charter, freeze and log as the gatekeeper signed them now; the rest by the server's word.":
    "Charte, gel et journal tels que le gardien vient de les signer ; le reste sur parole du serveur.",
  "Whose profile this is.": "À qui est ce profil.",
  "Sessions at the server.": "Sessions auprès du serveur.",
  "Print a short token that can only read, for a program that looks on.":
    "Imprimer un jeton court qui ne peut que lire, pour un programme qui observe.",
  "the only kind there is": "la seule sorte qui existe",
  "Print what changes at the server, one line each, until stopped. With --json each line is a document.":
    "Imprimer ce qui change au serveur, une ligne chacun, jusqu’à l’arrêt. Avec --json chaque ligne est un document.",
  "stop after so long": "s’arrêter après tout ce temps",
  "Keys of this profile.": "Les clés de ce profil.",
  "List the keys, without opening any.": "Lister les clés, sans en ouvrir aucune.",
  "Make an age identity file that opens keys without a passphrase, for automation.":
    "Faire un fichier d’identité age qui ouvre les clés sans phrase de passe, pour l’automatisation.",
  "Make a key of one's own, and a request that brings its public half into the next charter.":
    "Faire sa propre clé, et une demande qui portera sa moitié publique dans la prochaine charte.",
  "key of a person, new or known": "clé d’une personne, nouvelle ou connue",
  "id of a person who is in the charter already (default: by name, else a new one)":
    "identifiant d’une personne déjà dans la charte (par défaut : par le nom, sinon une nouvelle)",
  "an offline root key": "une clé racine hors ligne",
  "request file to write": "fichier de demande à écrire",
  "Say a request's key in words, for comparing aloud.":
    "Dire en mots la clé d’une demande, pour la comparer à voix haute.",
  "a key request, or with --gatekeeper the file of the gatekeeper's next keys":
    "une demande de clé, ou avec --gatekeeper le fichier des prochaines clés du gardien",
  "whose key it must be: person, root, writer, witness": "de qui la clé doit être : person, root, writer, witness",
  "the file is from the gatekeeper's host": "le fichier vient de l’hôte du gardien",
  "What happened, newest first, as the server tells it; the log is the evidence.":
    "Ce qui s’est passé, le plus récent d’abord, selon le serveur ; la preuve est le journal.",
  "as order.released, or order for all that begin so; separated by commas":
    "comme order.released, ou order pour tout ce qui commence ainsi ; séparés par des virgules",
  "hash or id of what it is about": "empreinte ou identifiant de ce dont il s’agit",
  "id of who did it": "identifiant de qui l’a fait",
  "not before this time, Unix seconds": "pas avant cet instant, secondes Unix",
  "not after this time, Unix seconds": "pas après cet instant, secondes Unix",
  "What a person must look at.": "Ce que quelqu’un doit regarder.",
  "What a person must look at, newest first.": "Ce que quelqu’un doit regarder, le plus récent d’abord.",
  "true: not seen to yet; false: seen to": "true : pas encore vu ; false : vu",
  "Say that somebody has seen to it.": "Dire que quelqu’un s’en est occupé.",
  "the alarm's number": "le numéro de l’alarme",
  "What the gatekeeper told the server.": "Ce que le gardien a dit au serveur.",
  "Events of the gatekeeper that the server refused and kept aside.":
    "Événements du gardien que le serveur a refusés et mis de côté.",
  "API tokens, for programs.": "Jetons d’API, pour des programmes.",
  "API tokens: your own, or everybody's for an approver.":
    "Jetons d’API : les vôtres, ou ceux de tous pour un approbateur.",
  "Make an API token; its value is shown once. It can never sign.":
    "Faire un jeton d’API ; sa valeur est montrée une fois. Il ne peut jamais signer.",
  "what it is for": "à quoi il sert",
  "what it may do, separated by commas": "ce qu’il peut faire, séparé par des virgules",
  "seconds (default: 90 days)": "secondes (par défaut : 90 jours)",
  "End an API token: your own, or any for an approver.":
    "Terminer un jeton d’API : le vôtre, ou n’importe lequel pour un approbateur.",
  "the token's id": "l’identifiant du jeton",
  "The server's interface.": "L’interface du serveur.",
  "Print the server's own description of its interface, OpenAPI 3.1.":
    "Imprimer la description par le serveur de sa propre interface, OpenAPI 3.1.",
  "Print the completion script of a shell.": "Imprimer le script de complétion d’un shell.",
  "bash, zsh or fish": "bash, zsh ou fish",
  "Print the manual page, rempart.1; read it with: rempart man | man -l -":
    "Imprimer la page de manuel, rempart.1 ; pour la lire : rempart man | man -l -",
  "French or English: fr, en (default: from the environment)":
    "français ou anglais : fr, en (par défaut : d’après l’environnement)",
  "display help for command": "montrer l’aide d’une commande",
  "Usage:": "Usage :",
  "Options:": "Options :",
  "Commands:": "Commandes :",
  "Arguments:": "Arguments :",
  "Global Options:": "Options communes :",
  "Add --help for what there is.": "Ajoutez --help pour voir ce qu’il y a.",
  "error: unknown option {0}": "erreur : option inconnue {0}",
  "error: unknown command {0}": "erreur : commande inconnue {0}",
  "error: missing required argument {0}": "erreur : il manque l’argument {0}",
  "error: required option {0} not specified": "erreur : l’option {0} est obligatoire",
  "error: option {0} argument missing": "erreur : il manque la valeur de l’option {0}",
  "error: too many arguments{0}": "erreur : trop d’arguments{0}",
  "OPTIONS OF EVERY COMMAND": "OPTIONS COMMUNES",
  COMMANDS: "COMMANDES",
  "EXIT STATUS": "CODE DE RETOUR",
  ENVIRONMENT: "ENVIRONNEMENT",
  FILES: "FICHIERS",
  NAME: "NOM",
  SYNOPSIS: "SYNOPSIS",
  "Done.": "Fait.",
  "Refused or failed; the message says by whom, where and why.":
    "Refusé ou échoué ; le message dit par qui, où et pourquoi.",
  "The command line is wrong.": "La ligne de commande est fausse.",
  "Carried out, but not by every phone: some failed, refused, or have not answered in time.":
    "Exécuté, mais pas par tous les téléphones : certains ont échoué, refusé, ou n’ont pas répondu à temps.",
  "The profile folder, where --profile does not name one.": "Le dossier du profil, si --profile n’en nomme aucun.",
  "French when it begins with fr, else English; --lang goes before it.":
    "Français si elle commence par fr, sinon anglais ; --lang l’emporte.",
  "Whom this folder trusts, and whose it is.": "À qui ce dossier se fie, et à qui il est.",
  "The verified charters and the newest size and root of the log that was seen. Keep it: it is evidence.":
    "Les chartes vérifiées, et la dernière taille et racine vues du journal. À garder : c’est une preuve.",
  "Private keys, encrypted with age.": "Clés privées, chiffrées avec age.",
  "Orders that the log released, so that it is not read from the beginning each time. May be deleted.":
    "Ordres libérés selon le journal, pour ne pas le relire chaque fois depuis le début. Peut être supprimé.",
  "Apps: read, release ring by ring, return, remove.":
    "Applications : lire, publier anneau par anneau, revenir, retirer.",
  "Build and sign the order of the ring that is due.": "Composer et signer l’ordre de l’anneau dont c’est le tour.",
  "Go on; failures until now are counted no more.": "Continuer ; les échecs jusqu’ici ne comptent plus.",
  "How each ring stands, and which one is due.": "Où en est chaque anneau, et duquel c’est le tour.",
  "JSON list of rings: group, soakSeconds, failures, permille":
    "liste JSON des anneaux : group, soakSeconds, failures, permille",
  "Leave an APK with the server, under its hash.": "Laisser un APK au serveur, sous son empreinte.",
  "List apps that orders released, each with its newest order.":
    "Lister les applications publiées par des ordres, chacune avec son dernier ordre.",
  "List rollouts, newest first.": "Lister les déploiements, le plus récent d’abord.",
  "List uploaded files and which documents name them.":
    "Lister les fichiers téléversés et les documents qui les nomment.",
  "No further ring for now.": "Pas d’autre anneau pour l’instant.",
  "OS updates: the least version, and who is behind.":
    "Mises à jour du système : la version minimale, et qui est en retard.",
  "Phones whose OS is behind what is asked for.": "Téléphones dont le système est en retard sur ce qui est demandé.",
  "Read an APK here and say what it is, who signed it, and what to be wary of.":
    "Lire un APK ici et dire ce qu’il est, qui l’a signé, et de quoi se méfier.",
  "Read an APK, show it, upload it, and sign its release for a group or the first of several rings.":
    "Lire un APK, le montrer, le téléverser, et signer sa publication pour un groupe ou le premier de plusieurs anneaux.",
  "Releases ring by ring.": "Publications anneau par anneau.",
  "Remove a file that no document names.": "Supprimer un fichier qu’aucun document ne nomme.",
  "Sign the release before the newest one again.": "Signer de nouveau la publication qui précède la dernière.",
  "Sign which OS a group must have, at least, and by when.":
    "Signer quel système un groupe doit avoir, au moins, et pour quand.",
  "Take an app from the phones of a group.": "Retirer une application des téléphones d’un groupe.",
  "The OS asked for on each platform, and how many phones have it.":
    "Le système demandé sur chaque plateforme, et combien de téléphones l’ont.",
  "The releases of an app, newest first, and how far each has come.":
    "Les publications d’une application, la plus récente d’abord, et où chacune en est.",
  "a day as 2026-10-01 (its end, UTC), or Unix seconds": "un jour comme 2026-10-01 (sa fin, UTC), ou des secondes Unix",
  "a version, or on Android a patch level as 2026-09-05":
    "une version, ou sur Android un niveau de correctifs comme 2026-09-05",
  "an APK": "un APK",
  "android or ios": "android ou ios",
  "ask for no OS any more": "ne plus demander de système",
  "behind, overdue, current, unknown": "behind, overdue, current, unknown",
  "build it from this APK (needed for the first ring)":
    "le composer d’après cet APK (nécessaire pour le premier anneau)",
  "package name or bundle id": "nom de paquet ou identifiant de bundle",
  "required or available": "required ou available",
  "running, paused, halted, done, returned, replaced": "running, paused, halted, done, returned, replaced",
  "the file's hash": "l’empreinte du fichier",
  "the group, or all (default: that of the newest release)":
    "le groupe, ou all (par défaut : celui de la dernière publication)",
  "the order of the release to return to": "l’ordre de la publication à laquelle revenir",
  "the rollout's id": "l’identifiant du déploiement",
  "where phones may fetch it besides the gatekeeper; repeat for more":
    "où les téléphones peuvent le chercher en plus du gardien ; à répéter",
  "a witness's witness.json (rempart witness init)": "le witness.json d’un témoin (rempart witness init)",
  "Recompute the whole log, check every signature in it, and compare it with what this profile saw before.":
    "Recalculer tout le journal, contrôler chaque signature qu’il contient, le comparer à ce que ce profil avait vu.",
  "with the orders and results that entries refer to; your key signs that you ask":
    "avec les ordres et résultats auxquels renvoient les entrées ; votre clé signe la demande",
  "Give a gatekeeper that was restored from a backup the entries it signed and lacks.":
    "Rendre à un gardien restauré depuis une sauvegarde les entrées qu’il a signées et qui lui manquent.",
  "a witness's folder, or the address where it serves its mirror":
    "le dossier d’un témoin, ou l’adresse où il sert son miroir",
  "key of a connector that writes to the directory": "clé d’un connecteur qui écrit dans l’annuaire",
  "whose key it must be: person, root, writer": "de qui la clé doit être : person, root, writer",
  "Encrypt the directory's private key to a new approver, who then reads sealed texts.":
    "Chiffrer la clé privée de l’annuaire pour un nouvel approbateur, qui lira alors les textes scellés.",
  "the newcomer's age recipient, age1...": "le destinataire age du nouveau venu, age1...",
  "file to hand over": "fichier à remettre",
  "Take the directory's private key into this profile, if it is the one that the charter names.":
    "Prendre la clé privée de l’annuaire dans ce profil, si c’est bien celle que nomme la charte.",
  "what key share wrote": "ce que key share a écrit",
  "the age identity file that it was encrypted to": "le fichier d’identité age pour lequel elle a été chiffrée",
  "List open sessions: your own, or everybody's for an approver.":
    "Lister les sessions ouvertes : les vôtres, ou celles de tous pour un approbateur.",
  "End this session, or another one: your own, or anybody's for an approver.":
    "Terminer cette session, ou une autre : la vôtre, ou n’importe laquelle pour un approbateur.",
  "another session than the one that asks": "une autre session que celle qui demande",
  "Webhooks: who is told of changes, and how that went.":
    "Webhooks : qui est averti des changements, et comment cela s’est passé.",
  "List the webhooks, without their secrets.": "Lister les webhooks, sans leurs secrets.",
  "Tell a target of changes, by ids and types alone. The secret that signs the messages is shown once.":
    "Avertir un destinataire des changements, par identifiants et types seulement. Le secret qui signe les messages est montré une fois.",
  "https address that takes the messages": "adresse https qui reçoit les messages",
  "phone, order, app, rollout, draft, charter, ticket, freeze, group, alarm; separated by commas":
    "phone, order, app, rollout, draft, charter, ticket, freeze, group, alarm ; séparés par des virgules",
  "Tell a target no more; what waits for it is dropped.":
    "Ne plus avertir un destinataire ; ce qui l’attend est abandonné.",
  "the webhook's id": "l’identifiant du webhook",
  "Switch a webhook on that was switched off.": "Remettre en marche un webhook qui a été arrêté.",
  "Send a message of type test; how it went stands in the deliveries.":
    "Envoyer un message de type test ; l’issue se lit dans les livraisons.",
  "The newest messages to a target, and how they went. Kept for seven days.":
    "Les derniers messages à un destinataire, et leur issue. Gardés sept jours.",
  "waiting, delivered, failed": "waiting, delivered, failed",
  "Files for phones at the server, each under its hash.":
    "Les fichiers pour les téléphones au serveur, chacun sous son empreinte.",
  "How the server runs.": "Comment va le serveur.",
  "Whether the server answers, reaches its database, and hears from the gatekeeper; exit 1 when not.":
    "Si le serveur répond, atteint sa base de données, et entend le gardien ; code 1 sinon.",
  "Print the server's figures, in the text format of Prometheus.":
    "Imprimer les chiffres du serveur, au format texte de Prometheus.",
  "People and charter:": "Personnes et charte :",
  "Phones:": "Téléphones :",
  "Orders:": "Ordres :",
  "Policies and groups:": "Politiques et groupes :",
  "Apps and OS:": "Applications et système :",
  "State and log:": "État et journal :",
  "Server:": "Serveur :",
  "Help:": "Aide :",
};
