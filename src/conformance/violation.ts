/** What a check found, and how a value is shown in it. */
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

/** A violation, before it is said where its rule is written. */
export type Finding = Omit<Violation, 'document'>;

export function toViolation({ rule, path, value, message }: Finding, api: Api): Violation {
  const { document, evidence } = rules[rule][api];
  return { rule, path, value, message, document: `${documents[document]} (${evidence})` };
}

/** The path of a member. */
export const join = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

const longest = 120;
const mostMembers = 5;
const deepest = 3;

/**
 * A value in a few words of JSON, cut where it is long or deep, so that no value is too big to be shown.
 *
 * @example showValue(['a', { b: 1 }]) //=> ["a",{"b":1}]
 */
export function showValue(value: unknown, depth = 0): string {
  if (typeof value === 'string') return JSON.stringify(value.length > longest ? `${value.slice(0, longest)}…` : value);
  if (typeof value !== 'object' || value === null) return typeof value === 'number' ? JSON.stringify(value) : String(value);
  if (depth === deepest) return Array.isArray(value) ? '[…]' : '{…}';
  const rest = (count: number) => (count > mostMembers ? ['…'] : []);
  if (Array.isArray(value)) {
    const shown = value.slice(0, mostMembers).map((each) => showValue(each, depth + 1));
    return `[${[...shown, ...rest(value.length)]}]`;
  }
  const names = Object.keys(value);
  const shown = names
    .slice(0, mostMembers)
    .map((name) => `${showValue(name)}:${showValue((value as Record<string, unknown>)[name], depth + 1)}`);
  return `{${[...shown, ...rest(names.length)]}}`;
}
