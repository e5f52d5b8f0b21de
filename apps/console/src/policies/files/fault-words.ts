// What is wrong with a file, in French; the configuration package says it in English. A test compares the two lists.

import { sayProblem } from "../edit/problem-words.ts";

const french: Readonly<Record<string, string>> = {
  "there is no such file": "ce fichier n’existe pas",
  "a name has 1 to 64 letters, digits, spaces, dots, dashes, and begins with a letter or digit":
    "un nom a de 1 à 64 lettres, chiffres, espaces, points, tirets, et commence par une lettre ou un chiffre",
  "must be a package name or bundle id": "doit être un nom de paquet ou un identifiant d’application",
  "must be a whole number {0}..{1}": "doit être un nombre entier de {0} à {1}",
  "a point is [latitude, longitude] in degrees": "un point est [latitude, longitude], en degrés",
  "a name has 1 to 64 characters": "un nom a de 1 à 64 caractères",
  "a fence has either circle or polygon": "une zone a soit circle, soit polygon",
  "an id has 22 characters: base64url of 16 bytes": "un identifiant a 22 caractères : 16 octets en base64url",
  "a hash has 64 digits 0-9 a-f": "une empreinte a 64 chiffres 0-9 a-f",
  "a label has 1 to 128 characters, on one line": "un libellé a de 1 à 128 caractères, sur une ligne",
  "all is the group of every phone and needs no entry":
    "all est le groupe de tous les téléphones et n’a pas besoin d’entrée",
  "this is the id of every phone; write group: all": "c’est l’identifiant de tous les téléphones ; écrivez group: all",
  "there is no group {0}; did you mean {1}?": "il n’y a pas de groupe {0} ; vouliez-vous dire {1} ?",
  "there is no group {0}: list it under groups, or write all":
    "il n’y a pas de groupe {0} : ajoutez-le sous groups, ou écrivez all",
  "a value is missing": "il manque une valeur",
  "only whole numbers can be signed (coordinates: degrees x 10^7, or use fences)":
    "seuls des nombres entiers peuvent être signés (coordonnées : degrés x 10^7, ou employez fences)",
  "an app that is removed has no {0}": "une application retirée n’a pas {0}",
  "a release is pinned by {0}; missing: {1}": "une version est fixée par {0} ; il manque {1}",
  "must be an https URL without user and fragment": "doit être une adresse https, sans utilisateur ni fragment",
  "lists no URL": "ne contient aucune adresse",
  "must be a version": "doit être une version",
  "must be a day or a time in UTC, like 2027-03-01 or 2027-03-01T06:00:00Z":
    "doit être un jour ou un instant UTC, comme 2027-03-01 ou 2027-03-01T06:00:00Z",
  "must name a file with one certificate, PEM or DER, of at most 32 KiB":
    "doit nommer un fichier avec un seul certificat, PEM ou DER, de 32 Kio au plus",
  "must be the relative path of a file": "doit être le chemin relatif d’un fichier",
  "{0} does not stay inside this folder": "{0} sort de ce dossier",
  "more than {0} files": "plus de {0} fichiers",
  "there is no file {0} in this folder": "il n’y a pas de fichier {0} dans ce dossier",
  "files name each other more than {0} times": "les fichiers se nomment l’un l’autre plus de {0} fois",
  "must be a list: each entry on a line of its own that begins with a dash":
    "doit être une liste : chaque entrée sur sa ligne, qui commence par un tiret",
  "more than {0} entries": "plus de {0} entrées",
  "must have fields: {0}": "doit avoir les champs : {0}",
  "{0} is not known here; did you mean {1}?": "{0} n’est pas connu ici ; vouliez-vous dire {1} ?",
  "{0} is not known here; there are {1}": "{0} n’est pas connu ici ; il y a {1}",
  "{0} is missing": "il manque {0}",
  "must be text: put {0} into quotes": "doit être un texte : mettez {0} entre guillemets",
  "must be text": "doit être un texte",
  "must be true or false (yes and no are texts)": "doit être true ou false (yes et no sont des textes)",
  "must be a number {0}..{1}": "doit être un nombre de {0} à {1}",
  "must be one of {0}": "doit être l’un de {0}",
  "{0} stands twice, first in {1} line {2}": "{0} figure deux fois, d’abord dans {1}, ligne {2}",
  "a tab indents this line; YAML wants spaces": "une tabulation décale cette ligne ; YAML veut des espaces",
  "this line is indented otherwise than its neighbours": "cette ligne est décalée autrement que ses voisines",
  "a second document begins here (---); a file holds one":
    "un second document commence ici (---) ; un fichier n’en contient qu’un",
  "this is indented wrongly, or a text with a colon needs quotes":
    "mauvais décalage, ou un texte avec deux-points demande des guillemets",
  "a quote, comma or bracket is missing here": "il manque ici un guillemet, une virgule ou un crochet",
  "a colon is missing, or this line is indented wrongly": "il manque un deux-points, ou la ligne est mal décalée",
  "this does not belong here: check indentation and quotes":
    "ceci n’a pas sa place ici : vérifiez décalage et guillemets",
  "more than {0} values, aliases counted where they are used": "plus de {0} valeurs, alias comptés là où ils servent",
  "nested more than {0} deep": "imbriqué sur plus de {0} niveaux",
  "tags ({0}) have no meaning here": "les étiquettes ({0}) n’ont pas de sens ici",
  "this kind of YAML has no meaning here": "cette forme de YAML n’a pas de sens ici",
  "*{0} names no anchor above it": "*{0} ne nomme aucune ancre plus haut",
  "*{0} holds itself": "*{0} se contient lui-même",
  "{0} is no number that can be kept exactly; put a text into quotes":
    "{0} n’est pas un nombre que l’on garde exactement ; mettez un texte entre guillemets",
  "half a character (a lone surrogate) stands in this text": "il y a un demi-caractère dans ce texte",
  "the name of a field is plain text": "le nom d’un champ est un simple texte",
  "{0} stands twice, first in line {1}": "{0} figure deux fois, d’abord à la ligne {1}",
  "larger than {0} bytes": "plus grand que {0} octets",
  "is not UTF-8 text": "n’est pas du texte UTF-8",
  "broken YAML: {0}": "YAML cassé : {0}",
  "{0} cannot be signed: {1}": "{0} ne peut être signé : {1}",
};

/** A fault of `readConfiguration` in French; as the package says it where there are no words. */
export function frenchFault({
  template,
  values,
  message,
}: {
  template: string;
  values: readonly string[];
  message: string;
}): string {
  if (template === "the rule{0} {1}") {
    const { fr } = sayProblem(values[1] ?? "");
    return `la règle${values[0] ?? ""} : ${fr.charAt(0).toLowerCase()}${fr.slice(1).replace(/\.$/, "")}`;
  }
  const words = Object.hasOwn(french, template) ? french[template]! : undefined;
  return words === undefined ? message : words.replaceAll(/\{(\d)\}/g, (_, at: string) => values[Number(at)] ?? "");
}

/** The templates that have French words, for the test. */
export const translated: readonly string[] = [...Object.keys(french), "the rule{0} {1}"];
