import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { file, hvsim, records } from './command.ts';

const line = (event: object) => `${JSON.stringify(event)}\n`;
const push = (more: object = {}) =>
  line({
    type: 'command.schedulePushImage',
    spec: { parentVm: 'vm-2', snapshot: 'snapshot-2', settings: { logoffSetting: 'FORCE_LOGOFF' }, ...more },
  });
const published = line({ type: 'engine.publishStarted' }) + line({ type: 'engine.publishSucceeded' });
const manual = ['run', '-', '--manual', '--json'];

describe('hvsim run <scenario>', () => {
  it('shows a push image from schedule to ready', async () => {
    const { code, out, err } = await hvsim(['run', 'push-now']);
    expect(code).toBe(0);
    expect(err).toBe('');
    expect(out).toMatch(/SCHEDULE_PUSH_IMAGE\s+PUBLISHING █{5}░{5}\s+50%\s+READY/);
    expect(out.trim().split('\n').at(-1)).toMatch(/\d done$/);
  });

  it('writes the same bytes every time, and others with another seed', async () => {
    const run = async (...more: string[]) => (await hvsim(['run', 'push-now', '--json', ...more])).out;
    expect(await run()).toBe(await run());
    expect(await run('--seed', '2')).not.toBe(await run());
  });

  it('gives every record a seq, a time that does not fall, and a status in the format', async () => {
    const all = records((await hvsim(['run', 'bad-week', '--json', '--release', '2512', '--format', 'rest-v3'])).out) as unknown as {
      seq: number;
      at: number;
      status: object | null;
    }[];
    expect(all.map(({ seq }) => seq)).toEqual(all.map((_, index) => index + 1));
    expect(all.every(({ at }, index) => index === 0 || at >= (all[index - 1]?.at ?? 0))).toBe(true);
    expect(all.at(-1)?.status).toBeNull();
    expect(Object.keys(all[0]?.status ?? {})).toContain('instant_clone_operation');
  });

  it('colours nothing that is not a terminal', async () => {
    expect((await hvsim(['run', 'push-fails'])).out).not.toContain('\u001b[');
  });

  it('stops where --until says', async () => {
    const { out } = await hvsim(['run', 'push-now', '--json', '--until', '10m']);
    expect(records(out).every(({ at }) => Number(at) <= 1_767_600_000_000 + 600_000)).toBe(true);
    expect(records(out).length).toBeGreaterThan(1);
  });

  it('writes to a file', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'hvsim-')), 'out.ndjson');
    expect(await hvsim(['run', 'delete', '--json', '--out', path])).toMatchObject({ code: 0, out: '' });
    expect(readFileSync(path, 'utf8')).toBe((await hvsim(['run', 'delete', '--json'])).out);
  });

  it('ends with 1 and shows both sides where an expectation fails, after everything before it', async () => {
    const path = file(
      'wrong.yaml',
      'title: x\nengine: quick\nsteps:\n  - until: { operation: NONE }\n    expect: { state: { currentImage: FAILED } }\n',
    );
    const { code, out, err } = await hvsim(['run', path]);
    expect(code).toBe(1);
    expect(out).toContain('publishSucceeded');
    expect(err).toMatch(/expectation-failed: step 1 of 1/);
    expect(err).toMatch(/state\.currentImage\s+FAILED\s+READY/);
  });

  it('ends with 1 where what is waited for never happens', async () => {
    const path = file('never.yaml', 'title: x\nengine: manual\nsteps:\n  - until: { operation: NONE }\n');
    expect(await hvsim(['run', path])).toMatchObject({ code: 1, err: expect.stringContaining('limit-reached') });
  });

  it('paces a run that is watched', async () => {
    const started = performance.now();
    expect((await hvsim(['run', 'delete', '--engine', 'quick', '--until', '2s', '--speed', '2'])).code).toBe(0);
    expect(performance.now() - started).toBeGreaterThan(500);
  });

  it('lists the scenarios', async () => {
    const { out } = await hvsim(['run', '--list', '--json']);
    expect(records(out).map(({ name }) => name)).toContain('bad-week');
  });
});

