import { describe, expect, it } from 'vitest';
import { Targets } from '../../../src/conformance/input/targets.ts';

const run = (release: string, format: string) => ({ run: { hvsim: 1, release, format } });
const idle = { instant_clone_operation: 'NONE', instant_clone_current_image_state: 'READY' };

describe('what statuses are judged as', () => {
  it('is what the timeline says of itself, in the head of a journal or the record of a creation', () => {
    for (const record of [run('2111', 'rest-v1'), { seq: 1, event: { type: 'desktop.create' }, ...run('2111', 'rest-v1') }]) {
      const targets = new Targets({});
      targets.note(record);
      expect(targets.of('rest').target).toEqual({ release: '2111', format: 'rest-v1' });
      expect(targets.describe()).toEqual(['format and release as the timeline says: rest-v1 of 2111 (8.4)']);
    }
  });

  it('is what was asked for, against what the timeline says', () => {
    const targets = new Targets({ release: '8.6' });
    targets.note(run('2111', 'rest-v1'));
    expect(targets.of('rest').target).toEqual({ release: '2206', format: 'rest-v1' });
    expect(targets.describe()).toEqual(['judged as rest-v1 of 2206 (8.6) as asked, although the timeline says rest-v1 of 2111 (8.4)']);
  });

  it('is not said where all of it was asked for, by whatever name', () => {
    const targets = new Targets({ release: '8.4', format: 'rest-v1' });
    targets.note(run('2111', 'rest-v1'));
    expect(targets.describe()).toEqual([]);
  });

  it('names only what was read', () => {
    const targets = new Targets({ release: '8.4' });
    targets.note(run('2111', 'rest-v1'));
    expect(targets.describe()).toEqual(['format as the timeline says: rest-v1 of 2111 (8.4)']);
  });

  it('leaves out what the timeline says where it does not go with what was asked for', () => {
    const targets = new Targets({ format: 'rest-v3' });
    targets.note(run('2111', 'rest-v1'));
    expect(targets.of('rest').target).toEqual({ release: '2512', format: 'rest-v3' });
    expect(targets.describe()).toEqual([
      'judged as rest-v3 as asked, although the timeline says rest-v1 of 2111 (8.4)',
      'taken for rest-v3 of 2512 (8.17)',
    ]);
  });

  it('is another one after another timeline begins, and both are said once', () => {
    const targets = new Targets({});
    targets.of('rest').learn(idle, 'status');
    for (const record of [run('2111', 'rest-v1'), run('2111', 'rest-v1'), run('7.13', 'view')]) targets.note(record);
    expect(targets.of('view').target).toEqual({ release: '7.13', format: 'view' });
    expect(targets.describe()).toEqual([
      'taken for rest-v3 (as rest-v2 and rest-v1 just as well) of 2006 (8.0) to 2512 (8.17), judged as 2512 (8.17)',
      'format and release as the timeline says: rest-v1 of 2111 (8.4)',
      'format and release as the timeline says: view of 7.13',
    ]);
  });

  it.each([
    null,
    7,
    'run',
    [run('2111', 'rest-v1')],
    { run: null },
    { run: { hvsim: 2, release: '2111', format: 'rest-v1' } },
    run('9.9', 'rest-v1'),
    run('2111', 'rest-v9'),
    { run: { hvsim: 1, release: 2111, format: 'rest-v1' } },
  ])('is guessed after %j, which says nothing that is known', (value) => {
    const targets = new Targets({});
    targets.note(value);
    expect([targets.of('rest').isGuess, targets.first.release]).toEqual([true, '2512']);
  });
});
