import { existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { t } from "../language/language.ts";
import { Problem } from "../problem.ts";

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    // Missing, or closed to this user: neighbours in a shared folder often are.
    return false;
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Whether a folder is one of Rempart's data folders: gatekeeper/ or server/ with a PostgreSQL in it. */
export function isDataFolder(folder: string): boolean {
  return ["gatekeeper", "server"].some((part) => {
    const inside = join(folder, part);
    if (!isFolder(inside)) return false;
    return (
      existsSync(join(inside, "PG_VERSION")) ||
      namesIn(inside).some((name) => {
        const below = join(inside, name);
        return isFolder(below) && (name === "postgres" || existsSync(join(below, "PG_VERSION")));
      })
    );
  });
}

/** The real place of a path of which the end may not exist yet: a link must not hide where the keys go. */
function realPlace(path: string): string {
  const absolute = resolve(path);
  if (existsSync(absolute)) return realpathSync(absolute);
  const parent = dirname(absolute);
  return parent === absolute ? absolute : join(realPlace(parent), basename(absolute));
}

function refuse(folder: string, how: string, data: string): never {
  throw new Problem(
    "profile.place",
    folder,
    t`The profile would lie ${how} the data folder ${data}. Whoever takes the server's data would take the keys too. Choose a folder elsewhere, best on another machine.`,
  );
}

/** Refuses with `profile.place` a profile inside or beside Rempart's data. Returns its real path. */
export function checkPlace(folder: string): string {
  const place = realPlace(folder);
  for (let at = place; ; at = dirname(at)) {
    if (isFolder(at) && isDataFolder(at)) refuse(folder, "inside", at);
    if (at === dirname(at)) break;
  }
  const parent = dirname(place);
  for (const name of namesIn(parent)) {
    const neighbour = join(parent, name);
    if (isFolder(neighbour) && isDataFolder(neighbour)) refuse(folder, "beside", neighbour);
  }
  return place;
}
