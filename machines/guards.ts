/** The names of every condition in the graph, what each demands in words, and its body. */
import { not, or, stateIn } from 'xstate';
import { type Args, only } from './base.ts';
import { newPush, pushDifferences } from './context.ts';
import type { FaultName } from './emitted.ts';
import { cloneIndex, progressingTask, scheduledTask } from './tasks.ts';

/** A condition. `label` completes "… needs" for people, `found` what is there instead; what depends on the payload names its `field`. */
interface Condition {
  readonly test: (args: Args) => boolean;
  readonly label: string;
  readonly found?: (args: Args) => string;
  /** The member of the event that the condition is about; absent where only the state decides. */
  readonly field?: string;
  /** InvalidArgument when absent. */
  readonly fault?: FaultName;
  /** It only tells two forms of one command apart: the other form is no advice. */
  readonly chooses?: true;
}

const inState = (value: Record<string, string>) => stateIn<never, never, undefined>(value) as unknown as Condition['test'];
const notIn = (value: Record<string, string>) => not(stateIn(value)) as unknown as Condition['test'];
const anyOf = (...tests: Condition['test'][]) => or(tests as never) as unknown as Condition['test'];

const push = ({ event }: Args) => only(event, 'command.schedulePushImage').spec;
const percent = ({ event }: Args) => only(event, 'engine.publishProgressed').percent;
const named = ({ event }: Args) => (event.type === 'command.applyImage' ? event.machines : (push({ event } as Args).machines ?? []));
const unknownMachines = (args: Args) => named(args).filter((id) => cloneIndex(args.context, id) === -1);
const clone = ({ context, event }: Args) => cloneIndex(context, only(event, 'clone.resyncStarted').machine);
/** By its name, as people know it, where it is one of the pool's. */
const machine = (args: Args) => JSON.stringify(args.context.clones[clone(args)]?.name ?? only(args.event, 'clone.resyncStarted').machine);

/** The start time has passed at the event's own time. */
const startTimePassed = ({ context, event }: Args) =>
  context.push?.settings.startTime !== undefined && event.at >= context.push.settings.startTime;

/** The largest xsd:int. */
const maxInt = 2_147_483_647;

