export { encBytes, openSealed, type SealUse, sealTo } from "./seal.ts";
export { maxSecretBytes, openSecret, type SecretJson, type SecretKeys, sealSecret } from "./secret.ts";
