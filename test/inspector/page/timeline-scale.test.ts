import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { barsOf, indexAtX, scaleOf, toX, zoomInto } from '../../../src/inspector/page/timeline-scale.ts';
import { Track } from '../../../src/inspector/page/track.ts';
import type { InspectedStep } from '../../../src/inspector/protocol.ts';

/** A pool whose pending image goes through states, each so long. */
function trackOf(stays: readonly (readonly [state: string, ms: number])[]): Track {
  let at = 1_000;
  const steps = stays.map(([pendingImage, ms], index) => {
    const state = { operation: 'NONE', pendingImage, currentImage: 'READY', task: 'IDLE' };
    const step = { seq: index + 1, at, pool: 'p', event: { type: 'x' }, by: 'engine', outcome: 'accepted', state, took: [] };
    at += ms;
    return step as unknown as InspectedStep;
  });
  const track = new Track(steps[0] as InspectedStep);
  for (const step of steps) track.append(step);
  return track;
}

const stays = fc.array(fc.tuple(fc.constantFrom('ABSENT', 'PUBLISHING', 'FAILED'), fc.nat(10_000)), { minLength: 1, maxLength: 200 });

describe('barsOf', () => {
  it('covers the whole width without an overlap of more than what is drawn narrower than a pixel', () => {
    fc.assert(
      fc.property(stays, fc.constantFrom('time', 'steps'), fc.integer({ min: 50, max: 2_000 }), (all, axis, width) => {
        const track = trackOf(all);
        const bars = barsOf(track.segments.pendingImage, scaleOf(track, axis, width, undefined));
        let end = 0;
        for (const bar of bars) {
          expect(bar.x).toBeLessThanOrEqual(end + 1e-6);
          end = Math.max(end, bar.x + bar.width);
        }
        expect(end).toBeGreaterThanOrEqual(width - 1e-6);
      }),
    );
  });

  it('paints no more than two bars a pixel, whatever the number of steps', () => {
    const track = trackOf(Array.from({ length: 20_000 }, (_, index) => [index % 2 ? 'ABSENT' : 'PUBLISHING', 7] as const));
    expect(barsOf(track.segments.pendingImage, scaleOf(track, 'time', 300, undefined)).length).toBeLessThanOrEqual(600);
  });

  it('hides no failure, however short', () => {
    const track = trackOf([
      ['PUBLISHING', 1_000_000],
      ['FAILED', 1],
      ['ABSENT', 1_000_000],
    ]);
    const bars = barsOf(track.segments.pendingImage, scaleOf(track, 'time', 100, undefined));
    expect(bars.map(({ state }) => state)).toContain('FAILED');
  });
});

describe('zoomInto', () => {
  it('shows a part of the whole with the value in it, and stays while the value does', () => {
    fc.assert(
      fc.property(stays, fc.constantFrom(1, 4, 64), fc.nat(), fc.nat(), (all, factor, some, other) => {
        const track = trackOf(all);
        const whole = scaleOf(track, 'time', 500, undefined);
        const at = (index: number) => track.steps[index % all.length]?.at as number;
        const part = zoomInto(whole, factor, at(some), undefined);
        expect((part.to - part.from) * factor).toBeCloseTo(whole.to - whole.from, 3);
        for (const scale of [part, zoomInto(whole, factor, at(other), part)]) {
          expect(scale.from).toBeGreaterThanOrEqual(whole.from);
          expect(scale.to).toBeLessThanOrEqual(whole.to + 1e-3);
        }
        const next = zoomInto(whole, factor, at(other), part);
        expect(next.from <= at(other) && at(other) <= next.to + 1e-3).toBe(true);
        if (part.from <= at(other) && at(other) <= part.to) expect(next).toEqual(part);
      }),
    );
  });
});

describe('a place on the timeline', () => {
  it('means the step that is drawn there', () => {
    fc.assert(
      fc.property(stays, fc.constantFrom('time', 'steps'), fc.nat(), (all, axis, some) => {
        const track = trackOf(all);
        const index = some % all.length;
        const scale = scaleOf(track, axis, 1_000, 5_000_000);
        const found = indexAtX(track, scale, toX(scale, index + (axis === 'steps' ? 0.5 : 0), track.steps[index]?.at as number));
        expect(
          toX(scale, found, track.steps[found]?.at as number) - toX(scale, index, track.steps[index]?.at as number),
        ).toBeLessThanOrEqual(4);
        expect(found).toBeGreaterThanOrEqual(index);
      }),
    );
  });
});
