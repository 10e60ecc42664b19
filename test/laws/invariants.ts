/** The lifecycle's invariants (section 8) as pure functions: what is wrong with a pool, or with a step of one; empty when nothing is. */
import { isSameImage } from '../../machines/image.ts';
import type { PoolEvent } from '../../machines/index.ts';
import { countEntries } from '../../machines/tasks.ts';
import type { PoolSnapshot, StepResult } from '../../src/simulator/step.ts';

/** What is wrong with one snapshot: invariants 2 to 6, the bounds of 7, and that the regions agree with what the pool remembers. */
export function violationsOf({ value, context }: PoolSnapshot): string[] {
  const { operation: op, pendingImage: pend, currentImage: cur, task } = value;
  const { pendingImage, currentImage, push, tasks } = context;
  const broken: string[] = [];
  const demand = (holds: boolean, rule: string) => {
    if (!holds) broken.push(`${rule}; but ${op} ${pend} ${cur} ${task}`);
  };
  const oneOf = (state: string, ...allowed: readonly string[]) => allowed.includes(state);

  if (op === 'NONE') demand(oneOf(pend, 'ABSENT', 'FAILED', 'READY_HELD') && oneOf(cur, 'ABSENT', 'READY'), '2: NONE is at rest');
  if (op === 'INITIAL_PUBLISH') demand(cur === 'ABSENT' && oneOf(pend, 'PENDING_PUBLISH', 'PUBLISHING'), '3: INITIAL_PUBLISH publishes');
  if (op === 'CANCEL_SCHEDULED_PUSH_IMAGE') demand(pend === 'UNPUBLISHING', '4: a cancelled push is UNPUBLISHING');
  if (pend === 'UNPUBLISHING') {
    demand(
      oneOf(op, 'SCHEDULE_PUSH_IMAGE', 'CANCEL_SCHEDULED_PUSH_IMAGE', 'FINAL_UNPUBLISH'),
      '4: UNPUBLISHING belongs to a push or a delete',
    );
  }
  if (oneOf(cur, 'PENDING_UNPUBLISH', 'UNPUBLISHING')) {
    demand(oneOf(op, 'INFRASTRUCTURE_CHANGE', 'FINAL_UNPUBLISH'), '5: the current image is removed by a change or a delete');
  }
  if (cur === 'FAILED') demand(op === 'FINAL_UNPUBLISH', '5: a current image is FAILED in FINAL_UNPUBLISH alone');
  if (pend === 'READY_HELD')
    demand(cur === 'READY' && op === 'NONE' && context.selectivePush, '6: READY_HELD beside READY and NONE, where the release has it');

  if (op === 'SCHEDULE_PUSH_IMAGE') {
    demand(
      oneOf(pend, 'PENDING_PUBLISH', 'PUBLISHING', 'READY', 'UNPUBLISHING') && oneOf(cur, 'ABSENT', 'READY'),
      'a push has an image to publish',
    );
    demand(!(push?.due === true && pend === 'READY'), 'a due push that is READY has triggered');
  }
  if (op === 'INFRASTRUCTURE_CHANGE') {
    demand(
      oneOf(pend, 'PENDING_PUBLISH', 'PUBLISHING', 'READY') && oneOf(cur, 'PENDING_UNPUBLISH', 'UNPUBLISHING'),
      'a change replaces the current image',
    );
    if (cur === 'UNPUBLISHING') demand(pend === 'READY', 'the old image goes when the new one is READY');
  }
  if (op === 'FINAL_UNPUBLISH') {
    demand(oneOf(pend, 'ABSENT', 'UNPUBLISHING', 'FAILED'), 'a delete removes the pending image');
    demand(oneOf(cur, 'ABSENT', 'PENDING_UNPUBLISH', 'UNPUBLISHING', 'FAILED'), 'a delete removes the current image');
    demand(!(pend === 'ABSENT' && cur === 'ABSENT'), 'a pool without images is DELETED');
  }
  if (op === 'DELETED') demand(pend === 'ABSENT' && cur === 'ABSENT' && task === 'IDLE', 'nothing is left of a pool that is DELETED');

  demand((pend === 'ABSENT') === (pendingImage === null), 'section 7: a pending image is shown exactly while it is not ABSENT');
  demand((cur === 'ABSENT') === (currentImage === null), 'a current image is remembered exactly while it is not ABSENT');
  demand((op === 'SCHEDULE_PUSH_IMAGE') === (push !== null), 'section 7: push settings exactly while SCHEDULE_PUSH_IMAGE');
  if (pendingImage) {
    const { progress, error } = pendingImage;
    demand(Number.isInteger(progress) && progress >= 0 && progress <= 100, `7: progress is within 0 to 100, and it is ${progress}`);
    if (pend === 'PENDING_PUBLISH') demand(progress === 0, `section 7: PENDING_PUBLISH is at 0, and it is at ${progress}`);
    if (oneOf(pend, 'READY', 'READY_HELD')) demand(progress === 100, `section 7: ${pend} is at 100, and it is at ${progress}`);
    if (pend === 'FAILED') demand(error !== null, 'section 7: FAILED says why');
    else if (pend !== 'UNPUBLISHING') demand(error === null, `section 7: ${pend} has no error`);
    if (pend === 'UNPUBLISHING' && op === 'SCHEDULE_PUSH_IMAGE') demand(error !== null, 'section 7: UNPUBLISHING after a failure says why');
    if (op === 'CANCEL_SCHEDULED_PUSH_IMAGE') demand(error === null, 'section 7: what is cancelled has not failed');
  }
  const counts = tasks.map(({ entries }) => countEntries(entries));
  const remaining = counts.reduce((sum, each) => sum + each.SCHEDULED + each.PROGRESSING, 0);
  const halted = counts.reduce((sum, each) => sum + each.HOLDING, 0);
  demand(
    task === (remaining > 0 ? 'RUNNING' : halted > 0 ? 'PAUSED' : 'IDLE'),
    `section 1: ${remaining} clones remain, ${halted} are halted`,
  );
  return broken;
}

