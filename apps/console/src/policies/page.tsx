import { appWords } from "../app/words.ts";
import { Page } from "../parts/page.tsx";
import { useWords } from "../words/language.ts";

/** The screen Policies. */
export default function Policies() {
  const words = useWords(appWords);
  return <Page title={words.places.policies}>{null}</Page>;
}
