import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../config.ts";
import { FolderStore } from "./folder.ts";
import { ObjectStore } from "./objects.ts";
import type { BlobStore } from "./store.ts";

/** The store that the configuration names: by default a folder within the server's data; undefined where there is none. */
export function openBlobStore({ blobs, data }: Pick<Config, "blobs" | "data">): BlobStore | undefined {
  if (blobs && "url" in blobs) {
    const { accessKeyId, secretKeyFile, region } = blobs;
    if (accessKeyId === undefined || secretKeyFile === undefined) return new ObjectStore(blobs.url);
    const secretKey = readFileSync(secretKeyFile, "utf8").trim();
    return new ObjectStore(blobs.url, { accessKeyId, secretKey, region: region ?? "us-east-1" });
  }
  if (blobs) return new FolderStore(blobs.folder);
  return data === undefined ? undefined : new FolderStore(join(data, "blobs"));
}
