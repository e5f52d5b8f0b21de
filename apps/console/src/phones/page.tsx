import { appWords } from "../app/words.ts";
import { Page } from "../parts/page.tsx";
import { useWords } from "../words/language.ts";

/** The screen Phones. */
export default function Phones() {
  const words = useWords(appWords);
  return <Page title={words.places.phones}>{null}</Page>;
}
