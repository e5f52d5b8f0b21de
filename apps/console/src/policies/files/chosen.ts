// Files that a person chose or dropped, read whole and bounded before anything looks into them.

import type { DropItem, FileDropItem } from "react-aria-components";
import { Problem } from "../../problem/problem.ts";
import type { Chosen } from "./folder.ts";

const mostFiles = 1_000;
/** As large as the reader of a file allows, and one byte: it then says that it is too long. */
const mostBytes = 1024 * 1024 + 1;

async function bytesOf(file: File): Promise<Uint8Array> {
  return new Uint8Array(await file.slice(0, mostBytes).arrayBuffer());
}

/** Hidden folders and what version control keeps are none of a configuration. */
const isHidden = (path: string): boolean => path.split("/").some((part) => part.startsWith("."));

/** Files from a dialog, by their path in the folder where one was chosen. */
export async function chosenFrom(files: FileList): Promise<Chosen> {
  const named = [...files].map((file) => [file.webkitRelativePath || file.name, file] as const);
  const plain = named.filter(([path]) => !isHidden(path));
  if (plain.length > mostFiles) throw new Problem("files", "folder", `more than ${mostFiles} files`);
  return new Map(await Promise.all(plain.map(async ([path, file]) => [path, await bytesOf(file)] as const)));
}

async function walk(item: DropItem, folder: string, found: Map<string, FileDropItem>): Promise<void> {
  if (item.kind === "text" || isHidden(item.name)) return;
  if (found.size >= mostFiles) throw new Problem("files", "folder", `more than ${mostFiles} files`);
  if (item.kind === "file") {
    found.set(folder + item.name, item);
    return;
  }
  for await (const entry of item.getEntries()) await walk(entry, `${folder}${item.name}/`, found);
}

/** Files and folders that were dropped. */
export async function chosenFromDrop(items: Iterable<DropItem>): Promise<Chosen> {
  const found = new Map<string, FileDropItem>();
  for (const item of items) await walk(item, "", found);
  const all = [...found].map(async ([path, item]) => [path, await bytesOf(await item.getFile())] as const);
  return new Map(await Promise.all(all));
}
