import { Field } from "../../parts/field.tsx";
import { Select } from "../../parts/select.tsx";
import { languages, setLanguage, useLanguage, useWords } from "../../words/language.ts";
import { changePlan } from "../keep.ts";
import type { Plan } from "../plan.ts";
import { addressWords } from "../words/address.ts";

const ownNames = { en: "English", fr: "Français" } as const;

/** What the organisation is called. */
export function OrganisationStep({ plan }: { plan: Plan }) {
  const words = useWords(addressWords);
  const language = useLanguage();
  return (
    <>
      <Field
        label={words.organisation}
        description={words.organisationHint}
        value={plan.organisation}
        onChange={(organisation) => changePlan({ organisation })}
        maxLength={64}
      />
      <Select
        label={words.language}
        value={language}
        onChange={(value) => setLanguage(value === "fr" ? "fr" : "en")}
        choices={languages.map((id) => ({ id, label: ownNames[id] }))}
      />
    </>
  );
}
