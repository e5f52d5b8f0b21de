import { Link } from "@tanstack/react-router";
import { Empty, Page } from "../parts/page.tsx";
import { useWords } from "../words/language.ts";
import { appWords } from "./words.ts";

/** An address that names nothing. */
export function Missing() {
  const words = useWords(appWords);
  return (
    <Page title={words.missing}>
      <Empty title={words.missingTodo}>
        <Link to="/">{words.toOverview}</Link>
      </Empty>
    </Page>
  );
}
