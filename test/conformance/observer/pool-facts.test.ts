/** What a pool says around its status, and what its observer knows of its images. */
import { describe, expect, it } from 'vitest';
import { createObserver, type Explanation } from '../../../src/conformance/index.ts';
import { type EnvelopeName, fixtureTimelines } from '../../../src/fixtures/index.ts';
import { hour, idle, noon, publishing, rest, variants, watch } from './statuses.ts';

const minute = 60_000;

interface Facts {
  readonly vm?: string;
  readonly deleting?: boolean;
  readonly provisioning?: boolean;
  readonly error?: string;
}

/** A pool of REST around a status; what is not given is not there. */
function pool(status: object, { vm, deleting, provisioning, error }: Facts) {
  return {
    id: 'p1',
    ...(deleting === undefined ? {} : { delete_in_progress: deleting }),
    ...(provisioning === undefined ? {} : { enable_provisioning: provisioning }),
    ...(vm === undefined ? {} : { provisioning_settings: { parent_vm_id: vm, base_snapshot_id: 'snapshot-2' } }),
    provisioning_status_data: {
      ...status,
      ...(error === undefined ? {} : { last_provisioning_error: error, last_provisioning_error_time: noon }),
    },
  };
}

const created = rest({ operation: 'INITIAL_PUBLISH', pending: 'PUBLISHING', current: '', image: 'vm-1' });
const moving = (image: string) =>
  rest({ operation: 'INFRASTRUCTURE_CHANGE', pending: 'PENDING_PUBLISH', current: 'PENDING_UNPUBLISH', image });
const deleted = rest({ operation: 'FINAL_UNPUBLISH', current: 'PENDING_UNPUBLISH' });
const failed = rest({ operation: 'NONE', pending: 'FAILED', error: 'no space' });

describe('the current image that an observer knows', () => {
  it.each([
    ['of the initial publish', [created, idle]],
    ['of a push', [publishing(99, { image: 'vm-1' }), idle]],
    ['of another infrastructure change', [moving('vm-1'), idle]],
    ['named by its pool', [pool(idle, { vm: 'vm-1' })]],
  ])('%s is the one that an infrastructure change must publish', (_what, before) => {
    const polls = (image: string) => [...before, moving(image)].map((status, index) => [status, noon + index * 3 * minute] as const);
    // No release that holds images: there an image that is gone may have been given up.
    const release = { release: '2106', format: 'rest-v1' } as const;
    expect(watch(polls('vm-1'), release)).toMatchObject({ verdict: 'explained' });
    expect(watch(polls('vm-9'), release)).toMatchObject({
      verdict: 'impossible',
      reason: {
        rule: 'follow/current-image',
        text: 'The current image is vm-1/snapshot-2, and the infrastructure change publishes vm-9/snapshot-2.',
        assumption: { text: expect.stringContaining('the engine is assumed to need 15 min') },
      },
    });
  });

  it('may have been replaced unseen where there was time for it', () => {
    expect(
      watch([
        [created, noon],
        [idle, noon + minute],
        [moving('vm-9'), noon + hour],
      ]),
    ).toMatchObject({ verdict: 'explained' });
  });

  it('is not known where nothing was seen of it', () => {
    expect(watch([[idle], [moving('vm-9')]])).toMatchObject({ verdict: 'explained' });
  });

  it('is forgotten where something impossible was seen', () => {
    expect(watch([[created], [idle], [deleted], [idle], [moving('vm-9')]])).toMatchObject({ verdict: 'explained' });
  });
});

