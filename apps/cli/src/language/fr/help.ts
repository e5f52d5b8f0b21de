/** Help of the program itself, and of commands on people, keys, phones and orders. */
export const help: Readonly<Record<string, string>> = {
  "Signs what your phones are told to do. Builds every document itself and believes no server.":
    "Signe ce que vos téléphones doivent faire. Compose chaque document lui-même et ne croit aucun serveur.",
  "profile folder (default: REMPART_PROFILE, else ~/.config/rempart)":
    "dossier du profil (par défaut : REMPART_PROFILE, sinon ~/.config/rempart)",
  "sign with this key of the profile": "signer avec cette clé du profil",
  "age identity file that opens the keys": "fichier d’identité age qui ouvre les clés",
  "file with the passphrase of the keys": "fichier contenant la phrase de passe des clés",
  "print one JSON document on standard output": "imprimer un seul document JSON sur la sortie standard",
  "Found an organisation: make its keys, sign its first charter, hand it to a fresh gatekeeper.":
    "Fonder une organisation : créer ses clés, signer sa première charte, la remettre à un gardien neuf.",
  "the gatekeeper's address": "l’adresse du gardien",
  "the server's address": "l’adresse du serveur",
  "the organisation's name": "le nom de l’organisation",
  "an approver; repeat for more (default: three)": "un approbateur ; à répéter (par défaut : trois)",
  "an operator; repeat for more (default: one, when no approver is named)":
    "un opérateur ; à répéter (par défaut : un, si aucun approbateur n’est nommé)",
  "offline root keys": "clés racines hors ligne",
  "roots that must sign a charter (default: 2, or 1 of 1)":
    "racines qui doivent signer une charte (par défaut : 2, ou 1 sur 1)",
  "file with the one-time code that the gatekeeper printed; - for standard input":
    "fichier contenant le code à usage unique affiché par le gardien ; - pour l’entrée standard",
  "address that phones call; repeat, at least two": "adresse que les téléphones appellent ; à répéter, au moins deux",
  "origin of the console; repeat for more (default: the gatekeeper's)":
    "origine de la console ; à répéter (par défaut : celle du gardien)",
  "relying party id for passkeys (default: host of the first origin)":
    "identifiant de partie de confiance pour les clés d’accès (par défaut : hôte de la première origine)",
  "witness.json of a witness; repeat for more": "witness.json d’un témoin ; à répéter",
  "witnesses that must agree (default: more than half of them)":
    "témoins qui doivent concorder (par défaut : plus de la moitié)",
  "write one profile for each person, and one for the roots, into DIR":
    "écrire dans DIR un profil par personne, et un pour les racines",
  "phones per operator and limit window (default: 20)":
    "téléphones par opérateur et par fenêtre de limite (par défaut : 20)",
  "seconds of the limit window (default: 3600)": "secondes de la fenêtre de limite (par défaut : 3600)",
  "largest wipe that the smaller quorum may sign, in phones (default: 10)":
    "plus grand effacement que le petit quorum peut signer, en téléphones (par défaut : 10)",
  "approvers for a wipe of few phones (default: 2)": "approbateurs pour effacer peu de téléphones (par défaut : 2)",
  "approvers for a wipe of more phones (default: 3)":
    "approbateurs pour effacer davantage de téléphones (par défaut : 3)",
  "approvers for policies, apps, certificates, OS updates, assignments (default: 2)":
    "approbateurs pour politiques, applications, certificats, mises à jour, affectations (par défaut : 2)",
  "approvers for an update of the agent (default: 3)": "approbateurs pour une mise à jour de l’agent (par défaut : 3)",
  "approvers for a ticket of several uses (default: 2)":
    "approbateurs pour une invitation à plusieurs usages (par défaut : 2)",
  "approvers who lift a freeze (default: 2)": "approbateurs qui lèvent un gel (par défaut : 2)",
  "approvers for locking one phone while frozen (default: 2)":
    "approbateurs pour verrouiller un téléphone pendant un gel (par défaut : 2)",
  "approvers for wiping one phone while frozen (default: 3)":
    "approbateurs pour effacer un téléphone pendant un gel (par défaut : 3)",
  "phones destroyed at most in the short window (default: 10)":
    "téléphones détruits au plus dans la fenêtre courte (par défaut : 10)",
  "seconds of the short window (default: 600)": "secondes de la fenêtre courte (par défaut : 600)",
  "phones destroyed at most in the long window (default: 50)":
    "téléphones détruits au plus dans la fenêtre longue (par défaut : 50)",
  "seconds of the long window (default: 86400)": "secondes de la fenêtre longue (par défaut : 86400)",
  "destructive orders for more phones than this are held first (default: 10)":
    "les ordres destructeurs visant plus de téléphones sont d’abord retenus (par défaut : 10)",
  "how long they are held (default: 3600)": "durée de cette retenue (par défaut : 3600)",
  "phones a new standing document may always reach at first (default: 10)":
    "téléphones qu’un nouveau document permanent peut toujours atteindre d’abord (par défaut : 10)",
  "and of all phones, in thousandths (default: 10)": "et sur l’ensemble des téléphones, en millièmes (par défaut : 10)",
  "how long its reach stays bounded (default: 3600)":
    "durée pendant laquelle sa portée reste bornée (par défaut : 3600)",
  "The organisation's root of trust, and the ceremonies that change it.":
    "La racine de confiance de l’organisation, et les cérémonies qui la changent.",
  "Show a charter this profile verified, from its signed bytes.":
    "Montrer une charte que ce profil a vérifiée, d’après ses octets signés.",
  "a version (default: the newest)": "une version (par défaut : la plus récente)",
  "print its JSON, to be edited for charter propose --edited":
    "imprimer son JSON, à modifier pour charter propose --edited",
  "Fetch newer charters, verify each from the pinned genesis, and show the newest.":
    "Récupérer les chartes plus récentes, vérifier chacune depuis la genèse épinglée, montrer la dernière.",
  "Say in words what changes from one charter to another, or what a proposal would change.":
    "Dire en mots ce qui change d’une charte à une autre, ou ce qu’une proposition changerait.",
  "a version": "une version",
  "another (default: the newest)": "une autre (par défaut : la plus récente)",
  "a proposal": "une proposition",
  "Propose the next charter, from the newest verified one. Nothing is signed.":
    "Proposer la charte suivante, à partir de la dernière vérifiée. Rien n’est signé.",
  "proposal file to write": "fichier de proposition à écrire",
  "a person's key request (rempart key new); repeat for more":
    "demande de clé d’une personne (rempart key new) ; à répéter",
  "roles of the person added, separated by commas (default: operator); once for each":
    "rôles de la personne ajoutée, séparés par des virgules (par défaut : operator) ; une fois pour chacune",
  "id or name of somebody who leaves; repeat for more": "identifiant ou nom de quelqu’un qui part ; à répéter",
  "a further key of somebody who is here already": "une clé de plus pour quelqu’un déjà présent",
  "a credential that is lost or stolen": "un moyen d’authentification perdu ou volé",
  "new roles of a person: approver, operator, writer, auditor":
    "nouveaux rôles d’une personne : approver, operator, writer, auditor",
  "rules as JSON, replacing all": "règles en JSON, remplaçant toutes les autres",
  "brake as JSON": "frein en JSON",
  "root key requests that replace all roots; repeat for each":
    "demandes de clés racines qui remplacent toutes les racines ; à répéter pour chacune",
  "a further root key request": "une demande de clé racine de plus",
  "a root key that counts no more": "une clé racine qui ne compte plus",
  "roots that must sign": "racines qui doivent signer",
  "addresses that phones call, replacing all; repeat, at least two":
    "adresses que les téléphones appellent, remplaçant toutes les autres ; à répéter, au moins deux",
  "a further TLS key: SHA-256 of its SPKI": "une clé TLS de plus : SHA-256 de son SPKI",
  "a TLS key that counts no more": "une clé TLS qui ne compte plus",
  "the gatekeeper's next keys, from `npm run gatekeeper-keys -- prepare` on its host":
    "les prochaines clés du gardien, données par `npm run gatekeeper-keys -- prepare` sur son hôte",
  "a witness's key request": "la demande de clé d’un témoin",
  "a witness that counts no more": "un témoin qui ne compte plus",
  "witnesses that phones demand": "témoins que les téléphones exigent",
  "the directory's next public key": "la prochaine clé publique de l’annuaire",
  "its epoch (default: the next)": "son époque (par défaut : la suivante)",
  "a directory writer's key request": "la demande de clé d’un rédacteur de l’annuaire",
  "a directory writer that counts no more": "un rédacteur de l’annuaire qui ne compte plus",
  "a standing document that counts no more": "un document permanent qui ne compte plus",
  "origins of the console, replacing all": "origines de la console, remplaçant toutes les autres",
  "host that passkeys are bound to": "hôte auquel les clés d’accès sont liées",
  "start from this JSON (charter show --body, edited) instead of the newest charter":
    "partir de ce JSON (charter show --body, modifié) au lieu de la dernière charte",
  "cut off what was released at or after this log entry (default: nothing)":
    "écarter ce qui a été libéré à partir de cette entrée du journal (par défaut : rien)",
  "every holder of a new key has read the same words; do not ask":
    "chaque détenteur d’une nouvelle clé a lu les mêmes mots ; ne pas demander",
  "the gatekeeper is lost: start from what this profile knows; needs --from":
    "le gardien est perdu : partir de ce que ce profil connaît ; exige --from",
  "propose even what locks people or phones out": "proposer même ce qui exclut des personnes ou des téléphones",
  "Sign a proposal with root keys. Touches no network.":
    "Signer une proposition avec des clés racines. Ne touche aucun réseau.",
  "proposal file": "fichier de proposition",
  "a root's key; repeat for more": "la clé d’une racine ; à répéter",
  "write the signed proposal here (default: into the proposal file)":
    "écrire ici la proposition signée (par défaut : dans le fichier de proposition)",
  "do not ask before signing": "ne pas demander avant de signer",
  "Submit a proposal that enough roots signed, check the log, and list what must be signed again.":
    "Soumettre une proposition signée par assez de racines, contrôler le journal, lister ce qui est à signer de nouveau.",
  "proposal file; repeat for copies that roots signed apart":
    "fichier de proposition ; à répéter pour des copies que des racines ont signées séparément",
  "Make this folder the profile of somebody whose key a published charter holds.":
    "Faire de ce dossier le profil de quelqu’un dont une charte publiée porte la clé.",
  "hash of the genesis charter, as a colleague's profile shows it":
    "empreinte de la charte de genèse, telle que la montre le profil d’un collègue",
  "the key request made here with key new": "la demande de clé faite ici avec key new",
  "Invitations to enrol phones.": "Invitations à enrôler des téléphones.",
  "Make and sign a ticket; write the text of its QR when it is accepted.":
    "Faire et signer une invitation ; écrire le texte de son QR quand elle est acceptée.",
  "group of the phones; repeat for more": "groupe des téléphones ; à répéter",
  "how many phones may use it": "combien de téléphones peuvent s’en servir",
  "hours until it expires": "heures avant son expiration",
  "an operator compares a code for each phone": "un opérateur compare un code pour chaque téléphone",
  "the person who will carry the phone": "la personne qui portera le téléphone",
  "sign with this key of the profile; repeat for more": "signer avec cette clé du profil ; à répéter",
  "file for the text of the QR": "fichier pour le texte du QR",
  "Write the QR's text of a ticket that others submitted.":
    "Écrire le texte du QR d’une invitation que d’autres ont soumise.",
  "hash of a ticket made with this profile": "empreinte d’une invitation faite avec ce profil",
  "Phones as the server knows them.": "Les téléphones tels que le serveur les connaît.",
  "Show one phone with its results.": "Montrer un téléphone avec ses résultats.",
  "the phone's id": "l’identifiant du téléphone",
  "check and open its newest reports, with the directory's key":
    "contrôler et ouvrir ses derniers rapports, avec la clé de l’annuaire",
  "List phones, all or those that the filters match.":
    "Lister les téléphones, tous ou ceux que les filtres retiennent.",
  "words that must each be in the model or OS, or begin the id":
    "mots qui doivent chacun figurer dans le modèle ou le système, ou commencer l’identifiant",
  "android, ios": "android, ios",
  "exactly these models, separated by commas": "exactement ces modèles, séparés par des virgules",
  "exactly these versions, separated by commas": "exactement ces versions, séparées par des virgules",
  "this version or newer": "cette version ou plus récente",
  "older than this version": "plus ancien que cette version",
  "a patch level before this one": "un niveau de correctifs antérieur à celui-ci",
  "ready, confirm, gone": "ready, confirm, gone",
  "id of a group": "identifiant d’un groupe",
  "in any of these groups, separated by commas": "dans l’un de ces groupes, séparés par des virgules",
  "in-line, out-of-line, unknown": "in-line (conforme), out-of-line (non conforme), unknown (non rapporté)",
  "held, released, cancelled, ended": "held, released, cancelled, ended",
  "wipe, policy and so on, separated by commas": "wipe, policy, etc., séparés par des virgules",
  "name of a stream": "nom d’un flux",
  "id of a person who signed it": "identifiant d’une personne qui l’a signé",
  "id of a phone that it concerns": "identifiant d’un téléphone qu’il concerne",
  "The ids of all phones that the filters match, in one answer.":
    "Les identifiants de tous les téléphones que les filtres retiennent, en une seule réponse.",
  "Orders that concern one phone, newest first, with what it said to each.":
    "Les ordres qui concernent un téléphone, le plus récent d’abord, avec sa réponse à chacun.",
  "Standing documents that apply to one phone, with what it said to each.":
    "Les documents permanents qui s’appliquent à un téléphone, avec sa réponse à chacun.",
  "How many orders there are in each state and of each action.":
    "Combien il y a d’ordres dans chaque état et pour chaque action.",
  "Documents that wait for signatures.": "Documents en attente de signatures.",
  "the draft's hash": "l’empreinte du brouillon",
  "Say that you will not sign a draft, and why; the server's word, and binds nobody.":
    "Dire que vous ne signerez pas un brouillon, et pourquoi ; parole du serveur, qui ne lie personne.",
  "lost, stolen, leaver, compromise, policy, update, support, exercise, legal, mistake, other":
    "lost, stolen, leaver, compromise, policy, update, support, exercise, legal, mistake, other",
  "words sealed to the directory's key, base64": "termes scellés pour la clé de l’annuaire, en base64",
  "Take back that you will not sign a draft.": "Revenir sur votre refus de signer un brouillon.",
  "Take back a draft that you made: nobody is asked to sign it any more.":
    "Retirer un brouillon que vous avez déposé : sa signature n’est plus demandée à personne.",
  "Streams of standing documents, as policies and apps.":
    "Flux de documents permanents, comme les politiques et les applications.",
  "List the streams of standing documents, each with its newest.":
    "Lister les flux de documents permanents, chacun avec son document le plus récent.",
  "streams that begin so, as policy/": "flux dont le nom commence ainsi, comme policy/",
  "this stream alone": "ce flux seul",
  "All documents of a stream, newest first.": "Tous les documents d’un flux, le plus récent d’abord.",
  "How everything is, in numbers: phones, orders, drafts, alarms, rollouts.":
    "L’état de tout, en chiffres : téléphones, ordres, brouillons, alarmes, déploiements.",
  "hash of the ticket that it came with": "empreinte de l’invitation avec laquelle il est venu",
  "last seen after this time, Unix seconds": "vu pour la dernière fois après cet instant, secondes Unix",
  "last seen before this time, or never": "vu pour la dernière fois avant cet instant, ou jamais",
  "true: below the OS minimum in force for it; false: not":
    "true : sous la version minimale en vigueur pour lui ; false : non",
  "true: in lost mode; false: not": "true : en mode perdu ; false : non",
  "id, model, os, patch, seen, enrolled, compliance; a dash before it turns the order round":
    "id, model, os, patch, seen, enrolled, compliance ; un tiret devant inverse l’ordre",
  "at most so many": "au plus ce nombre",
  "How many phones the filters match.": "Combien de téléphones les filtres retiennent.",
  "How many phones there are of each platform, model, OS, patch level, state, compliance and group.":
    "Combien il y a de téléphones par plateforme, modèle, système, niveau de correctifs, état, conformité et groupe.",
  "What one phone reported, newest first.": "Ce qu’un téléphone a rapporté, le plus récent d’abord.",
  "order, inventory, drift, fence, alert": "order, inventory, drift, fence, alert",
  "Let a phone in that waits to be confirmed, after comparing the six digits that it shows.":
    "Admettre un téléphone en attente, après comparaison des six chiffres qu’il affiche.",
  "sign with this key of the profile; repeat for more (default: the profile's own)":
    "signer avec cette clé du profil ; à répéter (par défaut : celle du profil)",
  "sign with this root key; repeat for more": "signer avec cette clé racine ; à répéter",
  "write the document to FILE instead of leaving it with the server":
    "écrire le document dans FILE au lieu de le laisser au serveur",
  "the digits that the phone shows (default: asked for)":
    "les chiffres que le téléphone affiche (par défaut : demandés)",
  why: "pourquoi",
  "Draft, read, sign and submit orders and tickets.": "Préparer, lire, signer et soumettre ordres et invitations.",
  "Build an order here and leave it for signatures; --sign-now signs at once.":
    "Composer ici un ordre et le laisser aux signatures ; --sign-now signe aussitôt.",
  "what the phones are to do": "ce que les téléphones doivent faire",
  "ids of phones, separated by commas": "identifiants de téléphones, séparés par des virgules",
  "file with one id a line": "fichier avec un identifiant par ligne",
  "a group's id, or all": "l’identifiant d’un groupe, ou all",
  "the action's parameters, without sealed texts": "les paramètres de l’action, sans les textes scellés",
  "why: lost, stolen, leaver, compromise, policy, update, support, exercise, legal, mistake, other":
    "pourquoi : lost, stolen, leaver, compromise, policy, update, support, exercise, legal, mistake, other",
  "words of the reason, sealed to the approvers": "termes du motif, scellés pour les approbateurs",
  "hours until the order expires (default: 168)": "heures avant l’expiration de l’ordre (par défaut : 168)",
  "text of a message, sealed": "texte d’un message, scellé",
  "message on a locked phone, sealed": "message sur un téléphone verrouillé, scellé",
  "number to call on a locked phone, sealed": "numéro à appeler sur un téléphone verrouillé, scellé",
  "contact on a lost phone, sealed": "contact sur un téléphone perdu, scellé",
  "once submitted, wait so long until every phone has answered; exit 3 when one has not, or could not":
    "une fois soumis, attendre tout ce temps que chaque téléphone réponde ; code 3 si l’un d’eux ne l’a pas fait, ou n’a pas pu",
  "sign with the profile's own key at once": "signer aussitôt avec la clé du profil",
  "submit at once when the quorum is complete": "soumettre aussitôt que le quorum est complet",
  "List drafts and orders that the server holds.": "Lister les brouillons et les ordres que détient le serveur.",
  "only what newer charters ended or cut off, and must be signed again":
    "seulement ce que de nouvelles chartes ont terminé ou écarté, et qui est à signer de nouveau",
  "Draft the same order afresh under the charter in force, and leave it for signatures.":
    "Composer à neuf le même ordre sous la charte en vigueur, et le laisser aux signatures.",
  "hash of an order that a charter ended or cut off": "empreinte d’un ordre qu’une charte a terminé ou écarté",
  "Fetch a document, verify it against its hash, and say what it does and what is missing.":
    "Récupérer un document, le vérifier contre son empreinte, dire ce qu’il fait et ce qui manque.",
  "hash of the document": "empreinte du document",
  "read it from FILE instead of the server": "le lire dans FILE au lieu du serveur",
  "Verify a document, show it, and sign its exact bytes.":
    "Vérifier un document, le montrer, et signer ses octets exacts.",
  "sign every order that this file of rempart apply --out lists, after one question":
    "signer chaque ordre listé par ce fichier de rempart apply --out, après une seule question",
  "submit when the quorum is then complete": "soumettre si le quorum est alors complet",
  "submit to the gatekeeper, not through the server": "soumettre au gardien, sans passer par le serveur",
  "Submit a document whose quorum is complete, and check that the log holds it.":
    "Soumettre un document au quorum complet, et contrôler que le journal le contient.",
  "of a ticket made here: write the QR's text to FILE":
    "pour une invitation faite ici : écrire le texte du QR dans FILE",
  "Cancel an order; goes straight to the gatekeeper.": "Annuler un ordre ; va droit au gardien.",
  "hash of the order to end": "empreinte de l’ordre à terminer",
  "What each phone of an order said last.": "Ce que chaque téléphone d’un ordre a dit en dernier.",
  "hash of the order": "empreinte de l’ordre",
  "wait so long until every phone has answered; exit 3 when one has not, or could not":
    "attendre tout ce temps que chaque téléphone réponde ; code 3 si l’un d’eux ne l’a pas fait, ou n’a pas pu",
  "Try an order again on the phones that failed, and on no others.":
    "Retenter un ordre sur les téléphones qui ont échoué, et sur aucun autre.",
  "which phones (default: failed,refused,interrupted)": "quels téléphones (par défaut : failed,refused,interrupted)",
  "Lock phones: draft, sign, and submit when one signature is enough.":
    "Verrouiller des téléphones : composer, signer, et soumettre si une signature suffit.",
  "ids of phones": "identifiants de téléphones",
  "message on the locked phone, sealed": "message sur le téléphone verrouillé, scellé",
  "number to call, sealed": "numéro à appeler, scellé",
  "Erase phones: draft and sign; others must sign too.":
    "Effacer des téléphones : composer et signer ; d’autres doivent signer aussi.",
  "erase storage cards too": "effacer aussi les cartes mémoire",
  "erase eSIMs too": "effacer aussi les eSIM",
  "give up factory-reset protection": "renoncer à la protection contre la réinitialisation",
  "Put phones into lost mode, or take them out of it with --off.":
    "Mettre des téléphones en mode perdu, ou les en sortir avec --off.",
  "what the phone shows, sealed": "ce que le téléphone affiche, scellé",
  "whom to call, sealed": "qui appeler, scellé",
  "make a sound until it is found": "sonner jusqu’à ce qu’on le trouve",
  "the phone is found again": "le téléphone est retrouvé",
  "Take phones out of lost mode.": "Sortir des téléphones du mode perdu.",
  "Let phones ring, also silent ones.": "Faire sonner des téléphones, même silencieux.",
  "how long": "combien de temps",
  "Show a message on phones.": "Afficher un message sur des téléphones.",
  "the text, sealed": "le texte, scellé",
  "Ask one phone where it is. The answer is sealed: --wait opens it with the directory's key.":
    "Demander à un téléphone où il est. La réponse est scellée : --wait l’ouvre avec la clé de l’annuaire.",
  "wait for the answer and show it": "attendre la réponse et la montrer",
  "how long to wait": "combien de temps attendre",
  "What phones report of themselves, sealed to the directory's key.":
    "Ce que les téléphones rapportent d’eux-mêmes, scellé à la clé de l’annuaire.",
  "Check that the phone signed its reports, and open what it sealed. Needs the directory's key.":
    "Contrôler que le téléphone a signé ses rapports, et ouvrir ce qu’il a scellé. Exige la clé de l’annuaire.",
  "one report; without it, the newest": "un rapport ; sans cela, le dernier",
  "of this kind only: order, inventory, drift, fence, alert":
    "de cette sorte seulement : order, inventory, drift, fence, alert",
  "how many of the newest": "combien des plus récents",
};
