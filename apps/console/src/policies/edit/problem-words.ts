// What is wrong with a rule, as people say it. The policy package says it in English, for whoever reads a refusal; here are
// the same sentences for a form, in every language.

import type { Text } from "@rempart/policy";

type Say = (...values: string[]) => Text;

const said: readonly (readonly [pattern: RegExp, say: Say])[] = [
  [/^is missing$/, () => ({ en: "Still to be filled in.", fr: "Reste à remplir." })],
  [/^must be true or false$/, () => ({ en: "Choose yes or no.", fr: "Choisissez oui ou non." })],
  [
    /^must be an integer (-?\d+)\.\.(-?\d+)$/,
    (a, b) => ({ en: `A whole number from ${a} to ${b}.`, fr: `Un nombre entier de ${a} à ${b}.` }),
  ],
  [/^must be one of /, () => ({ en: "Choose one from the list.", fr: "Choisissez dans la liste." })],
  [
    /^must have 1 to (\d+) bytes$/,
    (most) => ({
      en: `1 to ${most} bytes; an accented letter takes two.`,
      fr: `1 à ${most} octets ; une lettre accentuée en prend deux.`,
    }),
  ],
  [/^must be text$/, () => ({ en: "Must be a text.", fr: "Doit être un texte." })],
  [
    /^must have no invisible characters$/,
    () => ({ en: "It has invisible characters.", fr: "Il y a des caractères invisibles." }),
  ],
  [
    /^must be a package name or bundle id$/,
    () => ({
      en: "A package name or bundle id, such as org.example.app.",
      fr: "Un nom de paquet ou identifiant d’application, comme org.example.app.",
    }),
  ],
  [
    /^must be the name of a permission$/,
    () => ({
      en: "The name of a permission, such as android.permission.CAMERA.",
      fr: "Le nom d’une autorisation, comme android.permission.CAMERA.",
    }),
  ],
  [
    /^must be lowercase letters, digits and hyphens$/,
    () => ({
      en: "Small letters, digits and hyphens, such as intranet-1.",
      fr: "Minuscules, chiffres et tirets, comme intranet-1.",
    }),
  ],
  [/^must be an https URL$/, () => ({ en: "An address that begins with https://.", fr: "Une adresse en https://." })],
  [
    /^must be the name of a host, in lower case$/,
    () => ({
      en: "The name of a host, such as dns.example.org.",
      fr: "Le nom d’un hôte, comme dns.example.org.",
    }),
  ],
  [
    /^must be a day of the year, such as 12-24$/,
    () => ({ en: "Month and day, such as 12-24.", fr: "Mois et jour, comme 12-24." }),
  ],
  [
    /^must list (\d+) to (\d+) values$/,
    (least, most) => ({ en: `${least} to ${most} entries.`, fr: `De ${least} à ${most} entrées.` }),
  ],
  [/^names something twice$/, () => ({ en: "Something stands here twice.", fr: "Une entrée figure deux fois." })],
  [
    /^is not for this kind, which holds always$/,
    () => ({ en: "This rule holds always.", fr: "Cette règle vaut toujours." }),
  ],
  [/^must differ from `from`$/, () => ({ en: "Beginning and end are the same.", fr: "Début et fin sont identiques." })],
  [
    /^must be an IANA time zone, such as Europe\/Paris$/,
    () => ({ en: "A time zone, such as Europe/Paris.", fr: "Un fuseau horaire, comme Europe/Paris." }),
  ],
  [
    /^must hold days 1 \(Monday\) to 7 \(Sunday\)$/,
    () => ({ en: "Choose days of the week.", fr: "Choisissez des jours de la semaine." }),
  ],
  [/^names a day twice$/, () => ({ en: "A day stands here twice.", fr: "Un jour figure deux fois." })],
  [
    /^names the same hours twice$/,
    () => ({ en: "The same hours stand here twice.", fr: "Les mêmes heures figurent deux fois." }),
  ],
  [
    /^must say inside, outside or hours$/,
    () => ({ en: "Choose a place or hours, or always.", fr: "Choisissez un lieu, des heures, ou toujours." }),
  ],
  [
    /^must be the name of a fence of this policy$/,
    () => ({ en: "This policy has no such fence any more.", fr: "Cette politique n’a plus cette zone." }),
  ],
  [/^names a fence twice$/, () => ({ en: "A fence stands here twice.", fr: "Une zone figure deux fois." })],
  [
    /^wants to be inside and outside of one fence$/,
    () => ({
      en: "It cannot be inside and outside of one fence.",
      fr: "On ne peut être à la fois dans et hors d’une zone.",
    }),
  ],
  [
    /^stands twice with the same `when`$/,
    () => ({
      en: "The same rule stands twice for the same time and place.",
      fr: "La même règle figure deux fois pour le même temps et le même lieu.",
    }),
  ],
  [
    /^must be at most 90 days after `from`$/,
    () => ({ en: "At most 90 days after the beginning.", fr: "Au plus 90 jours après le début." }),
  ],
  [
    /^must not switch off Wi-Fi and mobile data together$/,
    () => ({
      en: "Wi-Fi and mobile data are both switched off: the phones would never hear an order again. Take one of the two rules out, whatever their hours and places.",
      fr: "Le Wi-Fi et les données mobiles sont tous deux coupés : les téléphones n’entendraient plus jamais un ordre. Retirez l’une des deux règles, quels que soient leurs heures et lieux.",
    }),
  ],
  [
    /^must be degrees x 10\^7, -(\d+) to /,
    (most) => ({ en: `Degrees from −${most} to ${most}.`, fr: `Des degrés de −${most} à ${most}.` }),
  ],
  [
    /^must be metres (\d+)\.\.(\d+)$/,
    (a, b) => ({ en: `Metres from ${a} to ${b}.`, fr: `Des mètres, de ${a} à ${b}.` }),
  ],
  [
    /^must be \[lat, lon\], degrees x 10\^7, at most 85 degrees of latitude$/,
    () => ({
      en: "Latitude and longitude in degrees; at most 85 degrees north or south.",
      fr: "Latitude et longitude en degrés ; au plus 85 degrés nord ou sud.",
    }),
  ],
  [
    /^must not go round a pole; use a circle there$/,
    () => ({ en: "It goes round a pole: use a circle there.", fr: "Il entoure un pôle : employez-y un cercle." }),
  ],
  [
    /^must be less than 180 degrees wide$/,
    () => ({ en: "It is half the Earth wide, or more.", fr: "Il couvre la moitié de la Terre, ou plus." }),
  ],
  [
    /^must have at most (\d+) points$/,
    (most) => ({ en: `At most ${most} points in all.`, fr: `Au plus ${most} points en tout.` }),
  ],
  [
    /^must be a circle or a polygon$/,
    () => ({ en: "Draw a circle or a polygon.", fr: "Indiquez un cercle ou un polygone." }),
  ],
];

/** A problem of `readRules` in plain words; as it is where it has none here, which a test finds. */
export function sayProblem(problem: string): Text {
  for (const [pattern, say] of said) {
    const found = pattern.exec(problem);
    if (found) return say(...found.slice(1));
  }
  return { en: problem, fr: problem };
}
