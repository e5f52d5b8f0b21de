export { compile, settingsOf, type Target, type Verdict } from "./compile/compile.ts";
export type { Operation } from "./compile/row.ts";
export { compliance, type Drift, type Reported } from "./compliance/compliance.ts";
export { depth, distance } from "./fences/distance.ts";
export {
  dwell,
  type Fence,
  type FenceState,
  type FenceStates,
  type Fix,
  fenceKey,
  fencesOf,
  noFences,
  type Step,
  staleAfter,
  stepFences,
  type Transition,
} from "./fences/stepper.ts";
export type { Field, Form, Json, Merge, Option, RuleKind, Subject, Text } from "./kinds/shape.ts";
export { type Kind, kindOf, ruleKinds } from "./kinds/table.ts";
export type { Applied, Claim, Source } from "./merge/claims.ts";
export { type Conflict, type Effective, merge, type Setting, wanted } from "./merge/merge.ts";
export {
  applyChanges,
  type Change,
  everyGroup,
  type Fleet,
  type FleetPhone,
  type StandingDocument,
  type StandingParams,
} from "./plan/fleet.ts";
export { type PlanLine, planLines } from "./plan/lines.ts";
export type { Outlook, Told } from "./plan/outlook.ts";
export { outlookFor, type Plan, type PlanGroup, plan, type SettingChange } from "./plan/plan.ts";
export { isDestructive, readRules } from "./read/read.ts";
export type { RuleProblem } from "./read/texts.ts";
export type { Area, Hours, Point, Rule, RuleOf, When } from "./rule.ts";
export { activeRules, isInForce, type Situation, situationOf } from "./situation/active.ts";
export { isInHours, localTime } from "./situation/schedule.ts";
export { hoursWords, type Language, settingName, settingValue, settingWords, whenWords } from "./words/words.ts";
