// The only door of this package.
export { type Apk, largestApk, readApk } from "./apk.ts";
export { ApkError, type ApkErrorCode } from "./error.ts";
export type { Flag, Manifest, Permission, Text } from "./manifest/manifest.ts";
export type { Certificate } from "./signing/certificate.ts";
export type { Scheme, SchemeSigner, Signing } from "./signing/signing.ts";
export { bytesSource, type Source } from "./source.ts";
export { type Known, type Warning, type WarningCode, warningsOf } from "./warnings.ts";
