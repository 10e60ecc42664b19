/** Checks a status against the documents of its release. */
export {
  type CrossRuleId,
  crossRules,
  type Rule,
  type RuleId,
  rules,
  type StructureRuleId,
  structureRules,
} from './rules.ts';
export { type ValidateTarget, validate } from './validate.ts';
export type { Violation } from './violation.ts';
