/**
 * Every event that can be sent to a pool, a row each: who sends it, what it means, what its members are. How events are read, the
 * forms of the inspector's page, arbitraries and documents derive from these rows.
 */
import type { AuditEventName } from './emitted.ts';
import type { CommandType, EventType, FactType, Infrastructure, PayloadKey, PushImageSpec } from './events.ts';
import type { ComputeProfile, ImageCatalogImage, VirtualCenterImage } from './image.ts';
import { logoffSettings } from './vocabulary.ts';

interface Described {
  /** What a form calls it. */
  readonly label: string;
  /** What a form says of a field that is left empty. */
  readonly hint?: string;
  /** It may not be left out. */
  readonly required?: true;
  /** The first release with this member; absent where every one has it. */
  readonly since?: string;
}

/** One member of an event. Examples are what arbitraries draw from; a form begins with the last one. */
export type Member = Described &
  (
    | { readonly kind: 'id'; readonly examples?: readonly string[] }
    | { readonly kind: 'ids'; readonly examples?: readonly (readonly string[])[] }
    /** A text that may be empty where nobody chooses it, as an error. */
    | { readonly kind: 'text' | 'error'; readonly examples?: readonly string[] }
    | { readonly kind: 'number'; readonly min: number; readonly max?: number; readonly examples: readonly number[] }
    /** Epoch milliseconds. */
    | { readonly kind: 'time'; readonly examples: readonly number[] }
    /** `absent` is what it counts as when it is left out; a form begins with it. */
    | { readonly kind: 'flag'; readonly absent: boolean }
    | { readonly kind: 'choice'; readonly options: readonly string[] }
    | { readonly kind: 'clone' }
    | { readonly kind: 'clones' }
    /** Further members. */
    | { readonly kind: 'group'; readonly members: Members }
    /** One of several sets of members, which are members of what this is in. */
    | { readonly kind: 'either'; readonly options: Readonly<Record<string, Members>> }
  );

export type Members = { readonly [member: string]: Member };

/** What a row says of an event. */
interface Row<T extends EventType> {
  readonly description: string;
  readonly members: { readonly [K in PayloadKey<T>]-?: Member };
}

interface CommandRow<T extends CommandType> extends Row<T> {
  readonly sender: 'administrator';
  /** The audit event of a command that is refused; a task's commands have none. */
  readonly refused: AuditEventName | null;
}

interface FactRow<T extends FactType> extends Row<T> {
  readonly sender: 'engine' | 'clone';
}

const vmImage = {
  parentVm: { kind: 'id', label: 'Parent VM', examples: ['vm-1', 'vm-2'], required: true },
  snapshot: { kind: 'id', label: 'Snapshot', examples: ['snapshot-1', 'snapshot-2'], required: true },
  parentVmPath: { kind: 'text', label: 'Path of the VM', hint: 'derived from the id when empty' },
  snapshotPath: { kind: 'text', label: 'Path of the snapshot', hint: 'derived from the id when empty' },
} as const satisfies Record<keyof VirtualCenterImage, Member>;

const catalogImage = {
  imageManagementStream: { kind: 'id', label: 'Stream', examples: ['stream-1', 'stream-2'], required: true },
  imageManagementTag: { kind: 'id', label: 'Tag', examples: ['tag-1', 'tag-2'], required: true },
  imageManagementStreamName: { kind: 'text', label: 'Name of the stream', hint: 'its id when empty' },
  imageManagementTagName: { kind: 'text', label: 'Name of the tag', hint: 'its id when empty' },
} as const satisfies Record<keyof ImageCatalogImage, Member>;

/** An image as commands and pools name it. */
export const imageMembers = {
  image: { kind: 'either', label: 'Image', options: { 'Parent VM and snapshot': vmImage, 'Image catalog': catalogImage } },
} as const satisfies Members;

const settings = {
  startTime: {
    kind: 'time',
    label: 'Start time',
    hint: 'now, or 2026-01-05T20:00:00Z',
    examples: [0, 1_767_600_000_000, 4_102_444_800_000],
  },
  logoffSetting: { kind: 'choice', label: 'Sessions', options: logoffSettings, required: true },
  stopOnFirstError: { kind: 'flag', label: 'Stop on the first error', absent: true },
  addVirtualTPM: { kind: 'flag', label: 'Add a virtual TPM', absent: false, since: '7.7' },
} as const satisfies Record<keyof PushImageSpec['settings'], Member>;

const computeProfile = {
  numCPU: { kind: 'number', label: 'CPUs', min: 1, examples: [2, 4], required: true },
  ram: { kind: 'number', label: 'Memory, MB', min: 1, examples: [4_096, 8_192], required: true },
  coresPerSocket: { kind: 'number', label: 'Cores a socket', min: 1, examples: [1, 2] },
} as const satisfies Record<keyof ComputeProfile, Member>;

const push = {
  settings: { kind: 'group', label: 'Settings', members: settings, required: true },
  selectivePushImage: { kind: 'flag', label: 'Selective: publish and hold the image', absent: false, since: '2111' },
  machines: { kind: 'clones', label: 'Clones that a selective push moves', since: '2111' },
  computeProfile: { kind: 'group', label: 'Compute profile', members: computeProfile, since: '2206' },
} as const satisfies Record<keyof PushImageSpec, Member>;

/** Where a pool is. */
export const infrastructureMembers = {
  hostOrCluster: { kind: 'id', label: 'Host or cluster', examples: ['domain-c1', 'domain-c2'] },
  datastores: {
    kind: 'ids',
    label: 'Datastores',
    hint: 'with commas between',
    examples: [['datastore-1'], ['datastore-2', 'datastore-3']],
  },
} as const satisfies Record<keyof Infrastructure, Member>;

