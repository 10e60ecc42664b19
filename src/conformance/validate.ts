/** Checks one status against what the documents of its release say. */
import { assertFormat, type Target } from '../api/formats.ts';
import type { DocumentObject } from '../api/properties.ts';
import { findRelease } from '../api/releases.ts';
import { newCrossCheck } from './checks.ts';
import { Memo } from './memo.ts';
import { Layout, type Observation, without } from './observation.ts';
import { structureCheckFor } from './structure.ts';
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
  const { release, format, object } = target;
  if (last?.release !== release || last.format !== format || last.object !== object) {
    last = { release, format, object, judge: judgeFor(target) };
  }
  return last.judge(status).violations;
}

/** Many statuses of one target are checked in a row, and looking for its judge takes as long as Ajv does for a small one. */
let last: (Pick<ValidateTarget, 'release' | 'format'> & { readonly object: DocumentObject | undefined; readonly judge: Judge }) | undefined;

/** Reads a status of one target, and finds everything that is wrong with it. */
export type Judge = (status: unknown) => { readonly observation: Observation; readonly violations: readonly Violation[] };

const judges = new Memo<Judge>();

/**
 * The judge of a target, made on first use and kept.
 *
 * @throws HvsimError `unknown-release`, `unknown-format`, `format-not-in-release`
 */
export const judgeFor = ({ release, format, object = 'status' }: ValidateTarget): Judge =>
  judges.of([object, format, release], () => {
    assertFormat(release, format);
    const canonical = findRelease(release);
    if (canonical !== release) return judgeFor({ release: canonical, format, object });
    return makeJudge(new Layout({ release: canonical, format, object }));
  });

const none: readonly Violation[] = [];

function makeJudge(layout: Layout): Judge {
  const checkStructure = structureCheckFor(layout);
  const checkTogether = newCrossCheck();
  return (status) => {
    const { observation, findings } = checkStructure(status);
    const readable = findings.length === 0 ? observation : without(observation, new Set(findings.map(({ path }) => path)));
    const together = checkTogether(readable);
    if (findings.length === 0 && together.length === 0) return { observation, violations: none };
    return { observation, violations: [...findings, ...together].map((finding) => toViolation(finding, layout.api)) };
  };
}