const conditions = {
  // What state the pool is in.
  poolExists: { test: notIn({ operation: 'DELETED' }), label: 'a pool that has not been deleted', fault: 'EntityNotFound' },
  poolIsNotBeingDeleted: {
    test: notIn({ operation: 'FINAL_UNPUBLISH' }),
    label: 'a pool that is not being deleted',
  },
  removalFailed: {
    test: anyOf(inState({ pendingImage: 'FAILED' }), inState({ currentImage: 'FAILED' })),
    label: 'an image whose removal FAILED, to retry it',
  },
  noImageIsHeld: { test: notIn({ pendingImage: 'READY_HELD' }), label: 'no image that is READY_HELD (promote or cancel it first)' },
  imageIsHeld: { test: inState({ pendingImage: 'READY_HELD' }), label: 'a pending image that is READY_HELD' },
  nothingIsPending: {
    test: anyOf(inState({ pendingImage: 'ABSENT' }), inState({ pendingImage: 'FAILED' })),
    label: 'a pending image that is ABSENT or FAILED',
  },
  pendingImageIsReady: { test: inState({ pendingImage: 'READY' }), label: 'a pending image that is READY' },
  pendingImageIsAbsent: { test: inState({ pendingImage: 'ABSENT' }), label: 'no pending image' },
  pendingImageIsNotBeingRemoved: { test: notIn({ pendingImage: 'UNPUBLISHING' }), label: 'a pending image that is not UNPUBLISHING' },
  currentImageIsReady: { test: inState({ currentImage: 'READY' }), label: 'a current image that is READY' },
  currentImageIsAbsent: { test: inState({ currentImage: 'ABSENT' }), label: 'no current image' },

  // What the pool remembers.
  pushIsDue: { test: ({ context }) => context.push?.due === true, label: 'a push that is due' },
  pushIsNotDue: {
    test: (args) => args.context.push !== null && !args.context.push.due && !startTimePassed(args),
    label: 'a push whose start time has not come',
  },
  startIsAwaited: {
    test: ({ context }) => context.push !== null && !context.push.due,
    label: 'a push that still waits for its start time',
  },
  startTimePassed: { test: startTimePassed, label: 'an event not before the start time' },
  pushIsSelective: { test: ({ context }) => context.push?.selective === true, label: 'a selective push' },
  unpublishesOnFailure: {
    test: ({ context }) => context.pendingImage?.unpublishOnFailure === true,
    label: 'an image that a push publishes',
  },
  endsAsFailed: { test: ({ context }) => context.pendingImage?.endsAs === 'FAILED', label: 'an image that had failed' },
  isBeingDeleted: { test: ({ context }) => context.removal === 'delete', label: 'the removal of the pool' },
  mayBeRemoved: {
    test: ({ context }) => context.removal === 'delete' || context.replacementReady,
    label: 'the removal of the pool, or a pending image that is READY to take the place',
  },
  clonesRemain: { test: ({ context }) => context.counts.remaining > 0, label: 'clones that remain' },
  clonesAreHalted: {
    test: ({ context }) => context.counts.remaining === 0 && context.counts.halted > 0,
    label: 'clones that are halted, and none that remains',
  },
  nothingIsLeft: { test: ({ context }) => context.counts.remaining === 0 && context.counts.halted === 0, label: 'nothing left to do' },

  // What a command asks for.
  selectivePushExists: {
    test: (args) => !push(args).selectivePushImage || args.context.selectivePush,
    label: 'a release with selective push (2111 and later)',
    field: 'spec.selectivePushImage',
  },
  selectivePushHasCurrentImage: {
    test: anyOf((args) => !push(args).selectivePushImage, inState({ currentImage: 'READY' })),
    label: 'a current image that is READY, for a selective push',
    field: 'spec.selectivePushImage',
  },
  pushMachinesAreKnown: {
    test: (args) => unknownMachines(args).length === 0,
    label: 'machines of this pool',
    found: (args) => `${JSON.stringify(unknownMachines(args)[0])} is none`,
    field: 'spec.machines',
    fault: 'EntityNotFound',
  },
  computeProfileIsPossible: {
    test: (args) => {
      const { numCPU = 1, ram = 1, coresPerSocket = 1 } = push(args).computeProfile ?? {};
      return (
        [numCPU, ram, coresPerSocket].every((value) => Number.isInteger(value) && value >= 1 && value <= maxInt) &&
        numCPU % coresPerSocket === 0
      );
    },
    label: 'a computeProfile of whole numbers from 1 whose numCPU is a multiple of coresPerSocket',
    found: (args) => `${JSON.stringify(push(args).computeProfile)} is none`,
    field: 'spec.computeProfile',
  },
  pushIsTheSame: {
    test: (args) => args.context.push !== null && pushDifferences(newPush(push(args), args.event.at), args.context.push).length === 0,
    label: 'the same push with another startTime',
    found: ({ context, event }) =>
      context.push
        ? `it differs in ${pushDifferences(newPush(push({ event } as Args), event.at), context.push).join(', ')}`
        : 'there is none',
    field: 'spec',
  },
  appliesPendingImage: {
    test: ({ event }) => only(event, 'command.applyImage').pendingImage,
    label: 'pendingImage true',
    field: 'pendingImage',
    chooses: true,
  },
  appliesCurrentImage: {
    test: ({ event }) => !only(event, 'command.applyImage').pendingImage,
    label: 'pendingImage false',
    field: 'pendingImage',
    chooses: true,
  },
  machinesAreGiven: {
    test: (args) => named(args).length > 0,
    label: 'at least one machine',
    found: () => 'the list is empty',
    field: 'machines',
  },
  machinesAreKnown: {
    test: (args) => unknownMachines(args).length === 0,
    label: 'machines of this pool',
    found: (args) => `${JSON.stringify(unknownMachines(args)[0])} is none`,
    field: 'machines',
    fault: 'EntityNotFound',
  },
  infrastructureIsGiven: {
    test: ({ event }) => {
      const { hostOrCluster, datastores = [] } = only(event, 'command.changeInfrastructure');
      return Boolean(hostOrCluster) || datastores.length > 0;
    },
    label: 'a hostOrCluster or at least one of datastores',
    field: 'hostOrCluster',
  },

  // What a fact tells.
  percentIsPossible: {
    test: (args) => Number.isInteger(percent(args)) && percent(args) >= 0 && percent(args) <= 100,
    label: 'a whole percent from 0 to 100',
    found: (args) => `it is ${percent(args)}`,
    field: 'percent',
  },
  percentDoesNotFall: {
    test: (args) => percent(args) >= (args.context.pendingImage?.progress ?? 0),
    label: 'a percent not below the present one',
    found: (args) => `it is ${percent(args)} after ${args.context.pendingImage?.progress}`,
    field: 'percent',
  },
  cloneIsKnown: {
    test: (args) => clone(args) !== -1,
    label: 'a machine of this pool',
    found: (args) => `${machine(args)} is none`,
    field: 'machine',
  },
  cloneIsScheduled: {
    test: (args) => scheduledTask(args.context, clone(args)) !== undefined,
    label: 'a machine that is SCHEDULED in a task',
    found: (args) => `${machine(args)} is not`,
    field: 'machine',
  },
  cloneMayBeTaken: {
    test: (args) =>
      args.context.clones[clone(args)]?.session !== true || scheduledTask(args.context, clone(args))?.logoffSetting === 'FORCE_LOGOFF',
    label: 'a machine without a session, as its task waits for logoff',
    found: (args) => `${machine(args)} has one`,
    field: 'machine',
  },
  cloneIsProgressing: {
    test: (args) => progressingTask(args.context, clone(args)) !== undefined,
    label: 'a machine that is PROGRESSING in a task',
    found: (args) => `${machine(args)} is not`,
    field: 'machine',
  },
  cloneIsUsable: {
    test: (args) => args.context.clones[clone(args)]?.image !== null && progressingTask(args.context, clone(args)) === undefined,
    label: 'a machine that has an image and is not PROGRESSING in a task',
    found: (args) => `${machine(args)} is not so`,
    field: 'machine',
  },
  cloneHasNoSession: {
    test: (args) => args.context.clones[clone(args)]?.session === false,
    label: 'a machine without a session',
    found: (args) => `${machine(args)} has one`,
    field: 'machine',
  },
  cloneHasSession: {
    test: (args) => args.context.clones[clone(args)]?.session === true,
    label: 'a machine with a session',
    found: (args) => `${machine(args)} has none`,
    field: 'machine',
  },
} satisfies Record<string, Condition>;

export type ConditionName = keyof typeof conditions;

/** A condition by its name, without the narrowing of its row. */
export const condition = (name: ConditionName): Condition => conditions[name];

/** A guard that XState has built (`stateIn`, `not`, `or`) is asked through its own `check`. */
interface BuiltGuard {
  readonly check?: (snapshot: unknown, args: Args, guard: unknown) => boolean;
}

/** Whether a condition holds in a snapshot of the pool machine, as the machine itself would find. */
export function holds(name: ConditionName, snapshot: { readonly context: Args['context'] }, event: Args['event']): boolean {
  const { test } = conditions[name] as Condition;
  const args = { context: snapshot.context, event };
  const { check } = test as BuiltGuard;
  return check ? check(snapshot, args, test) : test(args);
}

/** The bodies alone, as `setup()` takes them. */
export const guards = Object.fromEntries(Object.entries(conditions).map(([name, { test }]) => [name, test])) as {
  readonly [K in ConditionName]: Condition['test'];
};
