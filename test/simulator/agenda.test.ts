import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Agenda, type Timer } from '../../src/simulator/agenda.ts';

type Act = { readonly set: { readonly due: number; readonly pool: number } } | { readonly cancel: number } | { readonly take: number };

const anyAct: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ set: fc.record({ due: fc.nat(20), pool: fc.nat(3) }) }) },
  { weight: 2, arbitrary: fc.record({ cancel: fc.nat(50) }) },
  { weight: 2, arbitrary: fc.record({ take: fc.nat(25) }) },
);

const nothing = () => {};

describe('an agenda', () => {
  it('gives timers by time, then pool, then the order in which they were set, and never one that is cancelled', () => {
    fc.assert(
      fc.property(fc.array(anyAct, { maxLength: 120, size: 'max' }), (acts) => {
        const agenda = new Agenda();
        const all: Timer[] = [];
        let waiting: Timer[] = [];
        const firstOf = () => waiting.toSorted((a, b) => a.due - b.due || a.pool - b.pool || all.indexOf(a) - all.indexOf(b))[0];
        for (const act of acts) {
          if ('set' in act) {
            const timer = agenda.set(act.set.due, act.set.pool, nothing);
            all.push(timer);
            waiting.push(timer);
          } else if ('cancel' in act) {
            const timer = all[act.cancel];
            if (timer) timer.cancelled = true;
            waiting = waiting.filter((each) => each !== timer);
          } else {
            const first = firstOf();
            const expected = first && first.due <= act.take ? first : undefined;
            expect(agenda.take(act.take)).toBe(expected);
            waiting = waiting.filter((each) => each !== expected);
          }
          expect(agenda.next()).toBe(firstOf());
        }
        const rest = [];
        for (let timer = agenda.take(Number.POSITIVE_INFINITY); timer; timer = agenda.take(Number.POSITIVE_INFINITY)) rest.push(timer);
        expect(rest).toHaveLength(waiting.length);
        expect(rest.some(({ cancelled }) => cancelled)).toBe(false);
        expect(agenda.next()).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });

  it('gives a timer that is due exactly at the time, and none that is due later', () => {
    const agenda = new Agenda();
    agenda.set(10, 0, nothing);
    expect(agenda.take(9)).toBeUndefined();
    expect(agenda.take(10)?.due).toBe(10);
    expect(agenda.take(10)).toBeUndefined();
  });

  it('does not fire by itself', () => {
    let fired = 0;
    const agenda = new Agenda();
    agenda.set(0, 0, () => {
      fired += 1;
    });
    agenda.take(5)?.fire();
    expect(fired).toBe(1);
  });

  it('takes any time, also infinite ones', () => {
    const agenda = new Agenda();
    agenda.set(Number.POSITIVE_INFINITY, 1, nothing);
    agenda.set(Number.POSITIVE_INFINITY, 0, nothing);
    agenda.set(Number.NEGATIVE_INFINITY, 2, nothing);
    expect([1, 2, 3].map(() => agenda.take(Number.POSITIVE_INFINITY)?.pool)).toEqual([2, 0, 1]);
  });
});