describe('hvsim run -', () => {
  it('answers every event with a line', async () => {
    const { code, out } = await hvsim([...manual, '--release', '2206', '--format', 'rest-v2'], `# a comment\n\n${published}${push()}`);
    expect(code).toBe(0);
    expect(records(out)).toMatchObject([
      {
        seq: 1,
        outcome: 'accepted',
        state: { operation: 'INITIAL_PUBLISH', pendingImage: 'PUBLISHING', currentImage: 'ABSENT', task: 'IDLE' },
      },
      { seq: 2, outcome: 'accepted', state: { operation: 'NONE', pendingImage: 'ABSENT', currentImage: 'READY', task: 'IDLE' } },
      {
        seq: 3,
        outcome: 'accepted',
        status: { instant_clone_operation: 'SCHEDULE_PUSH_IMAGE', instant_clone_pending_image_parent_vm_id: 'vm-2' },
      },
    ]);
  });

  it('gives the status of a deleted pool as null', async () => {
    const { out } = await hvsim(
      manual,
      published +
        line({ type: 'command.delete' }) +
        line({ type: 'engine.currentImageUnpublishStarted' }) +
        line({ type: 'engine.currentImageUnpublished' }) +
        line({ type: 'command.delete' }),
    );
    expect(records(out).slice(-2)).toMatchObject([
      { outcome: 'accepted', state: { operation: 'DELETED', pendingImage: 'ABSENT', currentImage: 'ABSENT' }, status: null },
      { outcome: 'fault', fault: { name: 'EntityNotFound' }, status: null },
    ]);
  });

  it('replays a recorded run to the same states', async () => {
    const recorded = (await hvsim(['run', 'selective-promote', '--json', '--format', 'rest-v2'])).out;
    const replayed = (await hvsim([...manual, '--format', 'rest-v2'], recorded)).out;
    const shown = (out: string) => records(out).map(({ at, state, status }) => ({ at, state, status }));
    expect(shown(replayed)).toEqual(shown(recorded));
  });

  it('lets the engine work between events, and after the last, without --manual', async () => {
    const { out } = await hvsim(['run', '-', '--json', '--engine', 'quick'], line({ type: 'desktop.create', clones: 1 }));
    expect(records(out).at(-1)).toMatchObject({ state: { operation: 'NONE', currentImage: 'READY' } });
  });

  it.each([
    ['no JSON', '{"type":', 'not-json'],
    ['no object', '[1,2]', 'wrong-payload'],
    ['no type', '{}', 'wrong-payload'],
    ['an unknown type', '{"type":"engine.publishStarte"}', 'unknown-event'],
    ['a missing member', '{"type":"command.schedulePushImage"}', 'wrong-payload'],
    ['a percent that is no number', '{"type":"engine.publishProgressed","percent":"40"}', 'wrong-payload'],
    ['a start time that is no time', push({ settings: { logoffSetting: 'FORCE_LOGOFF', startTime: 'soon' } }).trim(), 'wrong-payload'],
    ['both kinds of image', push({ imageManagementStream: 's', imageManagementTag: 't' }).trim(), 'wrong-payload'],
    ['neither kind of image', '{"type":"command.schedulePushImage","spec":{"settings":{"logoffSetting":"FORCE_LOGOFF"}}}', 'wrong-payload'],
    ['a time that is none', '{"type":"engine.publishStarted","at":"yesterday"}', 'wrong-payload'],
    ['a time that goes back', '{"type":"engine.publishStarted","at":1}', 'time-goes-backwards'],
  ])('ends with 2 and the line on %s, after the earlier answers', async (_, bad, code) => {
    const ran = await hvsim(manual, `${published}\n# comment\n${bad}\n${line({ type: 'command.delete' })}`);
    expect(ran.code).toBe(2);
    expect(records(ran.out)).toHaveLength(2);
    expect(ran.err).toMatch(new RegExp(`^hvsim: ${code}: line 5: `));
    expect(ran.err).not.toMatch(/\n\s+at /);
  });

  it('answers a percent out of range or falling, an unknown machine and an empty list, and goes on', async () => {
    const events = [
      { type: 'engine.publishStarted' },
      { type: 'engine.publishProgressed', percent: 50 },
      { type: 'engine.publishProgressed', percent: 101 },
      { type: 'engine.publishProgressed', percent: 49 },
      { type: 'engine.publishSucceeded' },
      { type: 'command.applyImage', machines: ['nobody'], pendingImage: false },
      { type: 'command.applyImage', machines: [], pendingImage: false },
    ];
    const { code, out } = await hvsim(manual, events.map(line).join(''));
    expect(code).toBe(0);
    expect(records(out).slice(2)).toMatchObject([
      { outcome: 'ignored', reason: expect.stringContaining('101') },
      { outcome: 'ignored', reason: expect.stringContaining('49') },
      { outcome: 'accepted' },
      { outcome: 'fault', fault: { name: 'EntityNotFound', field: 'machines', message: expect.stringContaining('"nobody"') } },
      { outcome: 'fault', fault: { name: 'InvalidArgument', field: 'machines' } },
    ]);
  });

  it('never shows a stack trace, whatever it reads', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(fc.json(), fc.string(), fc.constant('{"type":"engine.publishStarted"}')), { maxLength: 4 }),
        async (lines) => {
          const { code, err } = await hvsim(manual, `${lines.join('\n')}\n`);
          expect([0, 2]).toContain(code);
          expect(err).not.toMatch(/\n\s+at |defect/);
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe('wrong usage of hvsim run', () => {
  const events = file('events.ndjson', '{"type":"command.delete"}\n');

  it.each([
    [['run'], 'wrong-usage', 'hvsim run --list'],
    [['run', 'push-nwo'], 'unknown-scenario', '"push-now"'],
    [['run', '/no/such.yaml'], 'cannot-read', 'no such file'],
    [['run', '/tmp'], 'cannot-read', 'folder'],
    [['run', 'push-now', '--release', '9.9'], 'unknown-release', '2512'],
    [['run', 'push-now', '--format', 'soap'], 'unknown-format', 'powercli'],
    [['run', 'push-now', '--release', '7.13', '--format', 'rest-v1'], 'format-not-in-release', 'view, powercli'],
    [['run', 'push-now', '--release', '2111', '--format', 'rest-v2'], 'format-not-in-release', '2206'],
    [['run', 'push-now', '--seed', 'x'], 'wrong-usage', 'whole number'],
    [['run', 'push-now', '--speed', '0'], 'wrong-usage', 'above 0'],
    [['run', 'push-now', '--until', 'soon'], 'wrong-usage', '1h 30m'],
    [['run', 'push-now', '--until', '30'], 'wrong-usage', 'with its units'],
    [['run', 'push-now', '--engine', 'slow'], 'unknown-profile', 'production'],
    [['run', 'push-now', '--jsno'], 'wrong-usage', '"json"'],
    [['run', 'push-now', 'push-later'], 'wrong-usage', '"push-later"'],
    [['run', 'push-now', '--out', '/no/such/file'], 'cannot-write', '/no/such/file'],
    [['run', 'push-now', '--out', '/tmp'], 'cannot-write', 'folder'],
    [['run', ''], 'wrong-usage', 'empty'],
    [['run', events], 'wrong-scenario', `"hvsim run - < ${events}"`],
    // Once a screen full of what the terminal makes of them.
    [['run', process.execPath], 'cannot-read', 'it is no text in UTF-8'],
    [['rnu'], 'unknown-command', '"run"'],
  ])('%j ends with 2 and %s', async (args, code, text) => {
    const ran = await hvsim(args);
    expect(ran).toMatchObject({ code: 2, err: expect.stringContaining(`hvsim: ${code}: `) });
    expect(ran.err).toContain(text);
    expect(ran.err).not.toMatch(/\n\s+at /);
  });

  it.each([
    ['title: x\nsteps: [', 'not-yaml', /wrong\.yaml:\d+:\d+: /],
    ['title: x\nstep: []\n', 'wrong-scenario', /wrong\.yaml:2:\d+: .*"step"/],
    ['title: x\nsteps:\n  - wait: soon\n', 'wrong-scenario', /wrong\.yaml:3:11: steps\.0\.wait: /],
    ['title: x\nsteps:\n  - at: 2h\n  - at: 1h\n', 'time-goes-backwards', /Step 2 /],
  ])('names file, line and key of what is wrong in %j', async (text, code, where) => {
    const ran = await hvsim(['run', file('wrong.yaml', text)]);
    expect(ran.code).toBe(2);
    expect(ran.err).toContain(`hvsim: ${code}: `);
    expect(ran.err).toMatch(where);
  });

  it('reads a scenario in the Unicode that PowerShell writes', async () => {
    const path = file('utf16.yaml', '');
    writeFileSync(path, Buffer.from('\ufefftitle: x\nsteps: []\n', 'utf16le'));
    expect(await hvsim(['run', path])).toMatchObject({ code: 0, err: '' });
  });
});
