import { renderReport } from 'hvsim/inspector';
import { describe, expect, it } from 'vitest';
import type { Recording } from '../../src/inspector/protocol.ts';
import { stepsOf } from '../../src/inspector/steps.ts';
import { createSimulator } from '../../src/simulator/index.ts';
import { ran } from './runs.ts';

const recordingIn = (html: string): Recording =>
  JSON.parse(/<script type="application\/json" id="recording">(.*?)<\/script>/s.exec(html)?.[1] ?? 'null');

describe('a report', () => {
  it('is one page with all the steps of a simulator in it', () => {
    const simulator = ran('bad-week');
    const html = renderReport(simulator.timeline(), { title: 'A week', release: simulator.release, format: 'powercli' });
    const { description, steps } = recordingIn(html);
    expect(description).toMatchObject({ title: 'A week', mode: 'recorded', release: simulator.release, format: 'powercli' });
    expect(steps).toEqual(stepsOf(simulator.timeline()));
    expect(html).toMatch(/^<!doctype html>/i);
  });

  it('is the same from the records of the run', () => {
    const simulator = ran('push-fails');
    const records = simulator.timeline().map((entry) => simulator.record(entry, 'view'));
    expect(renderReport(records)).toBe(renderReport(simulator.timeline(), { release: simulator.release }));
  });

  it('stays one page whatever people write into events', () => {
    const nasty = '</script><script>alert(1)</script><!-- $& \u2028';
    const simulator = createSimulator({ engine: 'manual' });
    simulator.send(0, { type: 'engine.publishStarted' });
    simulator.send(0, { type: 'engine.publishFailed', error: nasty });
    const html = renderReport(simulator.timeline(), { title: nasty });
    const { description, steps } = recordingIn(html);
    expect(description.title).toBe(nasty);
    expect(steps[2]?.event.error).toBe(nasty);
    expect(html).not.toContain('alert(1)</script>');
  });

  it('is refused for a format that the release does not have, and for records of another version', () => {
    const simulator = createSimulator({ release: '7.13' });
    expect(() => renderReport(simulator.timeline(), { release: '7.13', format: 'rest-v1' })).toThrow('does not have the format');
    const records = simulator.timeline().map(({ audits: _, ...entry }) => simulator.record({ ...entry, audits: [] }, 'view'));
    expect(() => renderReport(records.map(({ run: _, ...record }) => record))).toThrow('with which release and format');
    expect(() => renderReport(records.map((record) => ({ ...record, status: null })))).toThrow('line 1 was recorded by another version');
  });

  it.each([
    ['nothing', null, 'This is no timeline. Give simulator.timeline(), or the records of "hvsim run --json".'],
    ['text', 'x', 'This is no timeline.'],
    ['an object', { length: 1 }, 'This is no timeline.'],
    ['a list with a hole', [null], 'The timeline has no record at position 1.'],
    ['a list of statuses', [{ operation: 'NONE' }], 'The timeline has no record at position 1.'],
    ['records with a number among them', [...createSimulator().timeline(), 5], 'The timeline has no record at position 2.'],
  ])('is refused for %s, which is no timeline', (_, timeline, message) => {
    expect(() => renderReport(timeline as never)).toThrow(
      expect.objectContaining({ code: 'wrong-timeline', message: expect.stringContaining(message) }),
    );
  });

  it('may be of a run in which nothing has happened', () => {
    expect(recordingIn(renderReport([])).steps).toEqual([]);
  });
});
