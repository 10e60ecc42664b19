/** What a check found. */
import { documents } from '../api/documents.ts';
import type { Api } from '../api/formats.ts';
import { type RuleId, rules } from './rules.ts';

/** One way in which a status breaks one rule. */
export interface Violation {
  readonly rule: RuleId;
  /** Where, in the names of the wire format, members joined by dots; empty for the whole status. */
  readonly path: string;
  /** What is there; undefined where something is missing. */
  readonly value: unknown;
  /** What the rule demands. */
  readonly message: string;
  /** Where that is written, and whether it is documented, implied, observed or assumed. */
  readonly document: string;
}

/** A place in a status that breaks a rule, with what is demanded there. */
export interface Finding {
  readonly path: string;
  readonly value: unknown;
  readonly message: string;
}

export function toViolation(rule: RuleId, { path, value, message }: Finding, api: Api): Violation {
  const { document, evidence } = rules[rule][api];
  return { rule, path, value, message, document: `${documents[document]} (${evidence})` };
}

/** The path of a member. */
export function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
