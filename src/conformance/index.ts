/** Checks a status against the documents of its release, and a sequence of statuses against the life cycle. */
export { type Assertion, assertConforms, assertFollows, assertIn, type ExpectedStates, type FollowOptions } from './assertions.ts';
export type { CheckEnd, CheckLine } from './input/watch.ts';
export { type FollowRuleId, followRules } from './observer/follow-rules.ts';
export { createObserver } from './observer/observer.ts';
export type {
  Assumption,
  Explanation,
  HiddenEvent,
  NextEvent,
  Observer,
  ObserverOptions,
  Reason,
  Summary,
} from './observer/observer.types.ts';
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
