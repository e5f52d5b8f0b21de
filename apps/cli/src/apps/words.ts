import type { Text, Warning } from "@rempart/android";
import { grouped, shown } from "@rempart/client";
import { t } from "../language/language.ts";
import type { AppFile } from "./file.ts";

function words(text: Text | undefined): string {
  if (text === undefined) return t`not said`;
  return typeof text === "string" ? shown(text, 200) : t`in the app's resources (${text.resource})`;
}

/** What a person reads of an app's file before they sign. */
export function appLines({ apk, sha256, size }: AppFile, warnings: readonly Warning[]): string[] {
  const { manifest, signing } = apk;
  const certificates = signing.schemes.flatMap(({ scheme, signers, problem }) =>
    signers.map(
      ({ certificate }) =>
        `  ${scheme}  ${grouped(certificate.sha256)}  ${shown(certificate.subject, 200)}${problem ? t`  WRONG: ${problem}` : ""}`,
    ),
  );
  const permissions = manifest.permissions.map(
    ({ name, maxSdk }) => `  ${shown(name, 255)}${maxSdk === undefined ? "" : t` (up to API ${maxSdk})`}`,
  );
  return [
    t`package      ${shown(manifest.package, 255)}`,
    t`label        ${words(manifest.label)}`,
    t`version      ${manifest.versionCode}, named ${words(manifest.versionName)}`,
    t`Android      API ${manifest.minSdk} and later, made for ${manifest.targetSdk}`,
    t`file         ${size} bytes, SHA-256 ${grouped(sha256)}`,
    t`signer       ${signing.signer === undefined ? t`NONE: ${signing.problem}` : grouped(signing.signer)}`,
    t`signatures`,
    ...certificates,
    t`permissions  ${manifest.permissions.length}`,
    ...permissions,
    ...warnings.map(({ message }) => t`WARNING      ${message}`),
  ];
}

/** The same for programs. */
export function appJson({ apk, sha256, size, path }: AppFile, warnings: readonly Warning[]): object {
  return { file: path, sha256, size, manifest: apk.manifest, signing: apk.signing, warnings };
}
