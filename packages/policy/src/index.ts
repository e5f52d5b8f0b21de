export { type Effective, effective } from "./effective.ts";
export {
  type Field,
  isDestructive,
  type Rule,
  type RuleKind,
  type RuleProblem,
  readRules,
  ruleKinds,
} from "./rules.ts";
