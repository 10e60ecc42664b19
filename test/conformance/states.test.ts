/** Every combination of states, against the invariants written out once more in other words. */
import { describe, expect, it } from 'vitest';
import { currentImageStates, operations, pendingImageStates } from '../../machines/vocabulary.ts';
import { apiOf, type Format, type Release, wireValues } from '../../src/api/index.ts';
import { brokenRules, encoded, nameOf } from './spoil.ts';

type Triple = readonly [operation: string, pending: string, current: string];

/** What the life cycle forbids of three states that can all be read. */
function isForbidden([operation, pending, current]: Triple): boolean {
  const isAtRest = operation === 'NONE';
  const isRemoved = pending === 'UNPUBLISHING';
  const isLeaving = current === 'PENDING_UNPUBLISH' || current === 'UNPUBLISHING';
  return (
    (isAtRest && !['ABSENT', 'FAILED', 'READY_HELD'].includes(pending)) ||
    (isAtRest && !['ABSENT', 'READY'].includes(current)) ||
    (operation === 'INITIAL_PUBLISH' && !(current === 'ABSENT' && ['PENDING_PUBLISH', 'PUBLISHING'].includes(pending))) ||
    (operation === 'CANCEL_SCHEDULED_PUSH_IMAGE' && !isRemoved) ||
    (isRemoved && !['SCHEDULE_PUSH_IMAGE', 'CANCEL_SCHEDULED_PUSH_IMAGE', 'FINAL_UNPUBLISH'].includes(operation)) ||
    (isLeaving && !['INFRASTRUCTURE_CHANGE', 'FINAL_UNPUBLISH'].includes(operation)) ||
    (current === 'FAILED' && operation !== 'FINAL_UNPUBLISH') ||
    (pending === 'READY_HELD' && !(isAtRest && current === 'READY'))
  );
}

/** What a triple may really be, in a release without a value for it. */
function readings([operation, pending, current]: Triple, release: Release, format: Format): readonly Triple[] {
  const values = wireValues('pendingImageState', release, apiOf(format));
  const all: Triple[] = [[operation, pending, current]];
  if (!values.includes('UNPUBLISHING') && ['PENDING_PUBLISH', 'PUBLISHING', 'READY'].includes(pending)) {
    if (operation === 'CANCEL_SCHEDULED_PUSH_IMAGE') all.push([operation, 'UNPUBLISHING', current]);
  }
  if ((release === '2111' || release === '2203') && apiOf(format) === 'rest' && pending === 'READY') {
    all.push([operation, 'READY_HELD', current]);
  }
  return all;
}

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
