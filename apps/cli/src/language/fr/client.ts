// What only packages/client says.
export const client: Readonly<Record<string, string>> = {
  "{0} names its phones.": "{0} nomme ses téléphones.",
  "{0} is for a group.": "{0} vaut pour un groupe.",
  "{0} needs its number in its stream.": "{0} a besoin de son numéro dans son flux.",
  "This link is not whole. Ask for it again, and copy all of it.":
    "Ce lien est incomplet. Redemandez-le et copiez-le en entier.",
  // Signs and places alone: the same in both languages.
  "- {0}: {1}": "- {0}: {1}",
  "+ {0}: {1}": "+ {0}: {1}",
  "+ {0} {1}: {2}": "+ {0} {1}: {2}",
  "{0} {1} ({2}): {3}": "{0} {1} ({2}): {3}",
  "    {0}. {1}": "    {0}. {1}",
  "{0}, {1}": "{0}, {1}",
  "{0}{1}{2}: {3}{4}": "{0}{1}{2}: {3}{4}",
};
