/** What the life cycle forbids of three states, and what shown states may really be, written out once more in other words. */
import { apiOf, type Format, type Release, wireValues } from '../../src/api/index.ts';

export type Triple = readonly [operation: string, pending: string, current: string];

/** What the life cycle forbids of three states that can all be read. */
export function isForbidden([operation, pending, current]: Triple): boolean {
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
export function readings([operation, pending, current]: Triple, release: Release, format: Format): readonly Triple[] {
  const values = wireValues('pendingImageState', release, apiOf(format));
  const all: Triple[] = [[operation, pending, current]];
  if (!values.includes('UNPUBLISHING') && ['PENDING_PUBLISH', 'PUBLISHING', 'READY'].includes(pending)) {
    const isRemoved = ['SCHEDULE_PUSH_IMAGE', 'CANCEL_SCHEDULED_PUSH_IMAGE', 'FINAL_UNPUBLISH'].includes(operation);
    if (isRemoved) all.push([operation, 'UNPUBLISHING', current]);
  }
  if (!values.includes('UNPUBLISHING') && pending === 'FAILED' && operation === 'FINAL_UNPUBLISH')
    all.push([operation, 'UNPUBLISHING', current]);
  if ((release === '2111' || release === '2203') && apiOf(format) === 'rest' && pending === 'READY') {
    all.push([operation, 'READY_HELD', current]);
  }
  return all;
}
