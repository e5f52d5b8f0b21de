import { appWords } from "../app/words.ts";
import { Page } from "../parts/page.tsx";
import { useWords } from "../words/language.ts";

/** The screen Approvals. */
export default function Approvals() {
  const words = useWords(appWords);
  return <Page title={words.places.approvals}>{null}</Page>;
}
