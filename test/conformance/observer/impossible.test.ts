/** What cannot have happened is found: recorded lives, each spoiled in one place. */
import { describe, expect, it } from 'vitest';
import { createObserver, type Explanation } from '../../../src/conformance/index.ts';
import { type Poll, pollsOf, scenarios, tryScenario } from './lives.ts';

type Status = Readonly<Record<string, unknown>>;

const names = {
  operation: 'instant_clone_operation',
  pending: 'instant_clone_pending_image_state',
  current: 'instant_clone_current_image_state',
  vm: 'instant_clone_pending_image_parent_vm_id',
  progress: 'instant_clone_pending_image_progress',
  settings: 'instant_clone_push_image_settings',
} as const;

/** Polls every 30 seconds, as REST of 2512 shows them. */
const lives = scenarios.map(([name, scenario]) => {
  const simulator = tryScenario(scenario, '2512');
  if (!simulator) throw new Error(`${name} must run`);
  return { name, polls: pollsOf(simulator, 'rest-v2', () => 30_000) };
});

const isRecord = (status: unknown): status is Status => typeof status === 'object' && status !== null;

/** Explains what comes before a place, and then something else. */
function after(polls: readonly Poll[], index: number, status: unknown): Explanation {
  const observer = createObserver({ release: '2512', format: 'rest-v2' });
  for (const poll of polls.slice(0, index)) observer.observe(poll.status, poll.at);
  return observer.observe(status, polls[index]?.at);
}

interface Spoiling {
  readonly what: string;
  /** What is seen instead; undefined where the place does not fit. */
  readonly spoil: (now: Status, before: Status, polls: readonly Poll[], index: number) => unknown;
  readonly rules: readonly string[];
}

const settingsOf = (status: Status): Status | undefined =>
  isRecord(status[names.settings]) ? (status[names.settings] as Status) : undefined;

const publishing = (status: Status, from = 1, to = 100) =>
  status[names.pending] === 'PUBLISHING' && Number(status[names.progress]) >= from && Number(status[names.progress]) <= to;

const spoilings: readonly Spoiling[] = [
  {
    what: 'a progress that falls',
    spoil: (now, before) =>
      publishing(before, 20, 80) && publishing(now, 20) ? { ...now, [names.progress]: Number(before[names.progress]) - 10 } : undefined,
    rules: ['follow/progress'],
  },
  {
    what: 'another image in the middle of its publish',
    spoil: (now, before) => (publishing(before, 10, 80) && publishing(now, 10) ? { ...now, [names.vm]: 'vm-other' } : undefined),
    rules: ['follow/image'],
  },
  {
    what: 'other settings in the middle of a push',
    spoil: (now, before) => {
      const settings = settingsOf(now);
      if (!publishing(before, 10, 80) || !publishing(now, 10) || !settings) return undefined;
      return { ...now, [names.settings]: { ...settings, stop_on_first_error: !settings.stop_on_first_error } };
    },
    rules: ['follow/settings'],
  },
  {
    what: 'a publish that goes back to its begin',
    spoil: (now, before) =>
      publishing(before, 10, 80) && publishing(now) && now[names.operation] === 'SCHEDULE_PUSH_IMAGE'
        ? { ...now, [names.pending]: 'PENDING_PUBLISH', [names.progress]: 0 }
        : undefined,
    rules: ['follow/order', 'follow/progress'],
  },
  {
    what: 'a current image that is gone',
    spoil: (now, before) => {
      if (before[names.current] !== 'READY' || now[names.operation] === 'FINAL_UNPUBLISH') return undefined;
      const { [names.current]: _, ...rest } = now;
      return rest;
    },
    rules: ['follow/no-way', 'state/ready-held'],
  },
  {
    what: 'an initial publish after there was a current image',
    spoil: (_now, before, polls) => (before[names.current] === undefined ? undefined : polls[0]?.status),
    rules: ['follow/no-way'],
  },
  {
    what: 'a state that no pool can be in',
    spoil: (now) =>
      now[names.operation] === 'NONE' && now[names.pending] === undefined ? { ...now, [names.pending]: 'PUBLISHING' } : undefined,
    rules: ['presence/pending-image-complete', 'state/idle'],
  },
];

describe.each(spoilings)('$what', ({ spoil, rules }) => {
  it('is found in every life, with its reason', () => {
    let found = 0;
    for (const { name, polls } of lives) {
      const places = polls.flatMap(({ status }, index) => {
        const before = polls[index - 1]?.status;
        if (!isRecord(status) || !isRecord(before)) return [];
        const spoiled = spoil(status, before, polls, index);
        return spoiled === undefined ? [] : [{ index, spoiled }];
      });
      for (const place of places.filter((_, index) => index % Math.ceil(places.length / 4) === 0)) {
        const { verdict, reason, expected } = after(polls, place.index, place.spoiled);
        expect(verdict, `${name} at ${place.index}`).toBe('impossible');
        expect(rules, `${name} at ${place.index}`).toContain(reason?.rule);
        expect(reason?.text).not.toBe('');
        expect(reason?.document).not.toBe('');
        expect(expected?.length, `${name} at ${place.index}`).toBeGreaterThan(0);
        found += 1;
      }
    }
    expect(found).toBeGreaterThan(5);
  });
});

describe('two polls in the wrong order', () => {
  it('are found wherever a publish goes on between them', () => {
    let found = 0;
    for (const { name, polls } of lives) {
      const index = polls.findIndex(({ status }, at) => {
        const before = polls[at - 1]?.status;
        return (
          isRecord(status) &&
          isRecord(before) &&
          publishing(before, 10, 70) &&
          publishing(status) &&
          status[names.progress] !== before[names.progress]
        );
      });
      if (index === -1) continue;
      const observer = createObserver({ release: '2512', format: 'rest-v2' });
      const order = [...polls.keys()].map((at) => (at === index ? index - 1 : at === index - 1 ? index : at));
      const verdicts = order.map((from, at) => observer.observe(polls[from]?.status, polls[at]?.at).verdict);
      expect(verdicts.indexOf('impossible'), name).toBe(index);
      found += 1;
    }
    expect(found).toBeGreaterThan(5);
  });
});

describe('a pool that comes back', () => {
  it('is found after every deletion', () => {
    const deleted = lives.filter(({ polls }) => polls.at(-1)?.status === null);
    expect(deleted.length).toBeGreaterThan(1);
    for (const { polls } of deleted) {
      const { verdict, reason } = after([...polls, { at: (polls.at(-1)?.at ?? 0) + 30_000, status: null }], polls.length, polls[0]?.status);
      expect([verdict, reason?.rule]).toEqual(['impossible', 'follow/gone']);
    }
  });
});
