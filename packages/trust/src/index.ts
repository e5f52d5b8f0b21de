export { importVerifyKey, randomBytes, sha256, type VerifyKey, verifyP256 } from "#crypto";
