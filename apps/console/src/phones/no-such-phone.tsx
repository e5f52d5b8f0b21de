import { Empty } from "../parts/page.tsx";
import { useWords } from "../words/language.ts";
import { phoneWords } from "./phone-words.ts";

/** In place of a phone that is not there. */
export function NoSuchPhone() {
  const words = useWords(phoneWords);
  return (
    <Empty title={words.missing}>
      <p>{words.missingTodo}</p>
    </Empty>
  );
}
