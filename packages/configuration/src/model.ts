import type { JsonObject } from "@rempart/trust";

/** A group of phones by name. Its id is `id`, or made from the organisation and the name. */
export interface Group {
  name: string;
  id?: string;
  label?: string;
}

/** A policy: `rules` as they are signed, its fences first among them where it has some. */
export interface Policy {
  name: string;
  id?: string;
  group: string;
  rules: JsonObject[];
}

/** One release of an app for one group, pinned by the file's hash and its signer; or that it is to be gone. */
export interface App {
  platform: "android" | "ios";
  package: string;
  group: string;
  state: "required" | "available" | "removed";
  versionCode?: number;
  sha256?: string;
  size?: number;
  signer?: string;
  urls?: string[];
}

export interface OsUpdate {
  platform: "android" | "ios";
  group: string;
  minimum: string;
  /** Unix seconds. */
  deadline?: number;
}

export interface Certificate {
  name: string;
  id?: string;
  group: string;
  /** Padded base64 of the certificate's DER. */
  der: string;
}

/** What a folder says shall stand. `group` is a group's name, or `all`. */
export interface Configuration {
  /** Genesis hash of the organisation it is for; absent: any. */
  organisation?: string;
  /** Whether what stands and is not listed is removed. */
  prune: boolean;
  groups: Group[];
  policies: Policy[];
  apps: App[];
  osUpdates: OsUpdate[];
  certificates: Certificate[];
}
