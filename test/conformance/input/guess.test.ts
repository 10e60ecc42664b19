import { describe, expect, it } from 'vitest';
import { compareReleases, formatsOf, type Release, releases } from '../../../src/api/index.ts';
import { Guess } from '../../../src/conformance/input/guess.ts';
import { type Style, styleOf } from '../../../src/conformance/input/style.ts';
import { encodeStatus } from '../../../src/projector/index.ts';
import { everyTarget } from '../../api/every-target.ts';
import { type PoolName, pools } from '../pools.ts';

const names = Object.keys(pools) as PoolName[];

describe('a guess', () => {
  it.each(everyTarget)('fits what $release shows as $format', ({ release, format }) => {
    const guess = new Guess({}, (format.startsWith('rest') ? 'rest' : format) as Style);
    for (const name of names.filter((each) => each !== 'held')) {
      const status = encodeStatus(pools[name], { release, format });
      expect(styleOf(status as never)).toBe(format.startsWith('rest') ? 'rest' : format);
      expect(guess.judge(status, 'status').violations).toEqual([]);
    }
    expect(compareReleases(guess.target.release, release)).toBeGreaterThanOrEqual(0);
  });

  it('is the newest release and version that fit, and says which others do', () => {
    const guess = new Guess({}, 'rest');
    guess.learn({ instant_clone_operation: 'NONE', instant_clone_current_image_state: 'READY' }, 'status');
    expect(guess.target).toEqual({ release: '2512', format: 'rest-v3' });
    expect(guess.describe()).toBe(
      'taken for rest-v3 (as rest-v2 and rest-v1 just as well) of 2006 (8.0) to 2512 (8.17), judged as 2512 (8.17)',
    );
  });

  it('narrows with every status', () => {
    const guess = new Guess({}, 'view');
    const learn = (name: PoolName, release: Release) => guess.learn(encodeStatus(pools[name], { release, format: 'view' }), 'status');
    learn('idle', '7.10');
    expect(guess.describe()).toBe('taken for view of 7.0 to 2512 (8.17), judged as 2512 (8.17)');
    learn('publishing', '7.10');
    expect(guess.describe()).toBe('taken for view of 7.10');
  });

  it('is not narrowed by a status that fits nothing', () => {
    const guess = new Guess({}, 'view');
    guess.learn(encodeStatus(pools.publishing, { release: '2512', format: 'view' }), 'status');
    const before = guess.describe();
    expect(guess.judge({ operation: 'NOTHING' }, 'status').violations).toHaveLength(1);
    expect(guess.describe()).toBe(before);
  });

  it('judges by what is given', () => {
    expect(new Guess({ release: '8.4' }, 'rest').target).toEqual({ release: '2111', format: 'rest-v1' });
    expect(new Guess({ release: '2206', format: 'rest-v1' }, 'rest').target).toEqual({ release: '2206', format: 'rest-v1' });
    expect(new Guess({ format: 'view' }, 'rest').target).toEqual({ release: '2512', format: 'view' });
    expect(() => new Guess({ release: '9.9' }, 'rest')).toThrow(expect.objectContaining({ code: 'unknown-release' }));
  });

  it('never has a format that its release lacks', () => {
    for (const release of releases) {
      const { format } = new Guess({ release }, 'view').target;
      expect(formatsOf(release)).toContain(format);
    }
  });
});