/** What is wrong with one step: invariants 7, 8 and 11, and that clones and tasks keep out of the images' way. */
export function stepViolationsOf(
  before: PoolSnapshot,
  event: PoolEvent,
  { snapshot: after, outcome, fault, reason }: StepResult,
): string[] {
  const broken: string[] = [];
  const demand = (holds: boolean, rule: string) => {
    if (!holds) broken.push(`${rule}; but ${event.type} came to ${outcome}`);
  };
  const isCommand = event.type.startsWith('command.');
  if (outcome !== 'accepted') {
    demand(after === before, '8: a fault or an ignored fact leaves the very same snapshot');
    demand(outcome === (isCommand ? 'fault' : 'ignored'), 'a command is refused, a fact is ignored');
    demand(isCommand ? fault !== undefined && fault.message !== '' : reason !== undefined && reason !== '', 'it says why');
    return broken;
  }
  demand(fault === undefined && reason === undefined, 'what is accepted has no fault and no reason');
  const [was, is] = [before.context, after.context];
  if (before.value.pendingImage === 'PUBLISHING' && after.value.pendingImage === 'PUBLISHING') {
    demand((is.pendingImage?.progress ?? 0) >= (was.pendingImage?.progress ?? 0), '7: progress does not fall');
  }
  if (is.currentImage && is.currentImage.image !== was.currentImage?.image) {
    const { image } = is.currentImage;
    const wasPending = was.pendingImage !== null && isSameImage(was.pendingImage.image, image);
    const wasGood = ['PUBLISHING', 'READY', 'READY_HELD'].includes(before.value.pendingImage);
    demand(wasPending && wasGood, '11: the image that becomes current was the pending one');
  }
  if (event.type.startsWith('clone.') || event.type.endsWith('Task')) {
    const { operation, pendingImage, currentImage } = before.value;
    const same =
      operation === after.value.operation && pendingImage === after.value.pendingImage && currentImage === after.value.currentImage;
    demand(same && was.pendingImage === is.pendingImage && was.currentImage === is.currentImage, 'section 6: the task changes no image');
  }
  return broken;
}
