import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ImageSpec, resolveImage } from '../../machines/image.ts';
import type { PoolEvent } from '../../machines/index.ts';
import { formatsOf, hasSelectivePush, type Release, releases } from '../../src/api/index.ts';
import {
  applyEffects,
  type LifecycleEdge,
  type LifecycleNode,
  lifecycleOf,
  newRegisters,
  type Payload,
  type Registers,
  type ScheduledPush,
  scheduledBy,
  toEvent,
  type Variant,
  variants,
  viewOf,
} from '../../src/lifecycle/index.ts';
import { encodeParent, encodeStatus, toPoolView } from '../../src/projector/index.ts';
import { create, type PoolSnapshot, step } from '../../src/simulator/step.ts';

const imageSpec: fc.Arbitrary<ImageSpec> = fc.oneof(
  fc.record({ parentVm: fc.constantFrom('vm-1', 'vm-2'), snapshot: fc.constantFrom('snapshot-1', 'snapshot-2') }),
  fc.record({ imageManagementStream: fc.constantFrom('s-1', 's-2'), imageManagementTag: fc.constantFrom('t-1', 't-2') }),
);

/** One thing that is tried: of every variant, possible or not, some time after the last. */
const attempt = fc.record({
  variant: fc.constantFrom(...variants),
  waitMs: fc.nat({ max: 5_000 }),
  image: fc.tuple(imageSpec, fc.option(fc.constantFrom({ numCPU: 2, ram: 4096 }, { numCPU: 4, ram: 8192, coresPerSocket: 2 }))),
  settings: fc.record({
    logoffSetting: fc.constantFrom('WAIT_FOR_LOGOFF' as const, 'FORCE_LOGOFF' as const),
    stopOnFirstError: fc.boolean(),
    addVirtualTPM: fc.boolean(),
  }),
  startMs: fc.integer({ min: 1, max: 20_000 }),
  percent: fc.integer({ min: 0, max: 100 }),
  error: fc.constantFrom('no space', 'a "quoted" ü error'),
});

type Attempt = typeof attempt extends fc.Arbitrary<infer T> ? T : never;

/** A pool that is walked along the graph, beside a real one. */
interface Walk {
  at: number;
  node: LifecycleNode;
  registers: Registers;
  scheduled: ScheduledPush | undefined;
}

function payloadOf({ variant, image: [spec, profile], settings, startMs, percent, error }: Attempt, { at, registers }: Walk): Payload {
  const startTime = variant.start === 'later' ? at + startMs : at - startMs;
  const image = resolveImage(spec, profile ?? undefined);
  return { at, image, settings, startTime, percent: Math.max(percent, registers.progress), error };
}

/** The edge that the graph has for an attempt; undefined where the pool refuses or ignores it. */
function edgeFor(release: Release, { node, at, registers }: Walk, variant: Variant): LifecycleEdge | undefined {
  const when = registers.startTime !== null && at >= registers.startTime ? 'from start' : 'before start';
  return lifecycleOf(release)
    .edgesFrom(node)
    .find((edge) => edge.variant === variant && (edge.when === 'always' || edge.when === when));
}

function follow(release: Release, walk: Walk, edge: LifecycleEdge, payload: Payload): void {
  walk.registers = applyEffects(edge.effects, walk.registers, payload);
  walk.node = lifecycleOf(release).nodes[edge.to] as LifecycleNode;
  walk.scheduled = scheduledBy(edge.variant, payload) ?? walk.scheduled;
  if (walk.node.state.operation !== 'SCHEDULE_PUSH_IMAGE') walk.scheduled = undefined;
}

function expectSame(release: Release, { node, registers }: Walk, snapshot: PoolSnapshot): void {
  const { task: _, ...state } = node.state;
  const { task: __, ...real } = snapshot.value;
  expect(state).toEqual(real);
  const view = viewOf(node, registers);
  const realView = toPoolView(snapshot);
  expect(view).toEqual(realView);
  if (!view || !realView) return;
  for (const format of formatsOf(release)) {
    expect(JSON.stringify(encodeStatus(view, { release, format }))).toBe(JSON.stringify(encodeStatus(realView, { release, format })));
    expect(JSON.stringify(encodeParent(view, { release, format }))).toBe(JSON.stringify(encodeParent(realView, { release, format })));
  }
  expect(node).toMatchObject({
    hasError: view.pendingImage?.error !== undefined,
    hasSettings: view.pushImageSettings !== undefined,
    hasStartTime: view.pushImageSettings?.startTime !== undefined,
    hasLastError: view.lastProvisioningError !== undefined,
    isWaiting: snapshot.context.push?.due === false,
    isSelective: node.hasSettings && snapshot.context.push?.selective === true,
  });
  expect(registers.provisioning).toBe(snapshot.context.provisioningEnabled);
}

