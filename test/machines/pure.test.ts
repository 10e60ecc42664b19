/** The machines are plain XState: pure, usable without anything of ours, and they document themselves. */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AnyStateMachine, type AnyStateNode, createActor, initialTransition, transition } from 'xstate';
import {
  currentImageMachine,
  currentImageStates,
  type Emitted,
  type EventType,
  evidences,
  operations,
  pendingImageMachine,
  pendingImageStates,
  poolMachine,
  taskMachine,
  taskStates,
} from '../../machines/index.ts';
import { create, step } from '../../src/simulator/step.ts';
import { withOneClone, withoutClones } from './alphabets.ts';
import { cloneA, firstImage, now, push, toEvent } from './pool-under-test.ts';

const input = { name: 'pool-1', at: now, image: firstImage, clones: [{ id: cloneA, name: 'a' }], selectivePush: true };
const alphabet = [...withoutClones, ...withOneClone];
const walks = fc.array(fc.constantFrom(...alphabet), { maxLength: 60 });

/** What an action list of XState's own `transition` says was emitted. */
const emittedBy = (actions: readonly { type: string; params?: unknown }[]) =>
  actions.flatMap(({ type, params }) => (type === 'xstate.emit' ? [(params as { event: Emitted }).event] : []));

describe('the pool machine', () => {
  it("does the same under XState's own initialTransition and transition as under step", () => {
    fc.assert(
      fc.property(walks, (events) => {
        let [theirs, actions] = initialTransition(poolMachine, input);
        let ours = create(input);
        expect(theirs.toJSON()).toEqual(ours.snapshot.toJSON());
        expect(emittedBy(actions).map(({ type }) => type)).toEqual(['audit']);
        for (const event of events) {
          [theirs, actions] = transition(poolMachine, theirs, event);
          ours = step(ours.snapshot, event);
          expect(theirs.value).toEqual(ours.snapshot.value);
          expect(theirs.context).toEqual(ours.snapshot.context);
          const emitted = emittedBy(actions);
          expect(emitted.flatMap((each) => (each.type === 'audit' ? [each.audit] : []))).toEqual(ours.audits);
          expect(emitted.find((each) => each.type === 'fault')?.fault).toEqual(ours.fault);
          expect(emitted.find((each) => each.type === 'ignored')?.reason).toEqual(ours.reason);
          expect(emitted.every((each) => each.at === event.at)).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('does the same as an actor, which emits faults, audits and reasons', () => {
    fc.assert(
      fc.property(walks, (events) => {
        const actor = createActor(poolMachine, { input });
        const heard: Emitted[] = [];
        actor.on('*', (emitted) => heard.push(emitted));
        actor.start();
        expect(heard.splice(0)).toEqual([{ type: 'audit', at: now, audit: { name: 'ADMIN_DESKTOP_ADDED' } }]);
        let ours = create(input);
        for (const event of events) {
          actor.send(event);
          ours = step(ours.snapshot, event);
          expect(actor.getSnapshot().value).toEqual(ours.snapshot.value);
          expect(actor.getSnapshot().context).toEqual(ours.snapshot.context);
          const fault = heard.find((each) => each.type === 'fault');
          expect(fault?.fault).toEqual(ours.fault);
          expect(heard.filter((each) => each.type === 'audit').map(({ audit }) => audit)).toEqual(ours.audits);
          heard.length = 0;
        }
        expect(actor.getSnapshot().status).toBe('active');
      }),
      { numRuns: 60 },
    );
  });

  it('tells a listener of faults alone', () => {
    const actor = createActor(poolMachine, { input });
    const faults: string[] = [];
    actor.on('fault', ({ at, fault }) => faults.push(`${at} ${fault.name} ${fault.command}`));
    actor.start();
    actor.send({ type: 'command.promotePendingImage', at: now + 1 });
    actor.send({ type: 'engine.publishSucceeded', at: now + 2 });
    expect(faults).toEqual([`${now + 1} InvalidArgument command.promotePendingImage`]);
  });

  it('goes on from a snapshot that was saved as JSON', () => {
    fc.assert(
      fc.property(walks, (events) => {
        const before = events.slice(0, -1).reduce((snapshot, event) => step(snapshot, event).snapshot, create(input).snapshot);
        const last = events.at(-1) ?? toEvent('engine.publishStarted');
        const saved = JSON.parse(JSON.stringify(before));
        const actor = createActor(poolMachine, { input, snapshot: saved }).start();
        actor.send(last);
        const { snapshot } = step(before, last);
        expect(actor.getSnapshot().value).toEqual(snapshot.value);
        expect(actor.getSnapshot().context).toEqual(snapshot.context);
      }),
      { numRuns: 60 },
    );
  });

  it('changes nothing of the snapshot it is given, nor of the event', () => {
    const deepFreeze = <T>(value: T): T => {
      if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
        Object.freeze(value);
        Object.values(value).forEach(deepFreeze);
      }
      return value;
    };
    fc.assert(
      fc.property(walks, (events) => {
        let { snapshot } = create(deepFreeze(structuredClone(input)));
        for (const event of events) {
          deepFreeze(snapshot.context);
          snapshot = step(snapshot, deepFreeze(structuredClone(event))).snapshot;
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe('the sources of machines/', () => {
  const folder = new URL('../../machines/', import.meta.url);
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));

  it.each(sources)('%s has no clock, no chance and no input or output', (name) => {
    const code = readFileSync(new URL(name, folder), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
    expect(code).not.toMatch(
      /\bDate\b|Math\.random|\bsetTimeout\b|\bsetInterval\b|\bperformance\b|\bcrypto\b|\bprocess\b|\bconsole\b|\bfetch\b|\bafter:/,
    );
  });

  it.each(sources)('%s imports xstate and its neighbours alone', (name) => {
    const from = [...readFileSync(new URL(name, folder), 'utf8').matchAll(/from '([^']+)'/g)].map(([, source]) => source);
    for (const source of from) expect(source).toMatch(/^xstate$|^\.\/[\w.-]+\.ts$/);
  });
});

describe('a region', () => {
  const at = now;
  const settings = { logoffSetting: 'WAIT_FOR_LOGOFF', stopOnFirstError: true } as const;
  const start = <M extends typeof pendingImageMachine | typeof currentImageMachine | typeof taskMachine>(machine: M) =>
    createActor(machine as typeof pendingImageMachine, { input }).start();

  it('of the pending image runs alone', () => {
    const actor = start(pendingImageMachine);
    expect(actor.getSnapshot().value).toBe('PENDING_PUBLISH');
    actor.send({ type: 'engine.publishStarted', at });
    actor.send({ type: 'engine.publishProgressed', percent: 30, at });
    expect(actor.getSnapshot().context.pendingImage?.progress).toBe(30);
    actor.send({ type: 'engine.publishSucceeded', at });
    actor.send({ type: 'pendingImage.hold', at });
    expect(actor.getSnapshot().value).toBe('READY_HELD');
    actor.send({ type: 'pendingImage.unpublish', at });
    actor.send({ type: 'engine.pendingImageUnpublished', at });
    expect(actor.getSnapshot().value).toBe('ABSENT');
    const image = { parentVm: 'vm-2', snapshot: 's', parentVmPath: '/vm-2', snapshotPath: '/s' };
    actor.send({ type: 'pendingImage.publish', image, settings, unpublishOnFailure: true, at });
    actor.send({ type: 'engine.publishFailed', error: 'no space', at });
    actor.send({ type: 'engine.pendingImageUnpublished', at });
    expect(actor.getSnapshot().value).toBe('FAILED');
    expect(actor.getSnapshot().status).toBe('active');
  });

  it('of the current image runs alone', () => {
    const actor = start(currentImageMachine as unknown as typeof pendingImageMachine);
    expect(actor.getSnapshot().value).toBe('ABSENT');
    const orders = [
      ['currentImage.adopt', 'READY'],
      ['currentImage.replace', 'PENDING_UNPUBLISH'],
      ['currentImage.restore', 'READY'],
      ['currentImage.replace', 'PENDING_UNPUBLISH'],
      ['engine.currentImageUnpublishStarted', 'PENDING_UNPUBLISH'],
      ['currentImage.proceed', 'PENDING_UNPUBLISH'],
      ['engine.currentImageUnpublishStarted', 'UNPUBLISHING'],
      ['engine.currentImageUnpublished', 'READY'],
      ['currentImage.unpublish', 'PENDING_UNPUBLISH'],
      ['engine.currentImageUnpublishStarted', 'UNPUBLISHING'],
      ['engine.currentImageUnpublished', 'ABSENT'],
    ] as const;
    for (const [type, value] of orders) {
      actor.send({ type, at });
      expect(actor.getSnapshot().value, type).toBe(value);
    }
  });

  it('of the task runs alone', () => {
    const actor = createActor(taskMachine, { input }).start();
    expect(actor.getSnapshot().value).toBe('IDLE');
    const context = () => actor.getSnapshot().context;
    actor.send({ type: 'clone.resyncStarted', machine: cloneA, at });
    expect(actor.getSnapshot().value).toBe('IDLE');
    expect(context().tasks).toEqual([]);
  });

  it('of the task goes on where a pool left it', () => {
    const events = [
      'engine.publishStarted',
      'engine.publishSucceeded',
      push(),
      'engine.publishStarted',
      'engine.publishSucceeded',
    ] as const;
    const { snapshot } = events.reduce((last, event) => step(last.snapshot, toEvent(event)), create(input));
    const actor = createActor(taskMachine, {
      input,
      snapshot: taskMachine.resolveState({ value: 'RUNNING', context: snapshot.context }),
    }).start();
    actor.send({ type: 'command.pauseTask', at });
    expect(actor.getSnapshot().value).toBe('PAUSED');
    actor.send({ type: 'command.resumeTask', at });
    actor.send({ type: 'clone.resyncStarted', machine: cloneA, at });
    actor.send({ type: 'clone.resyncSucceeded', machine: cloneA, at });
    expect(actor.getSnapshot().value).toBe('IDLE');
    expect(actor.getSnapshot().context.clones[0]?.image?.parentVm).toBe('vm-2');
  });
});

describe('the graph', () => {
  const nodesOf = (node: AnyStateNode): AnyStateNode[] => [node, ...Object.values(node.states).flatMap(nodesOf)];
  const machines: readonly AnyStateMachine[] = [poolMachine, pendingImageMachine, currentImageMachine, taskMachine];
  const nodes = machines.flatMap(({ root }) => nodesOf(root)).map((node) => [node.id, node] as const);

  it('has the states of the vocabularies, no more and no fewer', () => {
    const statesOf = (region: string) => Object.keys(poolMachine.root.states[region]?.states ?? {}).sort();
    expect(Object.keys(poolMachine.states)).toEqual(['operation', 'pendingImage', 'currentImage', 'task']);
    expect(statesOf('operation')).toEqual([...operations].sort());
    expect(statesOf('pendingImage')).toEqual([...pendingImageStates].sort());
    expect(statesOf('currentImage')).toEqual([...currentImageStates].sort());
    expect(statesOf('task')).toEqual([...taskStates].sort());
  });

  it.each(nodes.filter(([, node]) => node.parent))('%s has a description, a sentence', (_, node) => {
    expect(node.description ?? '').toMatch(/^[A-Z].*\.$/);
  });

  it('has a description of the pool', () => {
    expect(poolMachine.root.description).toMatch(/\.$/);
  });

  it.each(nodes)('%s says the evidence of every transition', (id, node) => {
    for (const transition of [...[...node.transitions.values()].flat(), ...(node.always ?? [])]) {
      expect(evidences, `${id} ${transition.eventType}`).toContain((transition as { meta?: { evidence?: string } }).meta?.evidence);
    }
  });

  /** The column "evidence" of lifecycle.md, sections 3 and 4; a row may have several, for its several parts. */
  const evidenceOf: Readonly<Partial<Record<EventType, readonly string[]>>> = {
    'command.schedulePushImage': ['documented', 'observed'],
    'command.cancelScheduledPushImage': ['documented', 'observed'],
    'command.promotePendingImage': ['documented', 'assumed'],
    'command.applyImage': ['documented'],
    'command.changeInfrastructure': ['documented', 'assumed'],
    'command.enableProvisioning': ['documented', 'assumed'],
    'command.disableProvisioning': ['documented'],
    'command.delete': ['documented', 'assumed'],
    'engine.publishStarted': ['documented'],
    'engine.publishProgressed': ['documented'],
    'engine.publishSucceeded': ['documented'],
    'engine.publishFailed': ['documented', 'observed'],
    'engine.publishTimedOut': ['documented', 'observed'],
    'engine.startTimeReached': ['documented'],
    'engine.pendingImageUnpublished': ['documented', 'implied'],
    'engine.pendingImageUnpublishFailed': ['assumed'],
    'engine.currentImageUnpublishStarted': ['documented'],
    'engine.currentImageUnpublished': ['documented'],
    // "FAILED is defined for delete only": what a change makes of it is ours.
    'engine.currentImageUnpublishFailed': ['documented', 'assumed'],
  };

  it.each(Object.entries(evidenceOf))('takes the evidence of %s from the row', (type, row) => {
    const said = nodesOf(poolMachine.root)
      .flatMap((node) => node.transitions.get(type) ?? [])
      .map((each) => (each as { meta?: { evidence?: string } }).meta?.evidence);
    expect(said.length).toBeGreaterThan(0);
    for (const evidence of said) expect(row).toContain(evidence);
  });

  it('has no evidence but the four kinds, and uses each', () => {
    const used = nodesOf(poolMachine.root).flatMap((node) =>
      [...[...node.transitions.values()].flat(), ...(node.always ?? [])].map(
        (each) => (each as { meta?: { evidence?: string } }).meta?.evidence,
      ),
    );
    expect(new Set(used)).toEqual(new Set(evidences));
  });
});
