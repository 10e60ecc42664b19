/** Generated lives of every release and format: each passes, and each that was spoiled in one place does not. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldsOf } from '../../../src/api/fields.ts';
import { formatsOf, type PropertyName, releases } from '../../../src/api/index.ts';
import { createObserver, type Explanation } from '../../../src/conformance/index.ts';
import { fixtureNearMisses, fixtureTimelines } from '../../../src/fixtures/index.ts';
import { everyTarget } from '../../api/every-target.ts';

type Target = (typeof everyTarget)[number];
type Status = Record<string, unknown>;

interface Poll {
  readonly at: number;
  readonly status: Status | null;
}

/** A life as its polls, every 30 seconds. */
const lifeOf = (target: Target, seed: number): readonly Poll[] =>
  [...fixtureTimelines({ ...target, seed }).lines(0)].map((line) => JSON.parse(line));

const explain = (target: Target, polls: readonly Poll[]): Explanation[] => {
  const observer = createObserver(target);
  return polls.map(({ status, at }) => observer.observe(status, at));
};

/** What a status shows of a property; null and absent are the same. */
const shown = (target: Target, status: Status | null | undefined, property: PropertyName): unknown =>
  status?.[nameOf(target, property)] ?? undefined;
const nameOf = ({ release, format }: Target, property: PropertyName): string =>
  fieldsOf('status', release, format).find((field) => field.property.view === property)?.name ?? '';

/** A publish that cannot be over by the next poll. Where a release shows no progress, every publish may be. */
const isInMiddle = (target: Target, poll: Poll | undefined): boolean => {
  const progress = shown(target, poll?.status, 'pendingImageProgress');
  return shown(target, poll?.status, 'instantClonePendingImageState') === 'PUBLISHING' && typeof progress === 'number' && progress <= 70;
};

const anyLife = fc.tuple(fc.constantFrom(...everyTarget), fc.nat(1_000));

/** Runs a spoiling in lives of every kind, and makes sure that it is found wherever it fits. */
function isFound(
  spoil: (target: Target, polls: readonly Poll[], place: number) => readonly Poll[] | undefined,
  rules: RegExp,
  numRuns = 30,
): void {
  let found = 0;
  fc.assert(
    fc.property(anyLife, fc.nat(), ([target, seed], draw) => {
      const polls = lifeOf(target, seed);
      const order = [...polls.keys()].map((index) => (index + draw) % polls.length);
      for (const place of order) {
        const spoiled = spoil(target, polls, place);
        if (!spoiled) continue;
        const explanations = explain(target, spoiled);
        const impossible = explanations.findIndex(({ verdict }) => verdict === 'impossible');
        expect(impossible).toBe(spoiled.findIndex((poll, index) => poll !== polls[index]));
        expect(explanations[impossible]?.reason?.rule).toMatch(rules);
        found += 1;
        return;
      }
    }),
    { numRuns },
  );
  expect(found).toBeGreaterThan(numRuns / 3);
}

const replaced = (polls: readonly Poll[], place: number, change: (status: Status) => Status | null): readonly Poll[] =>
  polls.map((poll, index) => (index === place ? { at: poll.at, status: change(poll.status as Status) } : poll));

describe('a generated life', () => {
  it('passes, in every release and format', () => {
    for (const release of releases) {
      for (const format of formatsOf(release)) {
        const target = { release, format };
        const wrong = explain(target, lifeOf(target, 7)).filter(({ verdict }) => verdict === 'impossible');
        expect(wrong, `${release} ${format}`).toEqual([]);
      }
    }
  });

  it('does not pass with its begin where it has a current image', () => {
    isFound(
      (target, polls, place) =>
        place > 0 && shown(target, polls[place - 1]?.status, 'instantCloneCurrentImageState') === 'READY' && polls[place]?.status
          ? replaced(polls, place, () => polls[0]?.status as Status)
          : undefined,
      /^follow\/no-way$/,
    );
  });

  it('does not pass with a status of rest where it is being deleted', () => {
    isFound((target, polls, place) => {
      const isDeleted = (at: number) => shown(target, polls[at]?.status, 'operation') === 'FINAL_UNPUBLISH';
      const idle = polls.find(({ status }) => shown(target, status, 'operation') === 'NONE')?.status;
      return place > 0 && isDeleted(place - 1) && isDeleted(place) && idle ? replaced(polls, place, () => idle) : undefined;
    }, /^follow\/no-way$/);
  });

  it('does not pass with a status that breaks a rule by itself', () => {
    fc.assert(
      fc.property(anyLife, fc.nat(), ([target, seed], draw) => {
        const polls = lifeOf(target, seed);
        const place = draw % (polls.length - 1);
        const misses = fixtureNearMisses({ ...target, seed });
        const { rule, status } = JSON.parse(misses.line(draw % 1_000)) as { rule: string; status: Status };
        const explanation = explain(
          target,
          replaced(polls, place, () => status),
        )[place];
        expect(explanation).toMatchObject({ verdict: 'impossible', reason: { rule }, violations: [{ rule }] });
      }),
      { numRuns: 40 },
    );
  });

  it('does not pass when the states between two images are left out, and with them the time that they took', () => {
    isFound((target, polls, place) => {
      const image = (at: number) => JSON.stringify(shown(target, polls[at]?.status, 'pendingImageSnapshot'));
      const isPublishing = (at: number) => shown(target, polls[at]?.status, 'instantClonePendingImageState') === 'PUBLISHING';
      // Any other publish that fails makes way for the next one at once; a push that fails has its image removed first.
      const isPush = shown(target, polls[place]?.status, 'operation') === 'SCHEDULE_PUSH_IMAGE';
      if (!isPush || !isInMiddle(target, polls[place])) return undefined;
      const next = [...polls.keys()].find((at) => at > place && isPublishing(at) && image(at) !== image(place));
      if (next === undefined) return undefined;
      const gap = (polls[next]?.at ?? 0) - (polls[place]?.at ?? 0) - 30_000;
      return [...polls.slice(0, place + 1), ...polls.slice(next).map(({ at, status }) => ({ at: at - gap, status }))];
    }, /^follow\//);
  });

  it('does not pass with another id in the middle of a publish', () => {
    isFound((target, polls, place) => {
      const isPublishing = (at: number) => shown(target, polls[at]?.status, 'instantClonePendingImageState') === 'PUBLISHING';
      const image = (at: number) => JSON.stringify(shown(target, polls[at]?.status, 'pendingImageParentVm'));
      if (place === 0 || !isPublishing(place) || !isInMiddle(target, polls[place - 1]) || image(place) !== image(place - 1))
        return undefined;
      const name = nameOf(target, 'pendingImageParentVm');
      const other = (id: unknown) =>
        typeof id === 'string' ? 'vm-other' : Object.fromEntries(Object.keys(id as object).map((each) => [each, 'vm-other']));
      return replaced(polls, place, (status) => ({ ...status, [name]: other(status[name]) }));
    }, /^follow\/(image|current-image|original-image)$/);
  });

  it('does not pass with a progress that falls, where the release shows one', () => {
    isFound((target, polls, place) => {
      const progress = (at: number) =>
        shown(target, polls[at]?.status, 'instantClonePendingImageState') === 'PUBLISHING'
          ? Number(shown(target, polls[at]?.status, 'pendingImageProgress') ?? 0)
          : 0;
      if (place === 0 || progress(place) === 0 || progress(place - 1) === 0) return undefined;
      const fallen = progress(place - 1) - 1;
      return replaced(polls, place, (status) => ({ ...status, [nameOf(target, 'pendingImageProgress')]: fallen }));
    }, /^follow\/progress$/);
  });
});
