/** Checks one status against what the documents of its release say. */
import { apiOf, assertFormat, type Target } from '../api/formats.ts';
import type { DocumentObject } from '../api/properties.ts';
import { findRelease } from '../api/releases.ts';
import { checks } from './checks.ts';
import { observe } from './observation.ts';
import { type QuickCheck, quickCheckFor } from './quick-check.ts';
import type { CrossRuleId } from './rules.ts';
import { checkStructure } from './structure.ts';
import type { Subject } from './subject.ts';
import { toViolation, type Violation } from './violation.ts';

/** What a value claims to be. */
export interface ValidateTarget extends Target {
  /** The status unless said otherwise. */
  readonly object?: DocumentObject;
}

/**
 * Checks that a status is one that its release and format can show: its structure against the JSON Schema, then what the
 * documents and the life cycle say of its properties together. `rules` lists what is checked. A property that does not fit
 * the schema is reported once and left out of the other rules. In View and PowerCLI the last provisioning error is in the
 * object around the status: pass `object: 'parent'` to check both.
 *
 * @param status any value, as parsed from JSON
 * @param target any name of the release (Horizon 7.0 and later) and one of its formats
 * @returns every violation found; an empty list for a conforming status
 * @throws HvsimError `unknown-release`, `unknown-format`, `format-not-in-release`; never for what is in the status
 * @example validate({ operation: 'NONE', pendingImageProgress: 50 }, { release: '2206', format: 'view' })[0]?.rule //=> presence/no-pending-image
 */
export function validate(status: unknown, target: ValidateTarget): readonly Violation[] {
  const { subject, isFine } = judgeFor(target);
  return isFine(status) ? none : violationsOf(status, subject);
}

const none: readonly Violation[] = [];

/** Every violation, found without haste. */
export function violationsOf(status: unknown, subject: Subject): readonly Violation[] {
  const api = apiOf(subject.format);
  const structure = checkStructure(status, subject);
  const observation = observe(status, subject, new Set(structure.map(({ path }) => path)));
  const ids = Object.keys(checks) as CrossRuleId[];
  return [
    ...structure.map((finding) => toViolation(finding.rule, finding, api)),
    ...ids.flatMap((rule) => checks[rule](observation).map((finding) => toViolation(rule, finding, api))),
  ];
}

/** Judges the statuses of one target. */
export interface Judge {
  readonly subject: Subject;
  /** Whether nothing is wrong with it, quickly. */
  readonly isFine: QuickCheck;
}

const judges = new Map<string, Judge>();
/** The one that was used last: mostly the next status has the same target. */
let latest: (ValidateTarget & { readonly judge: Judge }) | undefined;

/**
 * The judge of a target, made on first use and kept.
 *
 * @throws HvsimError `unknown-release`, `unknown-format`, `format-not-in-release`
 */
export function judgeFor({ release, format, object = 'status' }: ValidateTarget): Judge {
  if (latest && latest.release === release && latest.format === format && latest.object === object) return latest.judge;
  assertFormat(release, format);
  const subject: Subject = { release: findRelease(release), format, object };
  const key = `${subject.release} ${format} ${object}`;
  let judge = judges.get(key);
  if (judge === undefined) {
    judge = { subject, isFine: quickCheckFor(subject, (value) => violationsOf(value, subject).length === 0) };
    judges.set(key, judge);
  }
  latest = { release, format, object, judge };
  return judge;
}
