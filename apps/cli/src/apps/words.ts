import type { Text, Warning } from "@rempart/android";
import { grouped, shown } from "../shown.ts";
import type { AppFile } from "./file.ts";

function words(text: Text | undefined): string {
  if (text === undefined) return "not said";
  return typeof text === "string" ? shown(text, 200) : `in the app's resources (${text.resource})`;
}

/** What a person reads of an app's file before they sign. */
export function appLines({ apk, sha256, size }: AppFile, warnings: readonly Warning[]): string[] {
  const { manifest, signing } = apk;
  const certificates = signing.schemes.flatMap(({ scheme, signers, problem }) =>
    signers.map(
      ({ certificate }) =>
        `  ${scheme}  ${grouped(certificate.sha256)}  ${shown(certificate.subject, 200)}${problem ? `  WRONG: ${problem}` : ""}`,
    ),
  );
  const permissions = manifest.permissions.map(
    ({ name, maxSdk }) => `  ${shown(name, 255)}${maxSdk === undefined ? "" : ` (up to API ${maxSdk})`}`,
  );
  return [
    `package      ${shown(manifest.package, 255)}`,
    `label        ${words(manifest.label)}`,
    `version      ${manifest.versionCode}, named ${words(manifest.versionName)}`,
    `Android      API ${manifest.minSdk} and later, made for ${manifest.targetSdk}`,
    `file         ${size} bytes, SHA-256 ${grouped(sha256)}`,
    `signer       ${signing.signer === undefined ? `NONE: ${signing.problem}` : grouped(signing.signer)}`,
    "signatures",
    ...certificates,
    `permissions  ${manifest.permissions.length}`,
    ...permissions,
    ...warnings.map(({ message }) => `WARNING      ${message}`),
  ];
}

/** The same for programs. */
export function appJson({ apk, sha256, size, path }: AppFile, warnings: readonly Warning[]): object {
  return { file: path, sha256, size, manifest: apk.manifest, signing: apk.signing, warnings };
}