const error = {
  error: { kind: 'error', label: 'Error', examples: ['the agent did not respond', 'Datastore is full'], required: true },
} as const;
const machine = { machine: { kind: 'clone', label: 'Clone', required: true } } as const;

const pushRefused = 'VLSI_DESKTOP_PUSH_IMAGE_SCHEDULE_FAILED';
const updateRefused = 'VLSI_DESKTOP_UPDATE_FAILED';

const commands = {
  'command.schedulePushImage': {
    description:
      'Desktop_SchedulePushImage and Desktop_ImageManagementSchedulePushImage: push an image, or move the start of the push that is scheduled.',
    refused: pushRefused,
    members: { spec: { kind: 'group', label: '', members: { ...imageMembers, ...push }, required: true } },
  },
  'command.cancelScheduledPushImage': {
    description: 'Desktop_CancelScheduledPushImage: give up a scheduled push, or the held image.',
    refused: 'VLSI_DESKTOP_PUSH_IMAGE_CANCEL_FAILED',
    members: {},
  },
  'command.promotePendingImage': {
    description: 'Desktop_PromotePendingImage: make the held image current.',
    refused: pushRefused,
    members: {},
  },
  'command.applyImage': {
    description: 'Desktop_ApplyImage: move some clones to the held or to the current image.',
    refused: pushRefused,
    members: {
      machines: { kind: 'clones', label: 'Clones', required: true },
      pendingImage: { kind: 'flag', label: 'The pending image (else the current one)', absent: true, required: true },
    },
  },
  'command.changeInfrastructure': {
    description: 'Desktop_Update of hostOrCluster or datastores: publish the current image to another place.',
    refused: updateRefused,
    members: infrastructureMembers,
  },
  'command.enableProvisioning': {
    description: 'Desktop_Update of enableProvisioning to true: clear the last provisioning error; retry an initial publish that failed.',
    refused: updateRefused,
    members: {},
  },
  'command.disableProvisioning': {
    description: 'Desktop_Update of enableProvisioning to false.',
    refused: updateRefused,
    members: {},
  },
  'command.delete': {
    description: 'Desktop_Delete: remove the pool and its images; again, to retry what failed.',
    refused: 'ADMIN_REMOVE_DESKTOP_FAILED',
    members: {},
  },
  'command.pauseTask': { description: 'DesktopTask_Pause: hold the clones that have not started.', refused: null, members: {} },
  'command.resumeTask': {
    description: 'DesktopTask_Resume: schedule the held clones again, and the failed ones if asked.',
    refused: null,
    members: {
      retryFailedVMs: { kind: 'flag', label: 'Try the failed clones again', absent: false },
      stopOnError: { kind: 'flag', label: 'Stop on an error', absent: true },
    },
  },
  'command.cancelTask': { description: 'DesktopTask_Cancel: give up the clones that have not started.', refused: null, members: {} },
} as const satisfies { readonly [T in CommandType]: Omit<CommandRow<T>, 'sender'> };

const ofEngine = {
  'engine.publishStarted': { description: 'The engine begins to publish the pending image.', members: {} },
  'engine.publishProgressed': {
    description: 'The publish has come to a percentage.',
    members: { percent: { kind: 'number', label: 'Percent', min: 0, max: 100, examples: [20, 50], required: true } },
  },
  'engine.publishSucceeded': { description: 'The pending image is published.', members: {} },
  'engine.publishFailed': { description: 'The publish ended with an error.', members: error },
  'engine.publishTimedOut': { description: 'The publish took too long.', members: {} },
  'engine.startTimeReached': { description: 'The start time of the scheduled push has come.', members: {} },
  'engine.pendingImageUnpublished': { description: 'The pending image is removed.', members: {} },
  'engine.pendingImageUnpublishFailed': { description: 'The pending image could not be removed.', members: error },
  'engine.currentImageUnpublishStarted': { description: 'The engine begins to remove the current image.', members: {} },
  'engine.currentImageUnpublished': { description: 'The current image is removed.', members: {} },
  'engine.currentImageUnpublishFailed': { description: 'The current image could not be removed.', members: error },
} as const;

const ofClones = {
  'clone.resyncStarted': { description: 'A clone begins to move to the image of its task.', members: machine },
  'clone.resyncSucceeded': { description: 'A clone runs the image of its task.', members: machine },
  'clone.resyncFailed': { description: 'A clone could not be moved.', members: { ...machine, ...error } },
  'clone.sessionOpened': { description: 'A user logs on to a clone.', members: machine },
  'clone.sessionClosed': { description: 'The user of a clone logs off.', members: machine },
} as const;

const facts = { ...ofEngine, ...ofClones } as const satisfies { readonly [T in FactType]: Row<T> };

const rowsOf = <T extends EventType, S>(rows: Readonly<Record<T, object>>, sender: S) =>
  Object.fromEntries(Object.entries(rows).map(([type, row]) => [type, { ...(row as object), sender }]));

/** The rows, commands first. */
export const eventTable = {
  ...rowsOf(commands, 'administrator'),
  ...rowsOf(ofEngine, 'engine'),
  ...rowsOf(ofClones, 'clone'),
} as unknown as { readonly [T in CommandType]: CommandRow<T> } & { readonly [T in FactType]: FactRow<T> };

export const commandTypes = Object.keys(commands) as readonly CommandType[];
export const factTypes = Object.keys(facts) as readonly FactType[];
export const eventTypes: readonly EventType[] = [...commandTypes, ...factTypes];

/** Whether an event is a command; any other is a fact. */
export const isCommandType = (type: EventType): type is CommandType => Object.hasOwn(commands, type);
