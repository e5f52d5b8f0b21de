/** What is wrong with a file, for callers that decide by it. */
export type ApkErrorCode =
  /** Larger than is read, or has more parts than are read. */
  | "apk.size"
  /** Not a ZIP file, or one that two readers would read differently. */
  | "apk.zip"
  /** A part that unpacks to more than it may, or than it says. */
  | "apk.bomb"
  /** No manifest, or one that cannot be read. */
  | "apk.manifest"
  /** One part of an app that comes in several: it cannot be installed alone. */
  | "apk.split"
  /** A signature that cannot be read. One that is read and is wrong is reported, not thrown. */
  | "apk.signature";

/** The one error of this package. `where` names the part of the file; the message says what is wrong with it. */
export class ApkError extends Error {
  readonly code: ApkErrorCode;
  readonly where: string;
  constructor(code: ApkErrorCode, where: string, problem: string) {
    super(`${where}: ${problem}`);
    this.name = "ApkError";
    this.code = code;
    this.where = where;
  }
}
