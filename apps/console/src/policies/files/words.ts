import { defineWords } from "../../words/language.ts";

type N = string;

export const filesWords = defineWords({
  en: {
    title: "Policies as files",
    lead: "The files of the command line (rempart export, rempart apply): keep them under version control; they hold no secret. Everything else that stands (apps, system versions, certificates) is in them too.",
    back: "All policies",
    export: "Write what stands",
    exportTold:
      "Verified here, with the names that this browser remembers. An id stands in a file only where the name does not give it.",
    exportOne: (name: N) => `Write ${name}`,
    saveZip: "Save as ZIP",
    copy: "Copy",
    copied: "Copied",
    nothing: "Nothing stands yet, so there is nothing to write.",
    import: "Read files",
    importTold:
      "A folder with rempart.yaml, or one file. Nothing is signed before you have seen the plan, and nothing leaves this browser before you sign.",
    drop: "Drop files or a folder here",
    choose: "Choose files",
    chooseFolder: "Choose a folder",
    reading: "Reading…",
    faults: (n: number) => (n === 1 ? "1 mistake, nothing was taken" : `${n} mistakes, nothing was taken`),
    faultsTold: "Mend the files and read them again.",
    at: (file: N, line: N, column: N) => `${file}, line ${line}, column ${column}`,
    notFolder: "This does not begin anywhere",
    notFolderTold:
      "Choose a folder that has one rempart.yaml, a single file with “version: 1”, or the file of one policy.",
    foreign: "These files are for another organisation",
    foreignTold: "Nothing was taken. Look at “organisation” in rempart.yaml.",
    same: (n: number) =>
      n === 1 ? "1 document stands as the files want it" : `${n} documents stand as the files want it`,
    kept: (n: number) =>
      n === 1
        ? "1 more document stands that the files do not list; it stays, for they do not say “prune: true”"
        : `${n} more documents stand that the files do not list; they stay, for they do not say “prune: true”`,
    nothingToDo: "Nothing to sign: what stands is what the files want.",
    changes: {
      create: "New",
      update: "Changed",
      restate: "Signed again",
      remove: "Ended",
      move: "Leaves its group",
    },
    stranded: (group: N) => `Phones that are only in ${group} keep the old document: its stream goes on for others.`,
    open: "Open as a draft",
    actions: { policy: "Policy", app: "App", "os-update": "System version", certificate: "Certificate" },
    forGroup: (group: N) => `for “${group}”`,
    removed: (n: number) =>
      n === 1 ? "1 document is ended by these files" : `${n} documents are ended by these files`,
    step: (n: N, of: N) => `${n} of ${of}`,
  },
  fr: {
    title: "Politiques en fichiers",
    lead: "Les fichiers de la ligne de commande (rempart export, rempart apply) : gardez-les sous contrôle de version ; ils ne contiennent aucun secret. Tout ce qui est en vigueur par ailleurs (applications, versions du système, certificats) s’y trouve aussi.",
    back: "Toutes les politiques",
    export: "Écrire ce qui est en vigueur",
    exportTold:
      "Vérifié ici, avec les noms que ce navigateur retient. Un identifiant ne figure que là où le nom ne le donne pas.",
    exportOne: (name) => `Écrire ${name}`,
    saveZip: "Enregistrer en ZIP",
    copy: "Copier",
    copied: "Copié",
    nothing: "Rien n’est encore en vigueur : il n’y a rien à écrire.",
    import: "Lire des fichiers",
    importTold:
      "Un dossier avec rempart.yaml, ou un seul fichier. Rien n’est signé avant que vous ayez vu le plan, et rien ne quitte ce navigateur avant que vous signiez.",
    drop: "Déposez ici des fichiers ou un dossier",
    choose: "Choisir des fichiers",
    chooseFolder: "Choisir un dossier",
    reading: "Lecture…",
    faults: (n) => (n <= 1 ? `${n} faute, rien n’a été pris` : `${n} fautes, rien n’a été pris`),
    faultsTold: "Corrigez les fichiers et relisez-les.",
    at: (file, line, column) => `${file}, ligne ${line}, colonne ${column}`,
    notFolder: "Ceci ne commence nulle part",
    notFolderTold:
      "Choisissez un dossier avec un seul rempart.yaml, un fichier avec « version: 1 », ou le fichier d’une politique.",
    foreign: "Ces fichiers sont pour une autre organisation",
    foreignTold: "Rien n’a été pris. Regardez « organisation » dans rempart.yaml.",
    same: (n) =>
      n <= 1
        ? `${n} document est déjà tel que les fichiers le veulent`
        : `${n} documents sont déjà tels que les fichiers les veulent`,
    kept: (n) =>
      n <= 1
        ? `${n} autre document en vigueur n’est pas dans les fichiers ; il reste, car ils ne disent pas « prune: true »`
        : `${n} autres documents en vigueur ne sont pas dans les fichiers ; ils restent, car ceux-ci ne disent pas « prune: true »`,
    nothingToDo: "Rien à signer : ce qui est en vigueur est ce que veulent les fichiers.",
    changes: {
      create: "Nouveau",
      update: "Modifié",
      restate: "Signé de nouveau",
      remove: "Terminé",
      move: "Quitte son groupe",
    },
    stranded: (group) =>
      `Les téléphones qui ne sont que dans ${group} gardent l’ancien document : sa série continue pour d’autres.`,
    open: "Ouvrir comme brouillon",
    actions: { policy: "Politique", app: "Application", "os-update": "Version du système", certificate: "Certificat" },
    forGroup: (group) => `pour « ${group} »`,
    removed: (n) => (n <= 1 ? `Ces fichiers mettent fin à ${n} document` : `Ces fichiers mettent fin à ${n} documents`),
    step: (n, of) => `${n} sur ${of}`,
  },
});
