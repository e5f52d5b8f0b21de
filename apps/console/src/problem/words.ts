import { defineWords } from "../words/language.ts";

interface Told {
  /** What is so. */
  what: string;
  /** The way out. */
  todo: string;
}

/** Sentences by code: the thing, then the way out. */
export const problemWords = defineWords({
  en: {
    unknown: "Something went wrong.",
    details: "Code and place, for whoever looks into it",
    retry: "Try again",
    codes: {
      network: {
        what: "No answer came.",
        todo: "Check the connection, and that this host is running. Nothing was changed.",
      },
      answer: {
        what: "The answer is not what it should be.",
        todo: "Nothing of it was used. If it stays so, ask who runs the server: it may be in other hands.",
      },
      "answer.hash": {
        what: "Another document was shown than the one asked for.",
        todo: "Do not sign it. The server may be in other hands: tell your colleagues by telephone.",
      },
      session: { what: "Your session has ended.", todo: "Sign in again; what you were looking at stays here." },
      role: { what: "Your role does not allow this.", todo: "An operator or approver can do it." },
      rate: { what: "Too many requests in a short time.", todo: "Wait a minute, then try again." },
      unavailable: { what: "The service is busy with itself for the moment.", todo: "Try again in a few seconds." },
      standby: { what: "Another gatekeeper is active.", todo: "Use its address, or wait until this one takes over." },
      stopped: {
        what: "The gatekeeper has stopped: its log does not match what it signed before.",
        todo: "Do not restart it. Look at the log page and the operator's guide, “Refill”.",
      },
      refilling: {
        what: "The gatekeeper is fetching entries that its log misses.",
        todo: "It releases nothing until they are back. Nothing needs to be done here.",
      },
      "not-founded": { what: "No organisation is founded here yet.", todo: "Open the start page and found one." },
      founded: {
        what: "An organisation is founded here already.",
        todo: "Sign in, or ask its approvers for an invitation.",
      },
      "founding.code": {
        what: "The founding code is wrong.",
        todo: "It stands in the terminal of npm start, 16 letters and digits. After five wrong tries a restart prints a new one.",
      },
      "founding.mac": {
        what: "The gatekeeper’s keys do not match this code.",
        todo: "Read the code again from the gatekeeper’s own terminal. If it is right, somebody stands between you and the gatekeeper: found from another network.",
      },
      "founding.roots": {
        what: "Too few root keys are in memory.",
        todo: "Open the files of as many as must sign, or make them anew.",
      },
      "founding.sheet": {
        what: "The words for somebody’s sheet are no longer in memory.",
        todo: "Go back to “Keys on paper” and print the sheet again.",
      },
      "sealed.prf": {
        what: "This passkey derives no secret.",
        todo: "Try again; if it stays so, go on without a copy and share the key later.",
      },
      "sealed.none": {
        what: "The key to sealed texts is not shared with you yet.",
        todo: "Use the browser in which you made your key. Else ask another approver to share the key with you.",
      },
      reader: { what: "The gatekeeper did not accept who asks.", todo: "Check this computer’s clock, then try again." },
      "request.proof": {
        what: "The key in this request did not sign it.",
        todo: "Copy all of it again. If it stays so, ask for a new request: it was changed on its way, or made at another address.",
      },
      "request.use": { what: "This request is not a person’s.", todo: "Ask for the request that their browser shows." },
      "request.twice": { what: "This key, or this person, is in the list already.", todo: "Nothing needs to be done." },
      "witness.form": { what: "This is no witness’s key.", todo: "Copy all of witness.json, from { to }." },
      demonstration: {
        what: "No demonstration is possible here.",
        todo: "It needs a trial on one machine, started by npm start with an empty data folder.",
      },
      "passkey.cancelled": {
        what: "The passkey was not used.",
        todo: "Nothing was signed. Try again when you are ready.",
      },
      "passkey.origin": {
        what: "Passkeys do not work at this address.",
        todo: "Open the console at the address that the charter names.",
      },
      "passkey.unknown": {
        what: "The charter knows no such passkey.",
        todo: "Choose another one, or ask an approver to invite you.",
      },
      "passkey.missing": { what: "This browser has no passkeys.", todo: "Use a key file instead." },
      "passphrase.wrong": {
        what: "This passphrase does not open the file.",
        todo: "Check capitals and spaces, and that it is the right file.",
      },
      "key.broken": { what: "This is no key file of Rempart.", todo: "Choose the file that ends in .age." },
      "key.kind": { what: "This key has another use.", todo: "Choose your own key, not a root's or the directory's." },
      "directory.key": {
        what: "This is not the key of the directory that the charter names.",
        todo: "Choose the file directory.age of this organisation.",
      },
      "charter.current": {
        what: "It names an older charter than the one in force.",
        todo: "Ask for it to be drafted again: old signatures do not count any more.",
      },
      "charter.chain": {
        what: "The charters shown do not follow from the one this browser knows.",
        todo: "Believe nothing here. Compare the fingerprint words with a colleague by telephone.",
      },
      "log.head": {
        what: "The head of the log is not signed by the organisation's log key.",
        todo: "Believe nothing here until you know why.",
      },
      "log.consistency": {
        what: "The log does not continue what this browser saw before.",
        todo: "History may have been rewritten. Stop, and call your colleagues; keep this browser as evidence.",
      },
      "log.inclusion": {
        what: "The log does not prove that this was released.",
        todo: "Take it as not released, and find out why.",
      },
      freeze: { what: "The organisation is frozen.", todo: "Lift the freeze first; that needs a quorum." },
      "rule.none": {
        what: "No rule of the charter allows this.",
        todo: "The roots can change the rules with a new charter.",
      },
      "signature.quorum": { what: "Too few people signed.", todo: "It waits in the inbox of those who may sign." },
      "targets.list": {
        what: "The list of phones is not the one that was signed.",
        todo: "Do not sign. Ask who drafted it.",
      },
      "secret.hash": { what: "The sealed text is not the one that the order pins.", todo: "Do not sign." },
      "secret.unread": {
        what: "It holds a sealed text that you cannot open.",
        todo: "Unlock sealed texts first. Nobody signs what they have not read.",
      },
      "window.expired": { what: "It has expired.", todo: "Draft it again if it is still needed." },
      "window.early": {
        what: "It is dated into the future.",
        todo: "Check the clocks of this device and of whoever drafted it.",
      },
      "release.late": {
        what: "It was drafted more than 24 hours ago.",
        todo: "Draft it again: no order is accepted later than that.",
      },
      "stream.next": {
        what: "Somebody else changed the same thing meanwhile.",
        todo: "Look at what stands now, and draft your change again.",
      },
      replay: { what: "This order was accepted before.", todo: "Nothing more needs to be done." },
      "brake.held": { what: "The brake is full.", todo: "Wait until its window has passed, or cancel what fills it." },
      "targets.many": {
        what: "More than a million phones match.",
        todo: "An order names a million at most. Narrow the list.",
      },
      "targets.none": {
        what: "No phone matches any more.",
        todo: "The list changed since you selected. Look at it again.",
      },
      "target.proof": {
        what: "The signed list does not hold this phone where the server says.",
        todo: "Do not rely on it: the server may be in other hands.",
      },
      "phone.unproven": {
        what: "The server gives no proof of whose phone this is.",
        todo: "Nothing destructive is signed for it. Find out why the proof is missing.",
      },
      size: { what: "It is too large.", todo: "Make it smaller." },
      "not-found": { what: "It is not here.", todo: "It may have been removed, or the address is mistyped." },
      internal: {
        what: "The console itself failed.",
        todo: "Load the page again. If it stays so, report the text below.",
      },
      "state.held": {
        what: "The server calls released what the brake holds.",
        todo: "Do not rely on what it says. It can be cancelled until the hold ends.",
      },
      "release.reach": {
        what: "The release reaches others than the order may.",
        todo: "Take it as wrong, and find out why.",
      },
      "phone.key": {
        what: "The server shows the key of another phone.",
        todo: "Believe nothing that it says of this phone.",
      },
      "result.signature": {
        what: "The phone did not sign what the server says.",
        todo: "Take it as unknown, and look at the phone.",
      },
      "result.order": {
        what: "The answer shown is about another order or phone.",
        todo: "Take it as unknown, and look at the phone.",
      },
      "draft.state": { what: "It does not wait any more.", todo: "Look at what became of it." },
      "draft.owner": {
        what: "Only whoever drafted it can withdraw it.",
        todo: "Refuse it instead; the others see that.",
      },
      "order.again": { what: "It still counts as it is.", todo: "Sign or send it as it is." },
      "signature.invalid": {
        what: "The signature does not verify.",
        todo: "Sign again with the key that the charter knows.",
      },
      cancelled: { what: "Somebody cancelled it.", todo: "Draft it again if it is still needed." },
      org: { what: "It belongs to another organisation.", todo: "Do not sign it." },
      "charter.void": { what: "The roots declared it void.", todo: "Draft it again if it is still needed." },
    } as Record<string, Told>,
  },
  fr: {
    unknown: "Une erreur est survenue.",
    details: "Code et emplacement, pour qui cherche la cause",
    retry: "Réessayer",
    codes: {
      network: {
        what: "Aucune réponse n’est venue.",
        todo: "Vérifiez la connexion et que cet hôte fonctionne. Rien n’a été modifié.",
      },
      answer: {
        what: "La réponse n’est pas celle attendue.",
        todo: "Rien n’en a été utilisé. Si cela persiste, prévenez qui gère le serveur : il est peut-être en d’autres mains.",
      },
      "answer.hash": {
        what: "Un autre document que celui demandé a été présenté.",
        todo: "Ne le signez pas. Le serveur est peut-être en d’autres mains : prévenez vos collègues par téléphone.",
      },
      session: { what: "Votre session est terminée.", todo: "Reconnectez-vous ; ce que vous regardiez reste ici." },
      role: { what: "Votre rôle ne le permet pas.", todo: "Un opérateur ou un approbateur peut le faire." },
      rate: { what: "Trop de demandes en peu de temps.", todo: "Attendez une minute, puis réessayez." },
      unavailable: { what: "Le service est occupé pour l’instant.", todo: "Réessayez dans quelques secondes." },
      standby: {
        what: "Un autre gatekeeper est actif.",
        todo: "Utilisez son adresse, ou attendez que celui-ci prenne le relais.",
      },
      stopped: {
        what: "Le gatekeeper s’est arrêté : son journal ne correspond pas à ce qu’il avait signé.",
        todo: "Ne le redémarrez pas. Consultez la page du journal et le guide de l’exploitant, « Refill ».",
      },
      refilling: {
        what: "Le gatekeeper récupère des entrées qui manquent à son journal.",
        todo: "Il ne libère rien avant leur retour. Il n’y a rien à faire ici.",
      },
      "not-founded": {
        what: "Aucune organisation n’est encore fondée ici.",
        todo: "Ouvrez la page d’accueil et fondez-en une.",
      },
      founded: {
        what: "Une organisation est déjà fondée ici.",
        todo: "Connectez-vous, ou demandez une invitation à ses approbateurs.",
      },
      "founding.code": {
        what: "Le code de fondation est faux.",
        todo: "Il figure dans le terminal de npm start : 16 lettres et chiffres. Après cinq essais faux, un redémarrage en imprime un nouveau.",
      },
      "founding.mac": {
        what: "Les clés du gatekeeper ne correspondent pas à ce code.",
        todo: "Relisez le code sur le terminal même du gatekeeper. S’il est juste, quelqu’un se tient entre vous et le gatekeeper : fondez depuis un autre réseau.",
      },
      "founding.roots": {
        what: "Trop peu de clés racines sont en mémoire.",
        todo: "Ouvrez les fichiers d’autant de clés qu’il en faut pour signer, ou recréez-les.",
      },
      "founding.sheet": {
        what: "Les mots de la feuille de quelqu’un ne sont plus en mémoire.",
        todo: "Revenez à « Clés sur papier » et imprimez la feuille de nouveau.",
      },
      "sealed.prf": {
        what: "Cette clé d’accès ne dérive pas de secret.",
        todo: "Essayez encore ; si cela persiste, poursuivez sans copie et partagez la clé plus tard.",
      },
      "sealed.none": {
        what: "La clé des textes scellés n’est pas encore partagée avec vous.",
        todo: "Utilisez le navigateur où vous avez créé votre clé. Sinon demandez à un autre approbateur de la partager.",
      },
      reader: {
        what: "Le gatekeeper n’a pas accepté qui demande.",
        todo: "Vérifiez l’horloge de cet ordinateur, puis réessayez.",
      },
      "request.proof": {
        what: "La clé de cette demande ne l’a pas signée.",
        todo: "Copiez-la de nouveau en entier. Si cela persiste, demandez-en une nouvelle : elle a été changée en chemin, ou faite à une autre adresse.",
      },
      "request.use": {
        what: "Cette demande n’est pas celle d’une personne.",
        todo: "Demandez celle que montre son navigateur.",
      },
      "request.twice": {
        what: "Cette clé, ou cette personne, figure déjà dans la liste.",
        todo: "Il n’y a rien à faire.",
      },
      "witness.form": {
        what: "Ce n’est pas la clé d’un témoin.",
        todo: "Copiez tout witness.json, de { à }.",
      },
      demonstration: {
        what: "Aucune démonstration n’est possible ici.",
        todo: "Il faut un essai sur une seule machine, démarré par npm start avec un dossier de données vide.",
      },
      "passkey.cancelled": {
        what: "La clé d’accès n’a pas été utilisée.",
        todo: "Rien n’a été signé. Réessayez quand vous serez prêt.",
      },
      "passkey.origin": {
        what: "Les clés d’accès ne fonctionnent pas à cette adresse.",
        todo: "Ouvrez la console à l’adresse que nomme la charte.",
      },
      "passkey.unknown": {
        what: "La charte ne connaît pas cette clé d’accès.",
        todo: "Choisissez-en une autre, ou demandez une invitation à un approbateur.",
      },
      "passkey.missing": { what: "Ce navigateur n’a pas de clés d’accès.", todo: "Utilisez plutôt un fichier de clé." },
      "push.denied": {
        what: "Ce navigateur ne peut pas afficher de notifications.",
        todo: "Autorisez-les dans les réglages du navigateur pour cette page, puis réessayez.",
      },
      "push.endpoint": {
        what: "Le gatekeeper ne connaît pas le service de notification de ce navigateur.",
        todo: "Qui gère le gatekeeper peut ajouter son hôte aux réglages (gatekeeper.push.hosts).",
      },
      "passphrase.short": { what: "La phrase de passe est trop courte.", todo: "Utilisez au moins 12 caractères." },
      "passphrase.wrong": {
        what: "Cette phrase de passe n’ouvre pas le fichier.",
        todo: "Vérifiez majuscules et espaces, et que c’est le bon fichier.",
      },
      "key.broken": {
        what: "Ce n’est pas un fichier de clé de Rempart.",
        todo: "Choisissez le fichier qui finit par .age.",
      },
      "key.kind": {
        what: "Cette clé a un autre usage.",
        todo: "Choisissez votre propre clé, pas celle d’une racine ni de l’annuaire.",
      },
      "directory.key": {
        what: "Ce n’est pas la clé de l’annuaire que nomme la charte.",
        todo: "Choisissez le fichier directory.age de cette organisation.",
      },
      "charter.current": {
        what: "Il cite une charte plus ancienne que celle en vigueur.",
        todo: "Faites-le rédiger de nouveau : les anciennes signatures ne comptent plus.",
      },
      "charter.chain": {
        what: "Les chartes présentées ne suivent pas celle que connaît ce navigateur.",
        todo: "Ne croyez rien ici. Comparez les mots de l’empreinte avec un collègue, par téléphone.",
      },
      "log.head": {
        what: "La tête du journal n’est pas signée par la clé de journal de l’organisation.",
        todo: "Ne croyez rien ici avant d’en connaître la raison.",
      },
      "log.consistency": {
        what: "Le journal ne prolonge pas ce que ce navigateur avait vu.",
        todo: "L’histoire a pu être réécrite. Arrêtez-vous, appelez vos collègues, et gardez ce navigateur comme preuve.",
      },
      "log.inclusion": {
        what: "Le journal ne prouve pas que ceci a été libéré.",
        todo: "Tenez-le pour non libéré, et cherchez pourquoi.",
      },
      freeze: { what: "L’organisation est gelée.", todo: "Levez d’abord le gel ; il y faut un quorum." },
      "rule.none": {
        what: "Aucune règle de la charte ne le permet.",
        todo: "Les racines peuvent changer les règles par une nouvelle charte.",
      },
      "signature.quorum": {
        what: "Trop peu de personnes ont signé.",
        todo: "Il attend dans la boîte de celles et ceux qui peuvent signer.",
      },
      "targets.list": {
        what: "La liste des téléphones n’est pas celle qui a été signée.",
        todo: "Ne signez pas. Demandez à qui l’a rédigé.",
      },
      "secret.hash": { what: "Le texte scellé n’est pas celui que fixe l’ordre.", todo: "Ne signez pas." },
      "secret.unread": {
        what: "Il contient un texte scellé que vous ne pouvez pas ouvrir.",
        todo: "Déverrouillez d’abord les textes scellés. Personne ne signe ce qu’il n’a pas lu.",
      },
      "window.expired": { what: "Il a expiré.", todo: "Rédigez-le de nouveau s’il est encore utile." },
      "window.early": {
        what: "Il est daté dans le futur.",
        todo: "Vérifiez l’horloge de cet appareil et de qui l’a rédigé.",
      },
      "release.late": {
        what: "Il a été rédigé il y a plus de 24 heures.",
        todo: "Rédigez-le de nouveau : aucun ordre n’est accepté après ce délai.",
      },
      "stream.next": {
        what: "Quelqu’un d’autre a changé la même chose entre-temps.",
        todo: "Regardez ce qui est en vigueur, et rédigez de nouveau votre changement.",
      },
      replay: { what: "Cet ordre a déjà été accepté.", todo: "Il n’y a rien de plus à faire." },
      "brake.held": {
        what: "Le frein est plein.",
        todo: "Attendez la fin de sa fenêtre, ou annulez ce qui le remplit.",
      },
      "targets.many": {
        what: "Plus d’un million de téléphones correspondent.",
        todo: "Un ordre en nomme un million au plus. Réduisez la liste.",
      },
      "targets.none": {
        what: "Plus aucun téléphone ne correspond.",
        todo: "La liste a changé depuis votre sélection. Regardez-la de nouveau.",
      },
      "target.proof": {
        what: "La liste signée ne contient pas ce téléphone là où le serveur le dit.",
        todo: "Ne vous y fiez pas : le serveur est peut-être en d’autres mains.",
      },
      "phone.unproven": {
        what: "Le serveur ne donne aucune preuve de qui est ce téléphone.",
        todo: "Rien de destructeur n’est signé pour lui. Cherchez pourquoi la preuve manque.",
      },
      size: { what: "C’est trop volumineux.", todo: "Réduisez-le." },
      "not-found": { what: "Ce n’est pas ici.", todo: "L’élément a pu être retiré, ou l’adresse est mal saisie." },
      internal: {
        what: "La console elle-même a échoué.",
        todo: "Rechargez la page. Si cela persiste, signalez le texte ci-dessous.",
      },
      "state.held": {
        what: "Le serveur dit libéré ce que le frein retient.",
        todo: "Ne vous y fiez pas. On peut l’annuler jusqu’à la fin de la retenue.",
      },
      "release.reach": {
        what: "La libération atteint d’autres téléphones que l’ordre ne le peut.",
        todo: "Tenez-la pour fausse, et cherchez pourquoi.",
      },
      "phone.key": {
        what: "Le serveur présente la clé d’un autre téléphone.",
        todo: "Ne croyez rien de ce qu’il dit de ce téléphone.",
      },
      "result.signature": {
        what: "Le téléphone n’a pas signé ce que dit le serveur.",
        todo: "Tenez-le pour inconnu, et regardez le téléphone.",
      },
      "result.order": {
        what: "La réponse présentée concerne un autre ordre ou un autre téléphone.",
        todo: "Tenez-le pour inconnu, et regardez le téléphone.",
      },
      "draft.state": { what: "Il n’attend plus.", todo: "Regardez ce qu’il est devenu." },
      "draft.owner": {
        what: "Seule la personne qui l’a rédigé peut le retirer.",
        todo: "Refusez-le plutôt ; les autres le voient.",
      },
      "order.again": { what: "Il compte encore tel quel.", todo: "Signez-le ou envoyez-le tel quel." },
      "signature.invalid": {
        what: "La signature n’est pas valable.",
        todo: "Signez de nouveau avec la clé que connaît la charte.",
      },
      cancelled: { what: "Quelqu’un l’a annulé.", todo: "Rédigez-le de nouveau s’il est encore utile." },
      org: { what: "Il appartient à une autre organisation.", todo: "Ne le signez pas." },
      "charter.void": { what: "Les racines l’ont déclaré nul.", todo: "Rédigez-le de nouveau s’il est encore utile." },
    } as Record<string, Told>,
  },
});
