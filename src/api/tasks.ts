/** Which releases have tasks in which format: REST came with 2006 (8.0), its tasks with 2012 (8.1). */
import { HvsimError } from '../errors.ts';
import { fieldsOf } from './fields.ts';
import { assertFormat, type Target } from './formats.ts';
import { describeRelease, findRelease } from './releases.ts';
import { taskInfo } from './task.ts';

/**
 * Whether a release shows tasks in a format.
 *
 * @throws HvsimError `unknown-release`, `unknown-format`, `format-not-in-release`
 * @example hasTasks({ release: '2006', format: 'rest-v1' }) //=> false
 */
export function hasTasks({ release, format }: Target): boolean {
  assertFormat(release, format);
  return fieldsOf('task', findRelease(release), format).length > 0;
}

/**
 * Makes sure that a release shows tasks in a format.
 *
 * @throws HvsimError `unknown-release`, `unknown-format`; `format-not-in-release`, also when it shows none
 */
export function assertTasks(target: Target): void {
  if (hasTasks(target)) return;
  const release = describeRelease(findRelease(target.release));
  const since = describeRelease(taskInfo[0].restSince);
  throw new HvsimError(
    'format-not-in-release',
    `Release ${release} has no tasks in the format '${target.format}'; REST has them since ${since}.`,
  );
}
