export { importVerifyKey, randomBytes, sha256, type VerifyKey, verifyP256 } from "#crypto";
export * from "./merkle/index.ts";
