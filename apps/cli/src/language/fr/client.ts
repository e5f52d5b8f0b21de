// What only packages/client says.
export const client: Readonly<Record<string, string>> = {
  "{0} names its phones.": "{0} désigne ses téléphones.",
  "{0} is for a group.": "{0} s'adresse à un groupe.",
  "{0} needs its number in its stream.": "{0} a besoin de son numéro dans sa suite.",
  "This link is not whole. Ask for it again, and copy all of it.":
    "Ce lien est incomplet. Redemandez-le et copiez-le en entier.",
};
