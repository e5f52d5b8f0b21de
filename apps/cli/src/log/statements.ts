import { anyJson } from "@rempart/client";
import {
  type Charter,
  currentLog,
  forms,
  type JsonValue,
  openEnvelope,
  schema,
  verifyKeySignature,
  witnessType,
} from "@rempart/trust";
import { t } from "../language/language.ts";
import { Problem } from "../problem.ts";

const shape = schema.object({ size: forms.size, statements: schema.list(anyJson, 0, 16) });

/** What witnesses of the charter state together. */
export interface Witnessed {
  size: number;
  root: string;
  kids: string[];
  needed: number;
}

/** Verifies statements over one size; refuses with `witness.quorum` when fewer than k of the charter's witnesses agree. */
export async function readStatements(value: JsonValue, charter: Charter): Promise<Witnessed> {
  const { size, statements } = shape(value, "witness");
  const byRoot = new Map<string, Set<string>>();
  for (const envelope of statements) {
    const { body, pae, signatures } = openEnvelope(witnessType, envelope);
    if (body.org !== charter.genesis || body.origin !== currentLog(charter.body).origin || body.size !== size) continue;
    for (const signature of signatures) {
      const key = charter.witnesses.get(signature.keyid);
      if (key && (await verifyKeySignature(key, pae, signature)))
        byRoot.set(body.root, (byRoot.get(body.root) ?? new Set()).add(signature.keyid));
    }
  }
  const [root, kids] = [...byRoot].sort(([, a], [, b]) => b.size - a.size)[0] ?? ["", new Set<string>()];
  const needed = charter.body.k;
  if (kids.size < Math.max(1, needed))
    throw new Problem(
      "witness.quorum",
      "witness",
      t`${kids.size} witnesses agree on size ${size}, and ${needed} are needed.`,
    );
  return { size, root, kids: [...kids], needed };
}
