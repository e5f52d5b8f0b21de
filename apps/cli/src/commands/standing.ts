import { readRules } from "@rempart/policy";
import { forms, newId, readJson } from "@rempart/trust";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { argument, collectList, type Run } from "../flags.ts";
import { t } from "../language/language.ts";
import { draftFrom } from "../orders/draft.ts";
import { type FinishOptions, finish, withSignFlags } from "../orders/finish.ts";
import { readGroup } from "../orders/group.ts";
import { Problem } from "../problem.ts";
import { readNamed } from "../profile/files.ts";

interface PolicyOptions extends FinishOptions {
  group: string;
  rules: string;
  policyId?: string;
  reason: string;
  submit?: boolean;
}

async function publishPolicy(context: Context, options: PolicyOptions): Promise<void> {
  const rules = readJson(await readNamed(options.rules), 48 * 1024, options.rules);
  const problem = readRules(rules);
  if (problem) throw new Problem("schema", `${options.rules}${problem.where}`, t`The rule ${problem.problem}.`);
  const id = options.policyId === undefined ? newId() : argument("--policy-id", options.policyId, forms.id);
  const drafted = await draftFrom(context, "policy", { group: options.group, reason: options.reason }, { id, rules });
  await finish(context, drafted, options, { sign: true, submit: options.submit === true, ask: false });
}

/** Declares `rempart policy`, `rempart assign`, `rempart group`. */
export function addStanding(program: Command, run: Run): void {
  const policy = program.command("policy").description("Policies: standing rules for a group.");
  withSignFlags(policy.command("publish"))
    .description("Build a policy from a file of rules, sign it, leave it for the others to sign.")
    .requiredOption("--group <id>", "the group, or all")
    .requiredOption("--rules <file>", "JSON list of rules")
    .option("--policy-id <id>", "id of the policy that this one follows (default: a new policy)")
    .option("--reason <code>", "why", "policy")
    .option("--submit", "submit at once when the quorum is complete")
    .action(run(publishPolicy));
  withSignFlags(program.command("assign").argument("<id...>", "ids of phones"))
    .description("Put phones into groups: build, sign, leave for the others to sign.")
    .requiredOption("--groups <ids>", "ids of groups, separated by commas", collectList, [])
    .option("--reason <code>", "why", "policy")
    .option("--submit", "submit at once when the quorum is complete")
    .action(
      run(async (context, options: FinishOptions & { groups: string[]; reason: string; submit?: boolean }, ids) => {
        const groups = options.groups.map(readGroup);
        const drafted = await draftFrom(context, "assign", { phones: ids, reason: options.reason }, { groups });
        await finish(context, drafted, options, { sign: true, submit: options.submit === true, ask: false });
      }),
    );
  const group = program.command("group").description("Groups of phones.");
  group
    .command("new")
    .description("Draw a fresh group id; a group exists by being named in tickets, assignments and policies.")
    .action(
      run(async (context) => {
        const id = newId();
        context.result({ group: id }, [id]);
      }),
    );
}
