import { appWords } from "../app/words.ts";
import { Page } from "../parts/page.tsx";
import { useWords } from "../words/language.ts";

/** The screen Settings. */
export default function Settings() {
  const words = useWords(appWords);
  return <Page title={words.places.settings}>{null}</Page>;
}
