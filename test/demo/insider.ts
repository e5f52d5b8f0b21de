// Somebody inside: has own key, wants more. Builds documents that the command line would refuse to build.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type Document,
  importPrivateKey,
  type JsonValue,
  keySigner,
  makeEnvelope,
  type NewSignature,
  newUuid,
  type Order,
  openEnvelope,
  orderType,
  payloadBytes,
  payloadType,
  preAuthenticationEncoding,
  type Signer,
  targetTree,
} from "@rempart/trust";
import { Decrypter } from "age-encryption";
import type { World } from "./world.ts";

/** The signer of a person, from the age file in that person's own folder. */
export async function signerOf(world: World, person: string): Promise<Signer> {
  const decrypter = new Decrypter();
  const identity = readFileSync(world.identity, "utf8")
    .split("\n")
    .find((line) => line.startsWith("AGE-SECRET-KEY-"));
  decrypter.addIdentity(identity!);
  const file = readFileSync(join(world.people, person, "keys", `${person}.age`));
  const key = JSON.parse(await decrypter.decrypt(file, "text")) as { kid: string; pkcs8: string };
  return keySigner(key.kid, await importPrivateKey(new Uint8Array(Buffer.from(key.pkcs8, "base64"))));
}

export const now = (): number => Math.floor(Date.now() / 1000);

/** Body of an order on single phones. */
export function orderBody(
  charter: string,
  action: string,
  devices: readonly string[],
  params: JsonValue,
  changes: Record<string, JsonValue> = {},
): Record<string, JsonValue> {
  const id = newUuid(Date.now());
  const { count, root } = targetTree(id, devices);
  return {
    v: 1,
    org: charter,
    id,
    charter,
    action,
    params,
    targets: { count, root },
    reason: { code: "exercise" },
    createdAt: now(),
    expiresAt: now() + 3600,
    ...changes,
  };
}

/** Signs any body as an order, without the checks of an honest client. */
export async function signAnything(body: JsonValue, signers: readonly Signer[], type = "order"): Promise<JsonValue> {
  const payload = payloadBytes(body);
  const pae = preAuthenticationEncoding(payloadType(type), payload);
  const signatures: NewSignature[] = [];
  for (const signer of signers) signatures.push(await signer.sign(pae));
  return makeEnvelope(type, payload, signatures);
}

/** The same, read back as an order. */
export async function signOrder(body: JsonValue, signers: readonly Signer[]): Promise<Document<Order>> {
  return openEnvelope(orderType, await signAnything(body, signers));
}

export const wipeParams = { storage: false, esim: false, keepProtection: true };
