import { appWords } from "../app/words.ts";
import { Page } from "../parts/page.tsx";
import { useWords } from "../words/language.ts";

/** The screen Overview. */
export default function Overview() {
  const words = useWords(appWords);
  return <Page title={words.places.overview}>{null}</Page>;
}
