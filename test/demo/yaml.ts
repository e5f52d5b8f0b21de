// Configuration as files: a plan, two approvers who apply the same folder, and what pruning would remove.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { executedBy, type Organisation } from "./ordinary.ts";
import { chapter, expect, step } from "./table.ts";
import type { World } from "./world.ts";

interface Change {
  change: string;
  action: string;
  name?: string;
  hash?: string;
  complete?: boolean;
  submitted?: object;
}

/** The chapter. */
export async function applyFolder(world: World, { genesis }: Organisation): Promise<void> {
  chapter("Configuration as files");
  const folder = join(world.folder, "clients", "configuration");
  mkdirSync(folder, { mode: 0o700 });
  const write = (prune: boolean) =>
    writeFileSync(
      join(folder, "rempart.yaml"),
      `version: 1
organisation: ${genesis}
prune: ${prune}
policies:
  - name: longer-passcodes
    group: all
    rules:
      - kind: passcode
        minimumLength: 8
`,
    );
  const apply = async (person: string, ...flags: string[]): Promise<Change[]> =>
    (await world.as(person, "apply", "-f", folder, ...flags)).changes as Change[];
  write(false);
  await step("a folder of YAML: the plan", async () => {
    const changes = await apply("approver-1", "--plan");
    const [change] = changes;
    expect(changes.length === 1 && change?.name === "longer-passcodes", JSON.stringify(changes));
    expect(change.hash === undefined, "a plan signed something");
    return `${change.change} ${change.action} ${change.name}; nothing else is touched, nothing is signed`;
  });
  await step("two approvers apply the same folder", async () => {
    const [first] = await apply("approver-1", "--yes");
    expect(first?.complete === false && first.submitted === undefined, JSON.stringify(first));
    const [second] = await apply("approver-2", "--yes");
    expect(second?.submitted !== undefined && second.hash === first.hash, JSON.stringify(second));
    const order = String(second.hash);
    const ten = () => (executedBy(world.phones.lines, order).length >= 10 ? true : undefined);
    await world.phones.until("10 phones with the policy", ten, 0, 30);
    expect((await apply("approver-1", "--plan")).length === 0, "something is still to be done");
    return "the second signature completed it; a third run of the plan finds nothing to do";
  });
  write(true);
  await step("with prune: the plan names what would be removed", async () => {
    const changes = await apply("approver-1", "--plan");
    const removed = changes.filter(({ change }) => change === "remove");
    expect(removed.length >= 2 && changes.length === removed.length, JSON.stringify(changes));
    expect(
      changes.every(({ hash }) => hash === undefined),
      "a plan signed something",
    );
    return `${removed.length} documents that the folder does not list (${[...new Set(removed.map(({ action }) => action))].join(", ")}); nothing is signed`;
  });
}
