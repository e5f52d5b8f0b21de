// A folder of configuration as a browser gets it: some files with paths, of which one is where it begins.

import { Problem } from "../../problem/problem.ts";

/** Files by path, as chosen or dropped. */
export type Chosen = ReadonlyMap<string, Uint8Array>;

const mostFiles = 1_000;
const mostBytes = 64 * 1024 * 1024;
const entry = "rempart.yaml";
const isYaml = (path: string): boolean => /\.ya?ml$/i.test(path);

function depth(path: string): number {
  return path.split("/").length;
}

/** A name that a list of groups may hold, as YAML: JSON texts are YAML texts. */
function groupsYaml(groups: ReadonlyMap<string, string>): string {
  return [...groups].map(([name, id]) => `  - {name: ${JSON.stringify(name)}, id: ${JSON.stringify(id)}}\n`).join("");
}

/**
 * What `readConfiguration` loads from. A folder begins with its rempart.yaml, wherever that was chosen; one file that has a
 * `version` is such a file by another name; any other one is taken for a policy, whose group is one of `groups` (ids by
 * name). Refuses with Problem `files` what is none of these, or too much.
 */
export function folderOf(
  chosen: Chosen,
  groups: ReadonlyMap<string, string>,
): (path: string) => Uint8Array | undefined {
  const bytes = [...chosen.values()].reduce((sum, one) => sum + one.length, 0);
  if (chosen.size > mostFiles || bytes > mostBytes)
    throw new Problem("files", "folder", `more than ${mostFiles} files, or more than ${mostBytes} bytes`);
  const tops = [...chosen.keys()]
    .filter((path) => path.split("/").at(-1) === entry)
    .sort((a, b) => depth(a) - depth(b));
  const [top, other] = tops;
  if (top !== undefined && (other === undefined || depth(other) > depth(top))) {
    const root = top.slice(0, -entry.length);
    return (path) => chosen.get(root + path);
  }
  const yaml = [...chosen].filter(([path]) => isYaml(path));
  const [only] = yaml;
  if (top !== undefined || !only || yaml.length > 1)
    throw new Problem("files", "folder", "there is no rempart.yaml with which the folder begins");
  const [path, content] = only;
  if (/^version:/m.test(new TextDecoder().decode(content.subarray(0, 1024 * 1024))))
    return (wanted) => (wanted === entry ? content : chosen.get(wanted));
  const lead = `version: 1\n${groups.size > 0 ? `groups:\n${groupsYaml(groups)}` : ""}policies:\n  - path: ${JSON.stringify(path)}\n`;
  const made = new TextEncoder().encode(lead);
  return (wanted) => (wanted === entry ? made : chosen.get(wanted));
}
