/** What can be sent to a pool, and the form of every event with members. An event without a row does not compile. */
import type { EventType, Infrastructure, PayloadKey, PushImageSpec } from '../../../machines/events.ts';
import type { ComputeProfile, ImageCatalogImage, VirtualCenterImage } from '../../../machines/image.ts';
import type { LogoffSetting } from '../../../machines/vocabulary.ts';
import type { Release } from '../../api/releases.ts';

interface Labelled {
  readonly label: string;
  /** The first release with this member; absent where every one has it. */
  readonly since?: Release;
}

/** One member of an event. */
export type Field = Labelled &
  (
    | { readonly kind: 'text'; readonly initial?: string; readonly required?: true; readonly hint?: string }
    /** Several texts, with commas between. */
    | { readonly kind: 'texts'; readonly hint?: string }
    | { readonly kind: 'number'; readonly min: number; readonly max?: number; readonly initial?: number; readonly required?: true }
    /** Left out while it is as it is when absent, unless it is required. */
    | { readonly kind: 'flag'; readonly initial: boolean; readonly required?: true }
    | { readonly kind: 'choice'; readonly options: readonly string[] }
    | { readonly kind: 'clone' }
    | { readonly kind: 'clones'; readonly required?: true }
    /** Further members; left out until it is asked for where it is optional. Without a label it has no frame. */
    | { readonly kind: 'group'; readonly members: Fields; readonly optional?: true }
    /** One of several sets of members, which are members of what this is in. */
    | { readonly kind: 'either'; readonly options: Readonly<Record<string, Fields>> }
  );

export type Fields = { readonly [member: string]: Field };

const vmImage = {
  parentVm: { kind: 'text', label: 'Parent VM', initial: 'vm-2', required: true },
  snapshot: { kind: 'text', label: 'Snapshot', initial: 'snapshot-2', required: true },
  parentVmPath: { kind: 'text', label: 'Path of the VM', hint: 'derived from the id when empty' },
  snapshotPath: { kind: 'text', label: 'Path of the snapshot', hint: 'derived from the id when empty' },
} as const satisfies Record<keyof VirtualCenterImage, Field>;

const catalogImage = {
  imageManagementStream: { kind: 'text', label: 'Stream', initial: 'stream-2', required: true },
  imageManagementTag: { kind: 'text', label: 'Tag', initial: 'tag-2', required: true },
  imageManagementStreamName: { kind: 'text', label: 'Name of the stream', hint: 'its id when empty' },
  imageManagementTagName: { kind: 'text', label: 'Name of the tag', hint: 'its id when empty' },
} as const satisfies Record<keyof ImageCatalogImage, Field>;

const logoff = ['WAIT_FOR_LOGOFF', 'FORCE_LOGOFF'] as const satisfies readonly LogoffSetting[];

const settings = {
  startTime: { kind: 'text', label: 'Start time', hint: 'now, or 2026-01-05T20:00:00Z' },
  logoffSetting: { kind: 'choice', label: 'Sessions', options: logoff },
  stopOnFirstError: { kind: 'flag', label: 'Stop on the first error', initial: true },
  addVirtualTPM: { kind: 'flag', label: 'Add a virtual TPM', initial: false, since: '7.7' },
} as const satisfies Record<keyof PushImageSpec['settings'], Field>;

const computeProfile = {
  numCPU: { kind: 'number', label: 'CPUs', min: 1, initial: 4, required: true },
  ram: { kind: 'number', label: 'Memory, MB', min: 1, initial: 8192, required: true },
  coresPerSocket: { kind: 'number', label: 'Cores a socket', min: 1 },
} as const satisfies Record<keyof ComputeProfile, Field>;

const push = {
  settings: { kind: 'group', label: 'Settings', members: settings },
  selectivePushImage: { kind: 'flag', label: 'Selective: publish and hold the image', initial: false, since: '2111' },
  machines: { kind: 'clones', label: 'Clones that a selective push moves', since: '2111' },
  computeProfile: { kind: 'group', label: 'Compute profile', members: computeProfile, optional: true, since: '2206' },
} as const satisfies Record<keyof PushImageSpec, Field>;

const infrastructure = {
  hostOrCluster: { kind: 'text', label: 'Host or cluster', initial: 'domain-c2' },
  datastores: { kind: 'texts', label: 'Datastores', hint: 'with commas between' },
} as const satisfies Record<keyof Infrastructure, Field>;

const spec: Field = {
  kind: 'group',
  label: '',
  members: {
    image: { kind: 'either', label: 'Image', options: { 'Parent VM and snapshot': vmImage, 'Image catalog': catalogImage } },
    ...push,
  },
};

const error = { error: { kind: 'text', label: 'Error', initial: 'Datastore is full', required: true } } as const;
const machine = { machine: { kind: 'clone', label: 'Clone' } } as const;

/** The members of every event. */
export const eventForms = {
  'command.schedulePushImage': { spec },
  'command.cancelScheduledPushImage': {},
  'command.promotePendingImage': {},
  'command.applyImage': {
    machines: { kind: 'clones', label: 'Clones', required: true },
    pendingImage: { kind: 'flag', label: 'The pending image (else the current one)', initial: true, required: true },
  },
  'command.changeInfrastructure': infrastructure,
  'command.enableProvisioning': {},
  'command.disableProvisioning': {},
  'command.delete': {},
  'command.pauseTask': {},
  'command.resumeTask': {
    retryFailedVMs: { kind: 'flag', label: 'Try the failed clones again', initial: false },
    stopOnError: { kind: 'flag', label: 'Stop on an error', initial: true },
  },
  'command.cancelTask': {},
  'engine.publishStarted': {},
  'engine.publishProgressed': { percent: { kind: 'number', label: 'Percent', min: 0, max: 100, initial: 50, required: true } },
  'engine.publishSucceeded': {},
  'engine.publishFailed': error,
  'engine.publishTimedOut': {},
  'engine.startTimeReached': {},
  'engine.pendingImageUnpublished': {},
  'engine.pendingImageUnpublishFailed': error,
  'engine.currentImageUnpublishStarted': {},
  'engine.currentImageUnpublished': {},
  'engine.currentImageUnpublishFailed': error,
  'clone.resyncStarted': machine,
  'clone.resyncSucceeded': machine,
  'clone.resyncFailed': { ...machine, ...error },
  'clone.sessionOpened': machine,
  'clone.sessionClosed': machine,
} as const satisfies { readonly [T in EventType]: { readonly [K in PayloadKey<T>]-?: Field } };

export interface EventGroup {
  readonly title: string;
  readonly types: readonly EventType[];
}

const typesOf = (prefix: string) => (Object.keys(eventForms) as EventType[]).filter((type) => type.startsWith(prefix));

/** Who sends what. */
export const eventGroups: readonly EventGroup[] = [
  { title: 'Commands', types: typesOf('command.') },
  { title: 'Engine', types: typesOf('engine.') },
  { title: 'Clones', types: typesOf('clone.') },
];
