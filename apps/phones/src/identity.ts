// Everything about a virtual phone that its seed decides: the same seed gives the same phones in every run.
import { createECDH, createPrivateKey, createPublicKey } from "node:crypto";
import { forms, importPrivateKey, keySigner, type Signer, sha256, utf8 } from "@rempart/trust";
import type { Place } from "./track.ts";

export interface Identity {
  readonly index: number;
  readonly spki: Uint8Array;
  readonly signer: Signer;
  readonly model: string;
  readonly os: string;
  readonly patch: string;
  /** Apps of the first start, with their version codes. */
  readonly apps: Readonly<Record<string, number>>;
  /** Bytes free for apps: a larger one fails to install. */
  readonly storage: number;
  /** Where the phone lives: its track lies around this. */
  readonly home: Place;
  /** 32 bits for whatever else is drawn: its track, its noise, its habits. */
  readonly seed: number;
}

const p256Order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const models = ["Pixel 9a", "Pixel 10", "Galaxy S25", "Galaxy A56", "Fairphone 6", "Xperia 10 VII", "Nothing 3a"];
const systems = [
  ["14", "2025-09-05"],
  ["15", "2026-03-05"],
  ["16", "2026-08-05"],
  ["16", "2026-10-05"],
] as const;
const catalogue = [
  "org.mozilla.firefox",
  "com.example.mail",
  "org.thoughtcrime.securesms",
  "com.example.casino",
  "com.example.video",
  "net.osmand",
  "com.example.shop",
  "org.videolan.vlc",
];

function draw(seed: string, index: number, use: string): Uint8Array {
  // JSON keeps the parts apart: no seed can end in what another one continues.
  return sha256(utf8(JSON.stringify(["rempart virtual phone", seed, index, use])));
}

async function keyOf(seed: string, index: number): Promise<Pick<Identity, "spki" | "signer">> {
  const digest = Buffer.from(draw(seed, index, "key")).toString("hex");
  const scalar = ((BigInt(`0x${digest}`) % (p256Order - 1n)) + 1n).toString(16).padStart(64, "0");
  const ecdh = createECDH("prime256v1");
  ecdh.setPrivateKey(Buffer.from(scalar, "hex"));
  const point = ecdh.getPublicKey();
  const jwk = {
    kty: "EC",
    crv: "P-256",
    d: Buffer.from(scalar, "hex").toString("base64url"),
    x: point.subarray(1, 33).toString("base64url"),
    y: point.subarray(33).toString("base64url"),
  };
  const key = createPrivateKey({ key: jwk, format: "jwk" });
  const spki = new Uint8Array(createPublicKey(key).export({ format: "der", type: "spki" }));
  const pkcs8 = new Uint8Array(key.export({ format: "der", type: "pkcs8" }));
  return { spki, signer: keySigner(forms.keyId(spki), await importPrivateKey(pkcs8)) };
}

/** Phone `index` of `seed`. */
export async function identityOf(seed: string, index: number): Promise<Identity> {
  const facts = Buffer.from(draw(seed, index, "facts"));
  const [os, patch] = systems[facts[1]! % systems.length]!;
  const apps: Record<string, number> = {};
  for (const [at, name] of catalogue.entries()) if (facts[2]! & (1 << at)) apps[name] = 100 + facts[8 + at]!;
  return {
    index,
    ...(await keyOf(seed, index)),
    model: models[facts[0]! % models.length]!,
    os,
    patch,
    apps,
    storage: (1 + (facts[3]! % 64)) * 100_000_000,
    // Somewhere in metropolitan France.
    home: { lat: 435_000_000 + (facts.readUInt32BE(16) % 60_000_000), lon: facts.readUInt32BE(20) % 60_000_000 },
    seed: facts.readUInt32BE(24),
  };
}
