import { lazy, Suspense, useState } from "react";
import { Button } from "../parts/button.tsx";
import { Loading } from "../parts/loading.tsx";
import { Section } from "../parts/page.tsx";
import { useWords } from "../words/language.ts";
import { admissionWords } from "./words.ts";

const Admission = lazy(() => import("./admission.tsx"));

/** The settings' part from which somebody is invited. */
export function InviteSection() {
  const words = useWords(admissionWords);
  const [open, setOpen] = useState(false);
  return (
    <Section title={words.title}>
      {open ? (
        <Suspense fallback={<Loading />}>
          <Admission />
        </Suspense>
      ) : (
        <div>
          <Button onPress={() => setOpen(true)}>{words.begin}</Button>
        </div>
      )}
    </Section>
  );
}
