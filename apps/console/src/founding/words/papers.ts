import { defineWords } from "../../words/language.ts";

export const paperWords = defineWords({
  en: {
    lead: "The root keys own the organisation: they alone let people in and change rules. They are made here, in this page’s memory, and leave it encrypted. Print each, or save it to a stick, and keep them in different places.",
    count: "How many root keys",
    threshold: "How many must sign a charter",
    cost: (n: number, of: number) =>
      of === 1
        ? "One root key: whoever has it owns the organisation, and if it is lost no charter can ever be changed."
        : n === of
          ? "All must sign: with one of them lost there is never a new charter."
          : n === 1
            ? "Any single one may replace everybody and everything."
            : `${of - n} may be lost; ${n} thieves would have to meet.`,
    root: (n: string) => `Root key ${n}`,
    spare: "Spare key of the phones’ connection",
    rootFor: "Signs the charter: who belongs to the organisation, and its rules.",
    rootWhere: "A safe, a bank, a notary. Never beside another root key, never on a computer that is online.",
    spareFor:
      "If the gatekeeper’s host is lost with its key, phones accept a new one only with this. It opens nothing and signs no order.",
    spareWhere: "With one of the root keys.",
    personFor: "Signs orders in this person’s name.",
    personWhere: "With this person alone, on a stick or on paper, apart from its passphrase.",
    state: { open: "to be made", made: "made, not saved yet", saved: "saved" },
    passphrase: "Passphrase",
    generated: "These ten words open the file. Write them down now, apart from the file; they are not shown again.",
    own: "Choose one of my own",
    generate: "Use ten words of chance",
    again: "The same again",
    short: "At least 12 characters.",
    differ: "The two differ.",
    encrypt: "Encrypt the key",
    encrypting: "Encrypting; this takes a few seconds on purpose…",
    download: "Save the file",
    print: "Print the sheet",
    check: "Open the saved file to check it",
    checking: "Opening the file…",
    wrong: "This is another file.",
    confirm: "It lies in its place, and its passphrase is written down apart from it",
    done: "This key is safe",
    reopen: "Open a root key’s file",
    reopenLead: (n: number) =>
      `The page was loaded again, so the root keys are no longer in memory. Open ${n} of the files that you saved; or make the keys anew under “Keys on paper” and destroy the old files.`,
    remake: "Make it anew",
    sealed: (name: string) => `Sealed texts, for ${name}`,
    sealedLead:
      "Messages to phones and reasons are sealed; approvers read them before they sign. This person’s key cannot open them by itself, so these ten words do.",
    sealedFor: "Opens sealed texts in the console, for this person. It signs nothing.",
    sealedWhere: "With this person, like a key to the archive.",
    sealedDone: "The words are on paper",
    sheet: {
      title: "Rempart",
      organisation: "Organisation",
      for: "What it is for",
      where: "Where it belongs",
      words: "Fingerprint of this key",
      file: "The encrypted key (age). Typed into a file whose name ends in .age, it opens with its passphrase.",
      apart: "The passphrase is kept apart from this sheet.",
      passphrase: "The words",
      made: "Made",
    },
  },
  fr: {
    lead: "Les clés racines possèdent l’organisation : elles seules font entrer des personnes et changent les règles. Elles sont créées ici, dans la mémoire de cette page, et n’en sortent que chiffrées. Imprimez chacune, ou enregistrez-la sur une clé USB, et gardez-les en des lieux différents.",
    count: "Nombre de clés racines",
    threshold: "Combien doivent signer une charte",
    cost: (n: number, of: number) =>
      of === 1
        ? "Une seule clé racine : qui la détient possède l’organisation, et si elle est perdue aucune charte ne pourra plus jamais changer."
        : n === of
          ? "Toutes doivent signer : si une seule est perdue, il n’y aura plus jamais de nouvelle charte."
          : n === 1
            ? "N’importe laquelle peut à elle seule tout remplacer, personnes et règles."
            : `On peut en perdre ${of - n} ; ${n} voleurs devraient se réunir.`,
    root: (n: string) => `Clé racine ${n}`,
    spare: "Clé de secours de la connexion des téléphones",
    rootFor: "Signe la charte : qui appartient à l’organisation, et ses règles.",
    rootWhere:
      "Un coffre, une banque, un notaire. Jamais à côté d’une autre clé racine, jamais sur un ordinateur en ligne.",
    spareFor:
      "Si l’hôte du gatekeeper est perdu avec sa clé, les téléphones n’en acceptent une nouvelle qu’avec celle-ci. Elle n’ouvre rien et ne signe aucun ordre.",
    spareWhere: "Avec une des clés racines.",
    personFor: "Signe des ordres au nom de cette personne.",
    personWhere: "Chez cette seule personne, sur une clé USB ou sur papier, loin de sa phrase de passe.",
    state: { open: "à créer", made: "créée, pas encore rangée", saved: "rangée" },
    passphrase: "Phrase de passe",
    generated: "Ces dix mots ouvrent le fichier. Notez-les maintenant, loin du fichier ; ils ne seront plus affichés.",
    own: "En choisir une moi-même",
    generate: "Prendre dix mots au hasard",
    again: "Encore une fois la même",
    short: "Au moins 12 caractères.",
    differ: "Les deux diffèrent.",
    encrypt: "Chiffrer la clé",
    encrypting: "Chiffrement ; cela prend quelques secondes, exprès…",
    download: "Enregistrer le fichier",
    print: "Imprimer la feuille",
    check: "Ouvrir le fichier enregistré pour le vérifier",
    checking: "Ouverture du fichier…",
    wrong: "C’est un autre fichier.",
    confirm: "Elle est à sa place, et sa phrase de passe est notée loin d’elle",
    done: "Cette clé est en lieu sûr",
    reopen: "Ouvrir le fichier d’une clé racine",
    reopenLead: (n: number) =>
      `La page a été rechargée : les clés racines ne sont plus en mémoire. Ouvrez ${n} des fichiers enregistrés ; ou recréez les clés à l’étape « Clés sur papier » et détruisez les anciens fichiers.`,
    remake: "La recréer",
    sealed: (name: string) => `Textes scellés, pour ${name}`,
    sealedLead:
      "Les messages aux téléphones et les motifs sont scellés ; les approbateurs les lisent avant de signer. La clé de cette personne ne peut pas les ouvrir seule : ces dix mots le font.",
    sealedFor: "Ouvre les textes scellés dans la console, pour cette personne. Ne signe rien.",
    sealedWhere: "Chez cette personne, comme une clé des archives.",
    sealedDone: "Les mots sont sur papier",
    sheet: {
      title: "Rempart",
      organisation: "Organisation",
      for: "À quoi elle sert",
      where: "Où elle doit être",
      words: "Empreinte de cette clé",
      file: "La clé chiffrée (age). Saisie dans un fichier dont le nom finit par .age, elle s’ouvre avec sa phrase de passe.",
      apart: "La phrase de passe est gardée loin de cette feuille.",
      passphrase: "Les mots",
      made: "Créée le",
    },
  },
});
