import { forms, generateKey } from "@rempart/trust";
import type { KeyFile, KeyUse } from "../session/key-file.ts";

/** A fresh key, in memory, on its way to an encrypted file. */
export async function newKeyFile(kind: KeyUse, name: string, person?: string): Promise<KeyFile> {
  const { pkcs8, spki } = await generateKey();
  const owner = person === undefined ? {} : { person };
  return { v: 1, kind, name, ...owner, kid: forms.keyId(spki), spki, pkcs8 } as KeyFile;
}
