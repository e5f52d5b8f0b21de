// A witness's public key, as `rempart witness init` writes it.

import { forms, readJson, schema, toBase64, utf8 } from "@rempart/trust";
import { Problem } from "../problem/problem.ts";
import type { PlannedWitness } from "./plan.ts";

const namedKey = schema.object({ kid: forms.kid, spki: forms.spki });

/** Reads witness.json. Refuses with `witness.form` what is none. */
export function readWitness(text: string): PlannedWitness {
  try {
    const { kid, spki } = namedKey(readJson(utf8(text.trim()), 4096, "witness"), "witness");
    if (forms.keyId(spki) === kid) return { kid, spki: toBase64(spki) };
  } catch {
    // Said below: whoever pasted half a file cannot mend a field of it.
  }
  throw new Problem("witness.form", "witness", "is no witness.json, or not all of it");
}
