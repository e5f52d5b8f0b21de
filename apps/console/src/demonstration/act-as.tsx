// The switch that only a demonstration has: one person plays every part.

import { useState } from "react";
import { useOrganisation } from "../organisation/context.tsx";
import { nameOf } from "../organisation/names.ts";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { useSession } from "../session/context.tsx";
import { useWords } from "../words/language.ts";
import { DemonstrationPeople } from "./people.tsx";
import { demonstrationWords } from "./words.ts";

/** A button that opens the choice of people; nothing in an organisation that is real. */
export default function ActAs() {
  const words = useWords(demonstrationWords);
  const organisation = useOrganisation();
  const { person } = useSession();
  const [open, setOpen] = useState(false);
  if (!organisation.demonstration) return null;
  return (
    <>
      <Button small onPress={() => setOpen(true)}>
        {words.actTitle}
      </Button>
      <Dialog title={words.actTitle} isOpen={open} onClose={() => setOpen(false)}>
        <p>{words.actLead}</p>
        <p>{words.acting(nameOf(organisation, person))}</p>
        <DemonstrationPeople organisation={organisation} except={person} onActed={() => setOpen(false)} />
      </Dialog>
    </>
  );
}