describe('a pool', () => {
  it('must name the image that has become current', () => {
    const polls = (vm: string) => [pool(publishing(40), { vm: 'vm-1' }), pool(idle, { vm })].map((each) => [each] as const);
    expect(variants(watch(polls('vm-2')))).toEqual(['publish succeeded']);
    expect(variants(watch(polls('vm-1')))).toContain('cancel');
    expect(watch(polls('vm-9'))).toMatchObject({
      verdict: 'impossible',
      reason: {
        rule: 'follow/current-image',
        text: 'The pool shows vm-9/snapshot-2 as its own, the current image was vm-1/snapshot-2, and vm-2/snapshot-2 was pending.',
        assumption: { evidence: 'assumed' },
      },
    });
  });

  it('keeps its image while nothing becomes current', () => {
    const polls = (ms: number) => [[pool(idle, { vm: 'vm-1' }), noon] as const, [pool(idle, { vm: 'vm-2' }), noon + ms] as const];
    expect(watch(polls(minute))).toMatchObject({ verdict: 'impossible', reason: { rule: 'follow/current-image' } });
    expect(watch(polls(hour))).toMatchObject({ verdict: 'explained' });
  });

  it('is told from one that is not, by the image that it names', () => {
    const timed = (vm: string) => [pool(publishing(90), { vm: 'vm-1' }), pool(idle, { vm })].map((each, at) => [each, noon + at] as const);
    expect(variants(watch(timed('vm-1')))).toContain('cancel');
    expect(variants(watch(timed('vm-2')))).toEqual(['publish succeeded']);
  });

  it.each([
    ['deleting', 'that is not being deleted', idle, { deleting: true }, 'It shows that it is deleted while the operation is NONE.'],
    ['deleting', 'that is being deleted', deleted, { deleting: false }, 'It does not show that it is deleted.'],
    [
      'image',
      'that is published first',
      created,
      { vm: 'vm-9' },
      'It shows vm-9/snapshot-2 as its own while vm-1/snapshot-2 is published.',
    ],
    ['image', 'that is moved', moving('vm-1'), { vm: 'vm-9' }, 'It shows vm-9/snapshot-2 as its own while vm-1/snapshot-2 is published.'],
    [
      'provisioning',
      'whose push failed',
      failed,
      { provisioning: true, error: 'Push image failed: no space' },
      'Provisioning is on beside the error "Push image failed: no space".',
    ],
  ])('cannot contradict pool/%s: one %s', (rule, _what, status, facts, text) => {
    expect(watch([[pool(status, facts)]])).toMatchObject({ verdict: 'impossible', reason: { rule: `pool/${rule}`, text } });
    expect(watch([[pool(status, { error: 'a clone has no network', provisioning: true })]])).toMatchObject({ verdict: 'first' });
  });

  it('is followed though it says what cannot be', () => {
    expect(watch([[pool(idle, { deleting: true })], [pool(publishing(40), { deleting: true })]])).toMatchObject({
      verdict: 'impossible',
      events: [{}, {}, {}],
    });
  });

  it('may leave out what it likes, and say what nobody understands', () => {
    for (const settings of [undefined, null, 7, [], {}, { parent_vm_id: 'vm-1' }, { parent_vm_id: {}, base_snapshot_id: 3 }])
      expect(
        watch([[idle], [{ provisioning_status_data: idle, provisioning_settings: settings, enable_provisioning: 'x' }]]),
      ).toMatchObject({
        verdict: 'unchanged',
      });
  });
});

type Member = Record<string, unknown>;
const inside = (value: unknown, ...path: string[]) => path.reduce((each, name) => (each as Member)[name] as Member, value as Member);

describe.each([
  ['v2', '2006', 'rest-v1', ['provisioning_settings'], ['delete_in_progress']],
  ['v6', '2206', 'rest-v2', ['provisioning_settings'], ['delete_in_progress']],
  ['v12', '2512', 'rest-v3', ['provisioning_settings'], ['delete_in_progress']],
  [
    'desktop-info',
    '2206',
    'view',
    ['automatedDesktopData', 'virtualCenterProvisioningSettings', 'virtualCenterProvisioningData', 'snapshot'],
    ['desktopSettings', 'deleting'],
  ],
  [
    'desktop-info',
    '7.13',
    'powercli',
    ['AutomatedDesktopData', 'VirtualCenterProvisioningSettings', 'VirtualCenterProvisioningData', 'Snapshot'],
    ['DesktopSettings', 'Deleting'],
  ],
] as const)('the whole life of a pool as GET %s of %s in %s', (envelope, release, format, image, flag) => {
  const options = { release, format, envelope: envelope as EnvelopeName, seed: 11 };
  const polls = [...fixtureTimelines(options).lines(0)].map((line) => JSON.parse(line) as { at: number; status: Member | null });

  /** Explains it with one poll changed; that one. */
  function withOne(index: number, change: (status: Member) => void): Explanation {
    const observer = createObserver({ release, format });
    for (const { at, status } of polls.slice(0, index)) observer.observe(status, at);
    const { at, status } = structuredClone(polls[index] as (typeof polls)[number]);
    change(status as Member);
    return observer.observe(status, at);
  }

  it('is explained', () => {
    const observer = createObserver({ release, format });
    for (const { at, status } of polls) expect(observer.observe(status, at)).not.toMatchObject({ verdict: 'impossible' });
    expect(polls.length).toBeGreaterThan(100);
  });

  it('is impossible with another image, or with another word on its deletion', () => {
    for (const index of [1, 40, 90]) {
      const swapped = withOne(index, (status) => {
        const settings = inside(status, ...image);
        for (const name of ['base_snapshot_id', 'id', 'Id']) if (settings[name] !== undefined) settings[name] = 'snapshot-other';
      });
      expect(swapped.reason?.rule).toMatch(/^(pool\/image|follow\/current-image)$/);
      const turned = withOne(index, (status) => {
        const holder = inside(status, ...flag.slice(0, -1));
        holder[flag.at(-1) as string] = !holder[flag.at(-1) as string];
      });
      expect(turned.reason?.rule).toBe('pool/deleting');
    }
  });
});
