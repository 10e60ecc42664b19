/** The whole space of states that a finite alphabet of events leads to. */
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { ActorLogic } from 'xstate';
import { getAdjacencyMap } from 'xstate/graph';
import {
  currentImageStates,
  operations,
  type PoolEvent,
  type PoolInput,
  type PoolState,
  pendingImageStates,
  poolMachine,
  taskStates,
} from '../../machines/index.ts';
import type { PoolSnapshot } from '../../src/simulator/step.ts';

import { transitionsTaken } from '../../src/tools/lifecycle/evidence.ts';
import { stepViolationsOf, violationsOf } from '../laws/invariants.ts';
import { canReach, everyTransition, keyOfPool, type PoolEdge, type PoolSpace, poolSpace } from '../laws/pool-space.ts';
import { foretell, givenOf, readingOf } from '../laws/reading.ts';
import { withOneClone, withoutClones, withTwoClones } from './alphabets.ts';
import { cloneA, cloneB, firstImage, now, published, stateOf, toEvent } from './pool-under-test.ts';

const inputFor = (ids: readonly string[], selectivePush = true) => ({
  name: 'pool-1',
  at: now,
  image: firstImage,
  clones: ids.map((id) => ({ id, name: id })),
  selectivePush,
});
const idle = published.map(toEvent);

const images = poolSpace({ input: inputFor([]), alphabet: withoutClones });
const oldRelease = poolSpace({ input: inputFor([], false), alphabet: withoutClones });
const oneClone = poolSpace({ input: inputFor([cloneA]), after: idle, alphabet: withOneClone });
const twoClones = poolSpace({ input: inputFor([cloneA, cloneB]), after: idle, alphabet: withTwoClones });
const everySpace = { images, oldRelease, oneClone, twoClones };
const spaces = Object.entries(everySpace);

/** A broken law as a script: the events that lead to it. */
const told = (events: readonly PoolEvent[]) => events.map((event) => JSON.stringify(event)).join('\n');

describe('the reachable states', () => {
  it('are as many as ever', () => {
    const sizes = Object.fromEntries(spaces.map(([name, { states }]) => [name, states.length]));
    expect(sizes).toEqual({ images: 659, oldRelease: 589, oneClone: 1393, twoClones: 437 });
  });

  it('are these combinations of operation, pending and current image', () => {
    const combinations = new Set(spaces.flatMap(([, { states }]) => states.map(stateOf)));
    expect([...combinations].sort()).toMatchInlineSnapshot(`
      [
        "CANCEL_SCHEDULED_PUSH_IMAGE UNPUBLISHING ABSENT",
        "CANCEL_SCHEDULED_PUSH_IMAGE UNPUBLISHING READY",
        "DELETED ABSENT ABSENT",
        "FINAL_UNPUBLISH ABSENT FAILED",
        "FINAL_UNPUBLISH ABSENT PENDING_UNPUBLISH",
        "FINAL_UNPUBLISH ABSENT UNPUBLISHING",
        "FINAL_UNPUBLISH FAILED ABSENT",
        "FINAL_UNPUBLISH FAILED FAILED",
        "FINAL_UNPUBLISH FAILED PENDING_UNPUBLISH",
        "FINAL_UNPUBLISH FAILED UNPUBLISHING",
        "FINAL_UNPUBLISH UNPUBLISHING ABSENT",
        "FINAL_UNPUBLISH UNPUBLISHING FAILED",
        "FINAL_UNPUBLISH UNPUBLISHING PENDING_UNPUBLISH",
        "FINAL_UNPUBLISH UNPUBLISHING UNPUBLISHING",
        "INFRASTRUCTURE_CHANGE PENDING_PUBLISH PENDING_UNPUBLISH",
        "INFRASTRUCTURE_CHANGE PUBLISHING PENDING_UNPUBLISH",
        "INFRASTRUCTURE_CHANGE READY PENDING_UNPUBLISH",
        "INFRASTRUCTURE_CHANGE READY UNPUBLISHING",
        "INITIAL_PUBLISH PENDING_PUBLISH ABSENT",
        "INITIAL_PUBLISH PUBLISHING ABSENT",
        "NONE ABSENT ABSENT",
        "NONE ABSENT READY",
        "NONE FAILED ABSENT",
        "NONE FAILED READY",
        "NONE READY_HELD READY",
        "SCHEDULE_PUSH_IMAGE PENDING_PUBLISH ABSENT",
        "SCHEDULE_PUSH_IMAGE PENDING_PUBLISH READY",
        "SCHEDULE_PUSH_IMAGE PUBLISHING ABSENT",
        "SCHEDULE_PUSH_IMAGE PUBLISHING READY",
        "SCHEDULE_PUSH_IMAGE READY ABSENT",
        "SCHEDULE_PUSH_IMAGE READY READY",
        "SCHEDULE_PUSH_IMAGE UNPUBLISHING ABSENT",
        "SCHEDULE_PUSH_IMAGE UNPUBLISHING READY",
      ]
    `);
  });

  it('have every state of every region', () => {
    const reached = (region: keyof PoolState) => new Set(spaces.flatMap(([, { states }]) => states.map(({ value }) => value[region])));
    expect(reached('operation')).toEqual(new Set(operations));
    expect(reached('pendingImage')).toEqual(new Set(pendingImageStates));
    expect(reached('currentImage')).toEqual(new Set(currentImageStates));
    expect(reached('task')).toEqual(new Set(taskStates));
  });

  it('have no READY_HELD in a release without it', () => {
    expect(oldRelease.states.filter(({ value }) => value.pendingImage === 'READY_HELD')).toEqual([]);
  });

  it('are those that xstate/graph finds', () => {
    const found = getAdjacencyMap(poolMachine as unknown as ActorLogic<PoolSnapshot, PoolEvent, PoolInput>, {
      input: inputFor([]),
      events: withoutClones,
      serializeState: (snapshot) => keyOfPool(snapshot),
    });
    expect(new Set(Object.keys(found))).toEqual(new Set(images.keys));
    const { states, keys, edges } = images;
    for (const { from, event, to } of edges) {
      const next = found[keys[from] as never]?.transitions;
      const same = Object.values(next ?? {}).find((each) => each.event === event);
      expect(same && keyOfPool(same.state as never), `${event.type} in ${stateOf(states[from] as never)}`).toBe(keys[to]);
    }
  });
});

