import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { occurrencesIn } from '../../../src/conformance/input/occurrences.ts';
import { Watch } from '../../../src/conformance/input/watch.ts';
import { fixtureTimelines } from '../../../src/fixtures/index.ts';
import { everyTarget } from '../../api/every-target.ts';

/** Whether each record is explained, and what was guessed in the end. */
function watch(records: Iterable<unknown>) {
  const watching = new Watch({});
  const verdicts: string[] = [];
  for (const record of records)
    for (const each of occurrencesIn(record)) if (!('miss' in each)) verdicts.push(watching.take(each).explanation.verdict);
  return { verdicts, guesses: watching.guesses(), summaries: [...watching.summaries()].map(({ summary }) => summary) };
}

/** Polls of some pools of a release: their statuses, or whole pools. */
function* polls(
  target: (typeof everyTarget)[number],
  seed: number,
  pollMs: number,
  count: number,
): Generator<{ at: number; pool: string }> {
  const isPool = target.format === 'view' || target.format === 'powercli';
  const corpus = fixtureTimelines({ ...target, seed, pollMs, ...(isPool && seed % 2 === 1 ? { envelope: 'desktop-info' } : {}) });
  for (let index = 0; index < count; index += 1) for (const line of corpus.lines(index)) yield JSON.parse(line);
}

const at = (minutes: number) => Date.UTC(2026, 0, 5) + minutes * 60_000;
const idle = { operation: 'NONE', instantCloneCurrentImageState: 'READY' };
const image = {
  pendingImageParentVm: { id: 'vm-2' },
  pendingImageSnapshot: { id: 'snapshot-2' },
  pendingImageParentVmPath: '/Datacenter/vm/2',
  pendingImageSnapshotPath: '/2',
};
/** Releases before 2111 show what was there before while an image is removed; the others show UNPUBLISHING. */
const deleting = {
  operation: 'FINAL_UNPUBLISH',
  instantCloneCurrentImageState: 'UNPUBLISHING',
  instantClonePendingImageState: 'PUBLISHING',
  pendingImageProgress: 70,
  ...image,
};
const publishing = {
  ...deleting,
  operation: 'SCHEDULE_PUSH_IMAGE',
  instantCloneCurrentImageState: 'READY',
  pushImageSettings: { logoffSetting: 'FORCE_LOGOFF', stopOnFirstError: true },
};

describe('pools that are watched without being told the release', () => {
  // The guess was once narrowed by single statuses alone: what only 2006 explains was judged as 2512, and impossible.
  it('are explained, whatever their release and format', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...everyTarget),
        fc.nat(),
        fc.constantFrom(30_000, 120_000, 300_000, 3_600_000),
        (target, seed, pollMs) => {
          const records = [...polls(target, seed, pollMs, 3)];
          expect(watch(records).verdicts).not.toContain('impossible');
          records.sort((one, other) => one.at - other.at);
          expect(watch(records).verdicts).not.toContain('impossible');
        },
      ),
      // Only the two minutes since the last poll tell that this is 7.7 or earlier: in the time since the change before, 7.10 could explain it.
      { numRuns: 150, examples: [[{ release: '7.6', format: 'view' }, 1, 120_000]] },
    );
  }, 120_000);

  it('tell their release by what only that explains', () => {
    const { verdicts, guesses } = watch([idle, publishing, deleting]);
    expect(verdicts).toEqual(['first', 'explained', 'explained']);
    expect(guesses).toEqual(['taken for view of 7.11 to 2006 (8.0), judged as 2006 (8.0)']);
    expect(watch([idle, publishing]).guesses).toEqual([expect.stringContaining('to 2512 (8.17), judged as 2512 (8.17)')]);
  });

  it('tell it however long they were watched before', () => {
    const before = Array.from({ length: 700 }, (_, index) => ({ at: at(index * 300), status: index % 2 === 0 ? idle : publishing }));
    const { verdicts, summaries } = watch([...before, { at: at(700 * 300), status: deleting }]);
    expect(new Set(verdicts)).toEqual(new Set(['first', 'explained']));
    expect(summaries).toMatchObject([{ verdict: 'explained', observations: 701, impossible: 0 }]);
  });

  it('stay impossible where no release explains them, and tell their release afterwards', () => {
    const back = { ...publishing, pendingImageProgress: 20 };
    const { verdicts, guesses, summaries } = watch([idle, publishing, back, { ...idle, operation: 'NOTHING' }, back, deleting]);
    expect(verdicts).toEqual(['first', 'explained', 'impossible', 'impossible', 'unchanged', 'explained']);
    expect(guesses).toEqual(['taken for view of 7.11 to 2006 (8.0), judged as 2006 (8.0)']);
    expect(summaries).toMatchObject([{ verdict: 'impossible', observations: 6, impossible: 2 }]);
  });
});
