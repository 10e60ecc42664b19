/** What `hvsim validate` found, for people, for programs, or as annotations of a GitHub workflow. */
import { type Rule, rules } from '../conformance/rules.ts';
import { showValue, type Violation } from '../conformance/violation.ts';

export const reports = ['text', 'json', 'github'] as const;

export type Report = (typeof reports)[number];

interface Somewhere {
  readonly file: string;
  /** Of the member that is wrong, or of the innermost object around it; from 1. */
  readonly line: number;
  readonly column: number;
  /** From the top of the JSON value. */
  readonly path: string;
}

/** A violation in a file, or a place that is no status at all. */
export type Finding = Somewhere &
  (
    | {
        readonly violation: Violation;
        /** Where the status begins. */
        readonly status: { readonly line: number; readonly column: number };
        readonly release: string;
        readonly format: string;
        readonly pool: string | undefined;
      }
    | { readonly problem: string }
  );

/** A finding as a line. */
export function writeFinding(finding: Finding, report: Report): string {
  if (report === 'json') return JSON.stringify(toJson(finding));
  const { file, line, column } = finding;
  const [title, text] = 'problem' in finding ? ['not a status', `${finding.path || 'it'} ${finding.problem}.`] : describe(finding);
  if (report === 'github') {
    const properties = { file, line, col: column, title };
    const list = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
    return `::error ${list.join(',')}::${escapeData(text)}`;
  }
  return `${file}:${line}:${column}: ${title}: ${text}`;
}

function describe({ path, violation }: { readonly path: string; readonly violation: Violation }): [title: string, text: string] {
  const { rule, value, message, document } = violation;
  const what = value === undefined ? path : `${path} ${showValue(value)}`.trim();
  return [rule, `${what}: ${message} (${document})`];
}

/** A violation in a line of text, with its path in the status. */
export const describeViolation = (violation: Violation): string => describe({ path: violation.path, violation }).join(': ');

/** A violation for JSON, without values that are long. */
export const shortened = <V extends Pick<Violation, 'value'>>(violation: V): V =>
  isSmall(violation.value) ? violation : { ...violation, value: showValue(violation.value) };

function toJson(finding: Finding) {
  const { file, line, column, path } = finding;
  if ('problem' in finding) return { file, line, column, path, problem: finding.problem };
  const { violation, status, release, format, pool } = finding;
  const { rule, value, message, document } = shortened(violation);
  const { text }: Rule = rules[rule];
  return { file, line, column, path, rule, value, message, demand: text, document, status, release, format, pool };
}

const isSmall = (value: unknown): boolean => typeof value !== 'object' || value === null || showValue(value).length < 200;

/** Workflow commands end at a line break and split at these. */
const escapeData = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const escapeProperty = (text: string): string => escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
