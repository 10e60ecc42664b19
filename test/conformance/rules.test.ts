/** For each rule, mutations that break it and nothing else. */
import { describe, expect, it } from 'vitest';
import { documents } from '../../src/api/index.ts';
import { type RuleId, rules, validate } from '../../src/conformance/index.ts';
import type { Breach } from './breach.ts';
import { crossBreaches } from './cross-breaches.ts';
import { brokenRules, encoded } from './spoil.ts';
import { structureBreaches } from './structure-breaches.ts';

const breaches = { ...structureBreaches, ...crossBreaches } satisfies Record<RuleId, readonly Breach[]>;

const cases = Object.entries(breaches).flatMap(([rule, list]) =>
  (list as readonly Breach[]).map((breach) => ({ rule: rule as RuleId, ...breach, at: breach.path })),
);

describe('a status that breaks one rule', () => {
  it.each(cases)('is told of $rule at $at', ({ rule, pool, target, spoil, path }) => {
    const status = encoded(pool, target);
    expect(validate(status, target)).toEqual([]);
    spoil(status);
    expect(brokenRules(status, target)).toEqual([rule]);
    expect(validate(status, target).map((violation) => violation.path)).toEqual([path]);
  });
});

describe('the rule table', () => {
  it.each(Object.entries(rules))('%s points at a document for each API', (_id, rule) => {
    expect(Object.keys(documents)).toEqual(expect.arrayContaining([rule.view.document, rule.rest.document]));
    expect(rule.text).toMatch(/^\S.*\.$/);
  });
});
