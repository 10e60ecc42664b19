/** The finite alphabets that the exhaustive tests send. */
import type { PoolEvent } from '../../machines/index.ts';
import { change, cloneA, cloneB, push, pushLater, pushSelective, startTime, type Told, toEvent } from './pool-under-test.ts';

const error = 'an error';
/** After every start time. */
const late = startTime + 120_000;
const other = startTime + 60_000;

const engine: readonly Told[] = [
  'engine.publishStarted',
  { type: 'engine.publishProgressed', percent: 0 },
  { type: 'engine.publishProgressed', percent: 50 },
  { type: 'engine.publishProgressed', percent: 100 },
  'engine.publishSucceeded',
  { type: 'engine.publishSucceeded', at: late },
  { type: 'engine.publishFailed', error },
  'engine.publishTimedOut',
  'engine.startTimeReached',
  'engine.pendingImageUnpublished',
  { type: 'engine.pendingImageUnpublishFailed', error },
  'engine.currentImageUnpublishStarted',
  'engine.currentImageUnpublished',
  { type: 'engine.currentImageUnpublishFailed', error },
];

const ofClone = (machine: string): readonly Told[] => [
  { type: 'clone.resyncStarted', machine },
  { type: 'clone.resyncSucceeded', machine },
  { type: 'clone.resyncFailed', machine, error },
  { type: 'clone.sessionOpened', machine },
  { type: 'clone.sessionClosed', machine },
];

const images: readonly Told[] = [
  push(),
  pushLater(),
  pushLater({ settings: { startTime: other } }),
  pushLater({ at: late }),
  'command.cancelScheduledPushImage',
  { type: 'command.cancelScheduledPushImage', at: late },
  'command.promotePendingImage',
  change,
  'command.enableProvisioning',
  'command.disableProvisioning',
  'command.delete',
];

const tasks: readonly Told[] = [
  'command.pauseTask',
  'command.resumeTask',
  { type: 'command.resumeTask', retryFailedVMs: true },
  'command.cancelTask',
];

const apply = (machines: readonly string[]): readonly Told[] =>
  [true, false].map((pendingImage) => ({ type: 'command.applyImage', machines, pendingImage }));

const selective = (machines: readonly string[]): readonly Told[] => [
  pushSelective({ machines }),
  pushSelective({ machines, settings: { startTime } }),
];

const straight: readonly Told[] = [
  'engine.publishStarted',
  'engine.publishSucceeded',
  'engine.pendingImageUnpublished',
  'engine.currentImageUnpublishStarted',
  'engine.currentImageUnpublished',
];

const toEvents = (told: readonly Told[]): readonly PoolEvent[] => told.map(toEvent);

/** For a pool without clones: the images alone. */
export const withoutClones = toEvents([...images, ...selective([]), ...engine]);

/** For an idle pool with one clone: the images on their straight ways, and everything of tasks. */
export const withOneClone = toEvents([
  push(),
  pushSelective({ machines: [cloneA] }),
  'command.promotePendingImage',
  'command.cancelScheduledPushImage',
  'command.delete',
  ...straight,
  ...apply([cloneA]),
  ...tasks,
  ...ofClone(cloneA),
]);

/** For an idle pool with two clones: tasks alone. */
export const withTwoClones = toEvents([
  { type: 'command.applyImage', machines: [cloneA, cloneB], pendingImage: false },
  { type: 'command.applyImage', machines: [cloneB], pendingImage: false },
  ...tasks,
  ...ofClone(cloneA),
  ...ofClone(cloneB),
]);
