import { describe, expect, it } from 'vitest';
import { createObserver, type ObserverOptions } from '../../../src/conformance/index.ts';
import { hour, idle, noon, publishing, rest } from './statuses.ts';

describe('an observer', () => {
  it('refuses times that go backwards', () => {
    const observer = createObserver({ release: '2512', format: 'rest-v2' });
    observer.observe(idle, noon);
    expect(() => observer.observe(idle, noon - 1)).toThrow(expect.objectContaining({ code: 'time-goes-backwards' }));
    expect(observer.observe(idle, noon)).toMatchObject({ number: 2, verdict: 'unchanged' });
  });

  it('refuses releases, formats and engines that do not exist', () => {
    const make = (options: object) => () => createObserver({ release: '2512', format: 'rest-v2', ...options } as ObserverOptions);
    expect(make({ release: '9.9' })).toThrow(expect.objectContaining({ code: 'unknown-release' }));
    expect(make({ format: 'xml' })).toThrow(expect.objectContaining({ code: 'unknown-format' }));
    expect(make({ release: '2111', format: 'rest-v2' })).toThrow(expect.objectContaining({ code: 'format-not-in-release' }));
    expect(make({ engine: 'diesel' })).toThrow(expect.objectContaining({ code: 'unknown-profile' }));
    expect(make({ poll: 'often' })).toThrow(expect.objectContaining({ code: 'wrong-options' }));
  });

  it('tells what the pool has lived through, and what can happen next', () => {
    const observer = createObserver({ release: '2106', format: 'rest-v1' });
    const failed = rest({ operation: 'NONE', pending: 'FAILED', progress: 40, error: 'no space' });
    for (const [index, status] of [
      rest({ operation: 'INITIAL_PUBLISH', pending: 'PUBLISHING', current: '', image: 'vm-1' }),
      idle,
      publishing(40),
      failed,
      null,
    ].entries())
      observer.observe(status, noon + index * hour);
    const { lived, ...summary } = observer.summary();
    expect(lived).toEqual([
      '2026-01-05T12:00:00Z created with vm-1/snapshot-2: became current',
      '2026-01-05T14:00:00Z push of vm-2/snapshot-2: failed: no space',
      '2026-01-05T16:00:00Z deletion: gone',
    ]);
    expect(summary).toMatchObject({ verdict: 'explained', observations: 5, impossible: 0, next: [] });
  });

  it('says of every event that can come who brings it, how it is known and what it shows', () => {
    const observer = createObserver({ release: '2106', format: 'rest-v1' });
    observer.observe(idle);
    expect(observer.summary().next.map(({ by, text, evidence, shows }) => [by, text, evidence, shows.operation])).toEqual([
      ['administrator', 'a push is scheduled, to begin at once', 'documented', 'SCHEDULE_PUSH_IMAGE'],
      ['administrator', 'the pool is moved to another cluster or datastore', 'documented', 'INFRASTRUCTURE_CHANGE'],
      ['administrator', 'the pool is deleted', 'assumed', 'FINAL_UNPUBLISH'],
    ]);
  });

  it('keeps its memory bounded', () => {
    const observer = createObserver({ release: '2512', format: 'rest-v2', engine: 'manual' });
    for (let index = 0; index < 2_000; index += 1) {
      observer.observe(publishing(index % 100, { image: `vm-${index}` }), noon + index);
      observer.observe(idle, noon + index);
    }
    const { lived } = observer.summary();
    expect(lived.length).toBeLessThanOrEqual(201);
    expect(lived[0]).toMatch(/^\(\d+ earlier operations\)$/);
    expect(JSON.stringify(lived).length).toBeLessThan(100_000);
  });

  it('never throws for what is in a status', () => {
    const observer = createObserver({ release: '2512', format: 'rest-v2' });
    const deep = JSON.parse(`${'['.repeat(900)}${']'.repeat(900)}`);
    for (const status of [
      undefined,
      1,
      'x',
      [],
      {},
      deep,
      { instant_clone_operation: deep },
      { ...idle, instant_clone_push_image_settings: deep },
    ]) {
      expect(['impossible', 'unchanged', 'explained', 'first']).toContain(observer.observe(status).verdict);
    }
  });
});
