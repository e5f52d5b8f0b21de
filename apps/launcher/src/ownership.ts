// Started as root, the gatekeeper's process has an account of its own. Of its folder it owns what it writes (keys, the
// record of heads) and may read what it needs; the authority's key, PostgreSQL's passwords and its log stay root's.
import { chmodSync, chownSync, existsSync, lchownSync, lstatSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Identity } from "./identity.ts";
import type { TlsFiles } from "./tls.ts";

/** Changes the owner of a plain file that is root's. What the account made itself, links among it, is not touched. */
function give(path: string, uid: number, gid: number): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found?.isFile() && found.uid === 0 && found.nlink === 1) lchownSync(path, uid, gid);
}

/** Files of the gatekeeper's process from before it had an account, or from a restore. */
function giveOwn(folder: string, uid: number, gid: number): void {
  for (const name of ["signed-head.json", "signed-head.json.new"]) give(join(folder, name), uid, gid);
  const keys = join(folder, "keys");
  const found = lstatSync(keys, { throwIfNoEntry: false });
  if (!found?.isDirectory() || found.uid !== 0) return;
  for (const name of readdirSync(keys)) give(join(keys, name), uid, gid);
  lchownSync(keys, uid, gid);
}

/** Lets the process of `identity` read what it needs; nothing when it is our own. */
export function giveGatekeeperFiles(data: string, identity: Identity, tls: TlsFiles, linkToken: string): void {
  const { uid } = identity;
  if (uid === undefined) return;
  const gid = identity.gid ?? uid;
  const folder = join(data, "gatekeeper");
  // With the sticky bit it may make files of its own there, and not move or remove what is root's or PostgreSQL's.
  chownSync(folder, 0, gid);
  chmodSync(folder, 0o1771);
  const tlsFolder = join(folder, "tls");
  chownSync(tlsFolder, 0, gid);
  chmodSync(tlsFolder, 0o710);
  for (const path of [tls.ca, tls.cert, tls.key, linkToken]) {
    if (!existsSync(path)) continue;
    chownSync(path, 0, gid);
    chmodSync(path, 0o640);
  }
  giveOwn(folder, uid, gid);
}

/** Gives the server's process of `identity` the folder of uploaded files, all that it keeps; nothing when it is our own. */
export function giveServerFiles(data: string, { uid, gid = uid }: Identity): void {
  if (uid === undefined || gid === undefined) return;
  const blobs = join(data, "server", "blobs");
  mkdirSync(blobs, { recursive: true, mode: 0o700 });
  // Its account owns the folder from the first time on, and what it put there: a link in place of the folder is not followed.
  const found = lstatSync(blobs);
  if (!found.isDirectory() || found.uid !== 0) return;
  for (const name of readdirSync(blobs)) give(join(blobs, name), uid, gid);
  lchownSync(blobs, uid, gid);
}
