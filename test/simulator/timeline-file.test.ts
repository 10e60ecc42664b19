import { describe, expect, it } from 'vitest';
import type { HvsimError } from '../../src/errors.ts';
import { createSimulator } from '../../src/simulator/index.ts';
import { readTimelineFile } from '../../src/simulator/timeline-file.ts';

const simulator = createSimulator({ engine: 'quick', release: '2206' });
simulator.advance('1h');
const lines = simulator.timeline().map((entry) => JSON.stringify(simulator.record(entry, 'rest-v2')));
const [first = ''] = lines;

/** What is wrong with some lines. */
function problemOf(texts: readonly string[]): string {
  try {
    readTimelineFile(texts, 'run.ndjson');
  } catch (error) {
    expect((error as HvsimError).code).toBe('wrong-timeline');
    return (error as HvsimError).message;
  }
  throw new Error('the file must be refused');
}

const observed = (line: number, more: object = {}) =>
  JSON.stringify({ line, verdict: 'first', seen: 'NONE', events: [], release: '2206', format: 'view', status: {}, number: line, ...more });

describe('a timeline', () => {
  it('is read record by record, with the line of each', () => {
    const { records, run, warnings } = readTimelineFile([first, '', ...lines.slice(1)], 'run.ndjson');
    expect(run).toEqual({ hvsim: 1, release: '2206', format: 'rest-v2' });
    expect(records.map(({ line }) => line)).toEqual([1, ...lines.slice(1).map((_, index) => index + 3)]);
    expect(records[0]?.record).toEqual(JSON.parse(first));
    expect(warnings).toEqual([]);
  });

  it('is read as far as it is whole where its last line is cut off', () => {
    for (const cut of [1, 20, lines[3]?.length ?? 0].map((length) => lines[3]?.slice(0, length - 1) || '{')) {
      const { records, warnings } = readTimelineFile([...lines.slice(0, 3), cut], 'run.ndjson');
      expect(records).toHaveLength(3);
      expect(warnings).toEqual(['run.ndjson is cut off in line 4; what is before it is shown.']);
    }
  });

  it('may be the journal of a server, whose head and other inputs are no records', () => {
    const head = JSON.stringify({ run: { hvsim: 1, release: '2206', format: 'rest-v2', seed: 1, engine: 'quick', startAt: 0, pools: [] } });
    const input = JSON.stringify({ at: 5, input: { clock: {} } });
    const { records, run } = readTimelineFile([head, first, input, ...lines.slice(1)], 'state.ndjson');
    expect(run).toEqual({ hvsim: 1, release: '2206', format: 'rest-v2' });
    expect(records).toHaveLength(lines.length);
  });

  it('may be what check has judged; the last line knows best what it is', () => {
    const end = JSON.stringify({ pool: 'p', release: '2306', format: 'view', summary: {} });
    const file = readTimelineFile([observed(1), observed(2, { release: '2209' }), end], 'check.ndjson');
    expect(file.observed.map(({ seen }) => seen.verdict)).toEqual(['first', 'first']);
    expect(file.run.release).toBe('2306');
  });
});

describe('a file that is no timeline', () => {
  it.each([
    ['empty', [''], 'run.ndjson is empty'],
    ['cut off in its first line', [first.slice(0, 50)], 'is cut off in its first line'],
    ['text', ['2026-01-05 08:00 created', first], 'line 1 is no JSON. It looks like text'],
    ['a scenario', ['title: Delete', 'steps: []'], 'It looks like a scenario: show it with "hvsim inspect <file>"'],
    ['a list', ['[1,2]'], 'line 1 is a list'],
    ['a number', ['5'], 'line 1 is 5'],
    ['events', ['{"type":"engine.publishStarted"}'], 'line 1 is an event: run the file with "hvsim run - --json" first'],
    ['statuses', ['{"at":1,"pool":"p","status":{}}'], 'a status that was seen: judge the file with "hvsim check <file> --json" first'],
    ['a saved run', ['{"hvsim":1,"options":{},"inputs":[]}'], 'line 1 is a saved run'],
    ['something else', ['{"colour":"red"}'], 'line 1 is an object with colour'],
    ['damaged in the middle', [first, '{"seq":', ...lines.slice(1)], 'is damaged: line 2 is no JSON'],
    ['mixed with something else', [first, '{"colour":"red"}'], 'has another thing in line 2, which is an object with colour'],
    ['mixed with what check has judged', [first, observed(1)], 'has another thing in line 2'],
    ['a head alone', ['{"run":{"hvsim":1,"release":"2206","format":"view"}}'], 'has a head and nothing more'],
  ])('is refused when it is %s, with what it looks like', (_, texts, problem) => {
    expect(problemOf(texts)).toContain(problem);
  });

  it.each([
    [{ hvsim: 2, release: '2206', format: 'view' }, 'comes from another version: line 1 says form 2, and this hvsim reads form 1'],
    [{ hvsim: 1, release: '2206', format: 'rest-v9' }, 'does not say in line 1 with which release and format'],
    [undefined, 'has no begin, or comes from an older version'],
  ])('is refused when it comes from another version: %j', (run, problem) => {
    const { run: _, ...record } = JSON.parse(first);
    expect(problemOf([JSON.stringify(run ? { ...record, run } : record), ...lines.slice(1)])).toContain(problem);
  });
});