/** Lets the clones of a pool do something: whatever it is, the graph knows nothing of it. */
function moveClones(snapshot: PoolSnapshot, at: number): PoolSnapshot {
  const types = ['clone.sessionClosed', 'clone.resyncStarted', at % 3 === 0 ? 'clone.resyncFailed' : 'clone.resyncSucceeded'] as const;
  return snapshot.context.clones.reduce(
    (each, { id: machine }) =>
      types.reduce((moved, type) => step(moved, { type, machine, at, error: 'unreachable' } as PoolEvent).snapshot, each),
    snapshot,
  );
}

/** A push that happens to be the scheduled one is a reschedule: another variant of the graph, which is tried under its own name. */
function isReschedule(variant: Variant, payload: Payload, { scheduled }: Walk): boolean {
  return scheduled !== undefined && isDeepStrictEqual(scheduledBy(variant, payload), scheduled);
}

function walkBoth(release: Release, attempts: readonly Attempt[], first: ImageSpec, stops: boolean, clones: number): Set<string> {
  const { stopsOnError, goesOnAfterError } = lifecycleOf(release).initial;
  const walk: Walk = {
    at: 1_000_000,
    node: stops ? stopsOnError : goesOnAfterError,
    registers: newRegisters(resolveImage(first)),
    scheduled: undefined,
  };
  let { snapshot } = create({
    name: 'pool',
    at: walk.at,
    image: first,
    clones: Array.from({ length: clones }, (_, index) => ({ id: `c-${index}`, name: `c-${index}` })),
    selectivePush: hasSelectivePush(release),
    stopProvisioningOnError: stops,
  });
  const seen = new Set<string>();
  expectSame(release, walk, snapshot);
  for (const each of attempts) {
    walk.at += each.waitMs;
    const payload = payloadOf(each, walk);
    const event = toEvent(each.variant, payload, walk.scheduled);
    if (!event || isReschedule(each.variant, payload, walk)) continue;
    const edge = edgeFor(release, walk, each.variant);
    const taken = step(snapshot, event);
    expect(edge ? 'accepted' : event.type.startsWith('command.') ? 'fault' : 'ignored').toBe(taken.outcome);
    seen.add(`${taken.outcome}`);
    snapshot = moveClones(taken.snapshot, walk.at);
    if (edge) follow(release, walk, edge, payload);
    expectSame(release, walk, snapshot);
  }
  return seen;
}

/** Tries that lead somewhere: picks among what the graph accepts, most of the time. */
const steered = fc.tuple(attempt, fc.nat({ max: 1_000 }));

describe('walking the graph and stepping the machine', () => {
  it.each(releases.map((release) => [release] as const))('give equal outcomes, states and statuses in %s, whatever is tried', (release) => {
    fc.assert(
      fc.property(
        fc.array(attempt, { maxLength: 60 }),
        imageSpec,
        fc.boolean(),
        fc.constantFrom(0, 3),
        (attempts, image, stops, clones) => {
          walkBoth(release, attempts, image, stops, clones);
        },
      ),
      { numRuns: 15 },
    );
  });

  it.each(['7.6', '2006', '2106', '2111', '2206', '2512'] as const)('give equal ones on long lives in %s', (release) => {
    fc.assert(
      fc.property(fc.array(steered, { minLength: 30, maxLength: 80 }), imageSpec, fc.boolean(), (choices, image, stops) => {
        const attempts = steer(release, choices, stops);
        expect(walkBoth(release, attempts, image, stops, 3)).toContain('accepted');
      }),
      { numRuns: 40 },
    );
  });
});

/** Replaces the variants by ones that the graph accepts, three times out of four. */
function steer(release: Release, choices: readonly (readonly [Attempt, number])[], stops: boolean): Attempt[] {
  const { nodes, edgesFrom, initial } = lifecycleOf(release);
  let node = stops ? initial.stopsOnError : initial.goesOnAfterError;
  return choices.map(([each, choice]) => {
    const edges = edgesFrom(node).filter(({ event }) => event !== 'command.delete' || choice % 20 === 0);
    const edge = edges[choice % Math.max(1, edges.length)];
    if (choice % 4 === 0 || !edge) return each;
    node = nodes[edge.to] as LifecycleNode;
    return { ...each, variant: edge.variant };
  });
}
