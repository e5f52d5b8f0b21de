import { useLocation } from "@tanstack/react-router";
import { appWords } from "../app/words.ts";
import { Empty, Page } from "../parts/page.tsx";
import { useWords } from "../words/language.ts";
import { placeWords } from "./words.ts";

/** A place in the navigation whose screen is not built yet: what will be there, and how it is done today. */
export default function Later() {
  const words = useWords(placeWords);
  const app = useWords(appWords);
  const { pathname } = useLocation();
  const word = pathname.split("/")[1] ?? "";
  const key = (word === "places" ? "fences" : word) as keyof typeof app.places;
  const place = words.places[key];
  return (
    <Page title={app.places[key]} lead={app.later}>
      <Empty title={place?.what ?? ""}>
        <p>{words.today}</p>
        <code>npx --no-install {place?.today}</code>
      </Empty>
    </Page>
  );
}
