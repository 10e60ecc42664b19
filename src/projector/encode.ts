/** What an observer of a pool sees, in any release and format. */
import type { PushImageSettings } from '../../machines/image.ts';
import type { Format, Target } from '../api/formats.ts';
import type { PoolView, TaskView } from '../api/pool-view.ts';
import type { ParentStatus, PushImageSettingsOf, Status, Task } from '../api/types.ts';
import { encoderFor } from './encoder.ts';

/**
 * The instant-clone status of a pool: DesktopInstantCloneDesktopProvisioningStatusData in `view` and `powercli` (7.0 and
 * later), DesktopPoolProvisioningStatusData in the REST formats (2006 and later), there with the last provisioning error.
 * Properties and values that the release lacks are left out or stood in for; PowerCLI has null for what is not set.
 *
 * @param view the pool; times in epoch milliseconds
 * @throws HvsimError `unknown-release`, `unknown-format`, `format-not-in-release`
 * @example encodeStatus(view, { release: '2206', format: 'view' }).operation //=> NONE
 */
export const encodeStatus = <F extends Format>(view: PoolView, { release, format }: Target<F>): Status<F> =>
  encoderFor(release, format).status(view);

/**
 * DesktopProvisioningStatusData: the last provisioning error around the instant-clone status. In REST, which has no such
 * level, the same object as `encodeStatus`. Horizon 7.0 and later.
 *
 * @param view the pool; times in epoch milliseconds
 * @throws HvsimError `unknown-release`, `unknown-format`, `format-not-in-release`
 * @example encodeParent(view, { release: '2111', format: 'view' }).lastProvisioningError
 */
export const encodeParent = <F extends Format>(view: PoolView, { release, format }: Target<F>): ParentStatus<F> =>
  encoderFor(release, format).parent(view);

/**
 * DesktopPushImageSettings; DesktopPoolInstantClonePushImageSettings in REST. Horizon 7.0 and later, `addVirtualTPM` 7.7.
 *
 * @param settings the settings after defaults; `startTime` in epoch milliseconds, left out when there is none
 * @throws HvsimError `unknown-release`, `unknown-format`, `format-not-in-release`
 * @example encodePushImageSettings(settings, { release: '2006', format: 'rest-v1' }).logoff_policy
 */
export const encodePushImageSettings = <F extends Format>(
  settings: PushImageSettings,
  { release, format }: Target<F>,
): PushImageSettingsOf<F> => encoderFor(release, format).pushImageSettings(settings);

/**
 * DesktopTaskInfo with its DesktopTaskData; DesktopPoolTaskInfo in REST, which has tasks since 2012 (8.1).
 *
 * @param task the task; times in epoch milliseconds
 * @throws HvsimError `unknown-release`, `unknown-format`; `format-not-in-release`, also for REST of 2006
 * @example encodeTask(task, { release: '2012', format: 'rest-v1' }).remaining_vmtask_count
 */
export const encodeTask = <F extends Format>(task: TaskView, { release, format }: Target<F>): Task<F> =>
  encoderFor(release, format).task(task);
