import { describe, expect, it } from 'vitest';
import { eventTypes } from '../../machines/event-table.ts';
import { transitionTable } from '../../machines/transitions.ts';
import { hvsim } from './command.ts';

describe('hvsim about', () => {
  it('says what is modelled and what is not, with releases, formats and scenarios', async () => {
    const { out } = await hvsim(['about']);
    for (const word of ['Not modelled', '7.13', '2512 (8.17)', 'rest-v3', 'bad-week', 'production']) expect(out).toContain(word);
  });

  it('prints every transition that is assumed', async () => {
    const assumed = transitionTable().filter(({ evidence }) => evidence === 'assumed');
    expect((await hvsim(['about', '--assumptions'])).out.trim().split('\n')).toHaveLength(assumed.length);
    expect(JSON.parse((await hvsim(['about', '--assumptions', '--json'])).out)).toHaveLength(assumed.length);
  });

  it('prints every event with its members', async () => {
    const { out } = await hvsim(['about', '--events']);
    for (const type of eventTypes) expect(out).toContain(type);
    expect(out).toMatch(/command\.resumeTask\s+retryFailedVMs\?, stopOnError\?/);
  });

  it('prints every error code', async () => {
    expect((await hvsim(['about', '--errors'])).out).toContain('time-goes-backwards');
  });

  it.each([['--help'], ['run', '--help'], ['about', '--help'], []])('helps with %j %j', async (...args) => {
    expect(await hvsim(args.filter((arg): arg is string => typeof arg === 'string'))).toMatchObject({
      code: 0,
      out: expect.stringContaining('usage: hvsim'),
    });
  });
});
