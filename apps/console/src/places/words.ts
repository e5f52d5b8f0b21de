import { defineWords } from "../words/language.ts";

interface Place {
  what: string;
  today: string;
}

export const placeWords = defineWords({
  en: {
    today: "Until then, from a terminal:",
    places: {
      people: {
        what: "The sealed directory: who carries which phone, readable by approvers only.",
        today: "rempart key --help",
      },
      fences: { what: "Fences on a map, and the rules that they switch.", today: "rempart apply --plan" },
      apps: { what: "Apps: upload, release in rings, halt, return.", today: "rempart app --help" },
      updates: { what: "Who is behind on OS updates, deadlines and windows.", today: "rempart os --help" },
      enrolment: { what: "Tickets, QR codes and admission of new phones.", today: "rempart ticket --help" },
      charter: { what: "Who may do what, and the ceremonies that change it.", today: "rempart charter --help" },
      log: { what: "The log: browse, verify, take proofs away.", today: "rempart log --help" },
      incident: { what: "Contain in a minute, prove what happened, be clean in nine.", today: "rempart freeze" },
    } as Record<string, Place>,
  },
  fr: {
    today: "D’ici là, dans un terminal :",
    places: {
      people: {
        what: "L’annuaire scellé : qui porte quel téléphone, lisible des seuls approbateurs.",
        today: "rempart key --help",
      },
      fences: { what: "Des périmètres sur une carte, et les règles qu’ils activent.", today: "rempart apply --plan" },
      apps: {
        what: "Les applications : téléverser, diffuser par anneaux, arrêter, revenir.",
        today: "rempart app --help",
      },
      updates: { what: "Qui est en retard de mise à jour, échéances et fenêtres.", today: "rempart os --help" },
      enrolment: { what: "Billets, codes QR et admission de nouveaux téléphones.", today: "rempart ticket --help" },
      charter: { what: "Qui peut quoi, et les cérémonies qui le changent.", today: "rempart charter --help" },
      log: { what: "Le journal : parcourir, vérifier, emporter des preuves.", today: "rempart log --help" },
      incident: {
        what: "Contenir en une minute, prouver ce qui s’est passé, être propre en neuf.",
        today: "rempart freeze",
      },
    } as Record<string, Place>,
  },
});
