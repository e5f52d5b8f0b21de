import { Button } from "../parts/button.tsx";
import { setLanguage, useLanguage } from "../words/language.ts";

/** The other language, named in itself. */
export function LanguageSwitch() {
  const language = useLanguage();
  const [other, name] = language === "en" ? (["fr", "Français"] as const) : (["en", "English"] as const);
  return (
    <Button kind="quiet" small onPress={() => setLanguage(other)}>
      <span lang={other}>{name}</span>
    </Button>
  );
}
