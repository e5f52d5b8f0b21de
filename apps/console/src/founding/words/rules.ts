import type { RuleNumbers } from "@rempart/client";
import { formatOf } from "../../words/format.ts";
import { defineWords } from "../../words/language.ts";

const en = formatOf("en");
const fr = formatOf("fr");
type N = RuleNumbers;
const wordsOfNumbers = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
const approvers = (n: number): string => (n === 1 ? "one approver" : `${wordsOfNumbers[n] ?? n} approvers`);
const Approvers = (n: number): string => approvers(n).replace(/^./, (letter) => letter.toUpperCase());
const signs = (n: number, verb: string): string => `${Approvers(n)} ${n === 1 ? `alone ${verb}s` : `together ${verb}`}`;
const phones = (n: number): string => en.count(n, "phone", "phones");
const nombres = ["aucun", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"];
const approbateurs = (n: number): string => (n === 1 ? "un seul approbateur" : `${nombres[n] ?? n} approbateurs`);
const Approbateurs = (n: number): string => approbateurs(n).replace(/^./, (lettre) => lettre.toUpperCase());
const telephones = (n: number): string => fr.count(n, "téléphone", "téléphones");

export const ruleWords = defineWords({
  en: {
    lead: "These rules are signed into the charter. Phones check them themselves; only the root keys can change them.",
    change: "Change the numbers",
    changeOf: (rule: string) => `Change the numbers of: ${rule}`,
    protects: (what: string) => `Protects: ${what}.`,
    costs: (what: string) => `Costs: ${what}.`,
    unprotected: "Protects nothing while there is one approver alone.",
    lowered: "Lowered: there are no more approvers.",
    aloneTitle: (max: number) => `One approver alone can wipe ${wordsOfNumbers[max] ?? en.number(max)} phones.`,
    alone: "A thief of that one key can too. Invite a second approver as soon as you can.",
    twoTitle: "With two approvers, both must be there for everything that destroys.",
    two: "If one is ill or loses the key, nothing is wiped and no freeze is lifted until the roots help.",
    standard: "Back to the defaults",
    titles: {
      everyday: "Day by day",
      few: "Wipe a few phones",
      many: "Wipe many phones",
      standing: "Policies, apps, updates",
      agent: "Replace Rempart’s own app",
      ticket: "Let phones in",
      freeze: "Freeze",
      frozen: "While frozen",
      brake: "The brake",
      hold: "Time to object",
      reach: "First hour of what is new",
    },
    sentences: {
      everyday: (n: N) =>
        `One operator alone locks, locates, rings, and sends messages: up to ${phones(n.limitPhones)} in ${en.duration(n.limitSeconds)}.`,
      few: (n: N) => `${signs(n.fewApprovers, "wipe")} up to ${phones(n.fewMax)}, or take them out of management.`,
      many: (n: N) => `Beyond ${phones(n.fewMax)}, ${approvers(n.manyApprovers)} must sign.`,
      standing: (n: N) => `${signs(n.standingApprovers, "change")} policies, apps, certificates and groups.`,
      agent: (n: N) => `${signs(n.agentApprovers, "replace")} the app that checks all this on the phones.`,
      ticket: (n: N) => `One operator enrols a phone; an invitation for several needs ${approvers(n.ticketApprovers)}.`,
      freeze: (n: N) =>
        `One approver alone freezes everything at once; ${approvers(n.unfreezeApprovers)} ${n.unfreezeApprovers === 1 ? "lifts" : "lift"} it.`,
      frozen: (n: N) =>
        `A lost phone can still be locked or located by ${approvers(n.frozenLockApprovers)}, and wiped by ${approvers(n.frozenWipeApprovers)}.`,
      brake: (n: N) =>
        `Whatever is signed, at most ${phones(n.brakePhones)} are wiped in ${en.duration(n.brakeSeconds)} and ${en.number(n.brakeDayPhones)} in ${en.duration(n.brakeDaySeconds)}.`,
      hold: (n: N) =>
        `An order that wipes more than ${phones(n.holdAbove)} waits ${en.duration(n.holdSeconds)}; any approver may cancel or freeze meanwhile.`,
      reach: (n: N) =>
        `A new policy or app reaches at first ${en.percent(n.reachPermille, 1000)} of the phones, at least ${en.number(n.reachLeast)}, for ${en.duration(n.reachSeconds)}.`,
    },
    protections: {
      everyday: "a stolen operator’s key annoys, and destroys nothing",
      few: "no single stolen or pressured person wipes a phone",
      many: "a large wipe has more eyes on it than a small one",
      standing: "no single person changes what all phones obey",
      agent: "the checker itself is the hardest to replace",
      ticket: "nobody adds a herd of phones alone",
      freeze: "whoever smells smoke stops everything without asking",
      frozen: "an attacker gains nothing by freezing",
      brake: "even enough stolen keys empty no fleet overnight",
      hold: "mistakes and coercion are seen before they happen",
      reach: "a bad setting reaches few phones before somebody notices",
    },
    prices: {
      everyday: "more phones at once wait, or need approvers",
      few: "a second person must be awake",
      many: "a third person must be reached",
      standing: "no quick change alone",
      agent: "an update of the app needs all of them",
      ticket: "a second signature before a large enrolment",
      freeze: "a false alarm stops the work until it is lifted",
      frozen: "everything else waits until the freeze is lifted",
      brake: "wiping a large fleet takes days; the roots can hurry one order",
      hold: "a large wipe begins an hour later",
      reach: "everybody gets what is new an hour later, unless one more person signs",
    },
    numbers: {
      limitPhones: "Phones",
      limitSeconds: "In seconds",
      fewMax: "Up to phones",
      fewApprovers: "Approvers",
      manyApprovers: "Approvers",
      standingApprovers: "Approvers",
      agentApprovers: "Approvers",
      ticketApprovers: "Approvers",
      unfreezeApprovers: "Approvers to lift",
      frozenLockApprovers: "Approvers to lock or locate",
      frozenWipeApprovers: "Approvers to wipe",
      brakePhones: "Phones",
      brakeSeconds: "In seconds",
      brakeDayPhones: "Phones, longer",
      brakeDaySeconds: "In seconds, longer",
      holdAbove: "Above phones",
      holdSeconds: "Waits seconds",
      reachLeast: "At least phones",
      reachPermille: "Per thousand",
      reachSeconds: "For seconds",
    },
  },
  fr: {
    lead: "Ces règles sont signées dans la charte. Les téléphones les vérifient eux-mêmes ; seules les clés racines peuvent les changer.",
    change: "Changer les nombres",
    changeOf: (rule: string) => `Changer les nombres de : ${rule}`,
    protects: (what: string) => `Protège : ${what}.`,
    costs: (what: string) => `Coûte : ${what}.`,
    unprotected: "Ne protège rien tant qu’il n’y a qu’un approbateur.",
    lowered: "Abaissée : il n’y a pas plus d’approbateurs.",
    aloneTitle: (max: number) =>
      `Un approbateur seul peut effacer ${nombres[max] ?? fr.number(max)} ${max < 2 ? "téléphone" : "téléphones"}.`,
    alone: "Qui volerait cette seule clé le peut aussi. Invitez un second approbateur dès que possible.",
    twoTitle: "À deux approbateurs, les deux doivent être là pour tout ce qui détruit.",
    two: "Si l’un est malade ou perd sa clé, rien n’est effacé et aucun gel n’est levé avant que les racines n’aident.",
    standard: "Revenir aux valeurs d’origine",
    titles: {
      everyday: "Au quotidien",
      few: "Effacer quelques téléphones",
      many: "Effacer beaucoup de téléphones",
      standing: "Politiques, applications, mises à jour",
      agent: "Remplacer l’application de Rempart",
      ticket: "Faire entrer des téléphones",
      freeze: "Geler",
      frozen: "Pendant un gel",
      brake: "Le frein",
      hold: "Le temps d’objecter",
      reach: "Première heure d’une nouveauté",
    },
    sentences: {
      everyday: (n: N) =>
        `Un opérateur seul verrouille, localise, fait sonner et envoie des messages : jusqu’à ${telephones(n.limitPhones)} en ${fr.duration(n.limitSeconds)}.`,
      few: (n: N) =>
        `${Approbateurs(n.fewApprovers)} ${n.fewApprovers === 1 ? "efface" : "effacent ensemble"} jusqu’à ${telephones(n.fewMax)}, ou les ${n.fewApprovers === 1 ? "sort" : "sortent"} de la gestion.`,
      many: (n: N) =>
        `Au-delà de ${telephones(n.fewMax)}, ${approbateurs(n.manyApprovers)} ${n.manyApprovers === 1 ? "doit" : "doivent"} signer.`,
      standing: (n: N) =>
        `${Approbateurs(n.standingApprovers)} ${n.standingApprovers === 1 ? "change" : "changent ensemble"} politiques, applications, certificats et groupes.`,
      agent: (n: N) =>
        `${Approbateurs(n.agentApprovers)} ${n.agentApprovers === 1 ? "remplace" : "remplacent ensemble"} l’application qui vérifie tout cela sur les téléphones.`,
      ticket: (n: N) =>
        `Un opérateur enrôle un téléphone ; une invitation pour plusieurs demande ${approbateurs(n.ticketApprovers)}.`,
      freeze: (n: N) =>
        `Un approbateur seul gèle tout, aussitôt ; ${approbateurs(n.unfreezeApprovers)} ${n.unfreezeApprovers === 1 ? "lève" : "lèvent"} le gel.`,
      frozen: (n: N) =>
        `Un téléphone perdu peut encore être verrouillé ou localisé par ${approbateurs(n.frozenLockApprovers)}, et effacé par ${approbateurs(n.frozenWipeApprovers)}.`,
      brake: (n: N) =>
        `Quoi qu’on signe, au plus ${telephones(n.brakePhones)} ${n.brakePhones < 2 ? "est effacé" : "sont effacés"} en ${fr.duration(n.brakeSeconds)} et ${fr.number(n.brakeDayPhones)} en ${fr.duration(n.brakeDaySeconds)}.`,
      hold: (n: N) =>
        `Un ordre qui efface plus de ${telephones(n.holdAbove)} attend ${fr.duration(n.holdSeconds)} ; tout approbateur peut l’annuler ou geler entre-temps.`,
      reach: (n: N) =>
        `Une nouvelle politique ou application n’atteint d’abord que ${fr.percent(n.reachPermille, 1000)} des téléphones, au moins ${fr.number(n.reachLeast)}, pendant ${fr.duration(n.reachSeconds)}.`,
    },
    protections: {
      everyday: "la clé volée d’un opérateur dérange, et ne détruit rien",
      few: "nul, volé ou contraint, n’efface seul un téléphone",
      many: "un grand effacement a plus d’yeux sur lui qu’un petit",
      standing: "personne ne change seul ce à quoi tous les téléphones obéissent",
      agent: "le vérificateur lui-même est le plus dur à remplacer",
      ticket: "personne n’ajoute seul un troupeau de téléphones",
      freeze: "qui sent la fumée arrête tout sans demander",
      frozen: "un attaquant ne gagne rien à geler",
      brake: "même assez de clés volées ne vident pas une flotte en une nuit",
      hold: "erreurs et contrainte se voient avant d’agir",
      reach: "un mauvais réglage atteint peu de téléphones avant qu’on le remarque",
    },
    prices: {
      everyday: "au-delà, il faut attendre, ou des approbateurs",
      few: "une seconde personne doit être éveillée",
      many: "une troisième personne doit être jointe",
      standing: "pas de changement rapide en solitaire",
      agent: "mettre à jour l’application les demande tous",
      ticket: "une seconde signature avant un grand enrôlement",
      freeze: "une fausse alerte arrête le travail jusqu’à la levée",
      frozen: "tout le reste attend la levée du gel",
      brake: "effacer une grande flotte prend des jours ; les racines peuvent presser un ordre",
      hold: "un grand effacement commence une heure plus tard",
      reach: "chacun reçoit une nouveauté une heure plus tard, sauf si une personne de plus signe",
    },
    numbers: {
      limitPhones: "Téléphones",
      limitSeconds: "En secondes",
      fewMax: "Jusqu’à (téléphones)",
      fewApprovers: "Approbateurs",
      manyApprovers: "Approbateurs",
      standingApprovers: "Approbateurs",
      agentApprovers: "Approbateurs",
      ticketApprovers: "Approbateurs",
      unfreezeApprovers: "Approbateurs pour lever",
      frozenLockApprovers: "Approbateurs pour verrouiller ou localiser",
      frozenWipeApprovers: "Approbateurs pour effacer",
      brakePhones: "Téléphones",
      brakeSeconds: "En secondes",
      brakeDayPhones: "Téléphones, plus long",
      brakeDaySeconds: "En secondes, plus long",
      holdAbove: "Au-dessus de (téléphones)",
      holdSeconds: "Attente en secondes",
      reachLeast: "Au moins (téléphones)",
      reachPermille: "Pour mille",
      reachSeconds: "Pendant (secondes)",
    },
  },
});
