/** Every combination of states, against the invariants written out once more in other words. */
import { describe, expect, it } from 'vitest';
import { currentImageStates, operations, pendingImageStates } from '../../machines/vocabulary.ts';
import { apiOf, wireValues } from '../../src/api/index.ts';
import { isForbidden, readings, type Triple } from './possible-states.ts';
import { brokenRules, encoded, nameOf } from './spoil.ts';

const triples: readonly Triple[] = operations
  .filter((operation) => operation !== 'DELETED')
  .flatMap((operation) =>
    pendingImageStates.flatMap((pending) => currentImageStates.map((current): Triple => [operation, pending, current])),
  );

describe.each([
  { release: '2512', format: 'view' },
  { release: '2512', format: 'rest-v3' },
  { release: '7.13', format: 'powercli' },
  { release: '2006', format: 'view' },
  { release: '2006', format: 'rest-v1' },
  { release: '7.0', format: 'view' },
  { release: '2111', format: 'rest-v1' },
  { release: '2203', format: 'rest-v1' },
] as const)('the states of $release as $format', (target) => {
  const values = wireValues('pendingImageState', target.release, apiOf(target.format));
  const known = triples.filter(([, pending]) => pending === 'ABSENT' || values.includes(pending));

  it.each(known)('%s, %s, %s break a rule of states exactly where the life cycle forbids them', (...triple) => {
    const [operation, pending, current] = triple;
    const {
      [nameOf('instantClonePendingImageState', target)]: _,
      [nameOf('instantCloneCurrentImageState', target)]: __,
      ...rest
    } = encoded('publishing', target);
    const status = {
      ...rest,
      [nameOf('operation', target)]: operation,
      ...(pending === 'ABSENT' ? {} : { [nameOf('instantClonePendingImageState', target)]: pending }),
      ...(current === 'ABSENT' ? {} : { [nameOf('instantCloneCurrentImageState', target)]: current }),
    };
    const broken = brokenRules(status, target).filter((rule) => rule.startsWith('state/'));
    const isExpected = readings(triple, target.release, target.format).every(isForbidden);
    expect(broken.length > 0, broken.join()).toBe(isExpected);
  });
});