describe('the transitions', () => {
  it('are all taken on some way', () => {
    const left = new Map(everyTransition());
    const refused = new Set<string>();
    for (const [, { states, edges }] of spaces) {
      for (const { from, event, result } of edges) {
        if (result.outcome !== 'accepted') {
          if (refused.has(event.type)) continue;
          refused.add(event.type);
        }
        for (const transition of transitionsTaken(states[from] as never, event)) left.delete(transition);
      }
    }
    expect([...left.values()]).toEqual([]);
  });
});

describe.each(spaces)('in the space of %s', (_, { states, edges, pathTo }: PoolSpace) => {
  it('every state keeps the invariants', () => {
    for (const [index, state] of states.entries()) {
      const broken = violationsOf(state);
      if (broken.length > 0) expect.fail(`${broken.join('\n')}\nafter\n${told(pathTo(index))}`);
    }
  });

  it('every step keeps the invariants; a fault or an ignored fact leaves the very same snapshot', () => {
    for (const { from, event, result } of edges) {
      const broken = stepViolationsOf(states[from] as never, event, result);
      if (broken.length > 0) expect.fail(`${broken.join('\n')}\nafter\n${told([...pathTo(from), event])}`);
    }
  });

  it('every step does what a second reading of the document foretells', () => {
    for (const { from, event, result } of edges) {
      const before = states[from] as PoolSnapshot;
      const foretold = foretell(readingOf(before), event, givenOf(before));
      const came = result.outcome === 'accepted' ? readingOf(result.snapshot) : result.outcome;
      if (!isDeepStrictEqual(came, foretold)) expect(came, `after\n${told([...pathTo(from), event])}`).toEqual(foretold);
    }
  });

  it('facts alone lead from every state to rest, but where a FAILED deletion waits for a new delete', () => {
    const facts = edges.filter(({ event, result }: PoolEdge) => result.outcome === 'accepted' && !event.type.startsWith('command.'));
    const goals = [...states.keys()].filter((index) => {
      const operation = states[index]?.value.operation;
      return operation === 'NONE' || operation === 'DELETED';
    });
    const ends = canReach(facts, goals);
    const stuck = [...states.keys()].filter((index) => !ends.has(index));
    for (const index of stuck) {
      const { operation, pendingImage, currentImage } = states[index]?.value ?? {};
      const waits = operation === 'FINAL_UNPUBLISH' && (pendingImage === 'FAILED' || currentImage === 'FAILED');
      if (!waits) expect.fail(`${stateOf(states[index] as never)} is a dead end, after\n${told(pathTo(index))}`);
    }
  });

  it('a new delete ends every FAILED deletion', () => {
    const goals = [...states.keys()].filter((index) => states[index]?.value.operation === 'DELETED');
    const ways = edges.filter(({ event }: PoolEdge) => !event.type.startsWith('command.') || event.type === 'command.delete');
    const ends = canReach(ways, goals);
    const stuck = [...states.keys()].filter((index) => states[index]?.value.operation === 'FINAL_UNPUBLISH' && !ends.has(index));
    expect(stuck.map((index) => told(pathTo(index)))).toEqual([]);
  });
});
