import type { FoundingKeys, KeyKind, StoredKey } from "@rempart/client";
import { forms, generateKey, newId } from "@rempart/trust";

/** Somebody who gets a key at the founding. */
export interface Founder {
  name: string;
  id: string;
  role: "approver" | "operator";
  key: StoredKey;
}

/** A fresh key, to be stored encrypted. */
export async function newKey(kind: KeyKind, name: string, person?: string): Promise<StoredKey> {
  const { pkcs8, spki } = await generateKey();
  const kid = forms.keyId(spki);
  return { v: 1, kind, name, ...(person === undefined ? {} : { person }), kid, spki, pkcs8 };
}

export async function newFounder(name: string, role: Founder["role"]): Promise<Founder> {
  const id = newId();
  return { name, id, role, key: await newKey("person", name, id) };
}

/** All private keys of a founding. They exist in memory until they are written encrypted. */
export interface NewKeys {
  people: Founder[];
  roots: StoredKey[];
  directory: StoredKey;
  spareTls: StoredKey;
}

export async function newFoundingKeys(approvers: string[], operators: string[], roots: number): Promise<NewKeys> {
  const people: Founder[] = [];
  for (const name of approvers) people.push(await newFounder(name, "approver"));
  for (const name of operators) people.push(await newFounder(name, "operator"));
  const rootKeys: StoredKey[] = [];
  for (let n = 1; n <= roots; n++) rootKeys.push(await newKey("root", String(n)));
  return {
    people,
    roots: rootKeys,
    directory: await newKey("directory", "directory"),
    spareTls: await newKey("tls-spare", "spare-tls"),
  };
}

/** Their public halves, as the genesis names them. */
export function publicKeys({ people, roots, directory, spareTls }: NewKeys): FoundingKeys {
  return {
    people: people.map(({ id, role, key }) => ({
      id,
      roles: [role],
      credentials: [{ kind: "key" as const, kid: key.kid, spki: key.spki }],
    })),
    roots,
    directory: directory.spki,
    spareTls: spareTls.spki,
  };
}
