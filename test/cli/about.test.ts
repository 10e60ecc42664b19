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

  it('prints every path of a release, and which are modelled', async () => {
    const { out } = await hvsim(['about', '--paths', '--release', '2206']);
    expect(out).toMatch(/^\* GET {4}\/rest\/inventory\/v6\/desktop-pools$/m);
    expect(out).toMatch(/^ {2}POST {3}\/rest\/inventory\/v1\/farms$/m);
    expect(out).not.toContain('/v12/');
    const { areas, paths } = JSON.parse((await hvsim(['about', '--paths', '--json'])).out);
    expect(paths).toHaveLength(1_003);
    expect(areas.reduce((sum: number, area: { paths: number }) => sum + area.paths, 0)).toBe(1_003);
    expect(await hvsim(['about', '--release', '2206'])).toMatchObject({ code: 2, err: expect.stringContaining('--paths') });
    expect(await hvsim(['about', '--paths', '--release', '9.9'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('unknown-release'),
    });
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
