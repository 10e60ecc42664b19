import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HvsimError } from '../../../src/errors.ts';
import { createSimulator, type PoolSpec } from '../../../src/simulator/index.ts';
import { toPoolInput, toPoolSpec } from '../../../src/simulator/input/pool-spec.ts';
import { cloneId, poolId } from '../../../src/simulator/names.ts';

const full = {
  id: 'pool-x',
  name: 'win11',
  clones: ['a', 'b'],
  image: { parentVm: 'vm-7', snapshot: 'snapshot-7', parentVmPath: '/dc/vm/Win11', snapshotPath: '/base' },
  settings: { stopProvisioningOnError: false, enableProvisioning: false, logoffSetting: 'FORCE_LOGOFF', stopOnFirstError: false },
  infrastructure: { hostOrCluster: 'domain-c9', datastores: ['datastore-9'] },
} as const satisfies PoolSpec;

describe('toPoolSpec', () => {
  it('reads everything as it is written', () => {
    expect(toPoolSpec(full)).toEqual(full);
    expect(toPoolSpec({})).toEqual({});
  });

  it('takes ids as the View API has them', () => {
    const image = { parentVm: { id: 'vm-7' }, snapshot: { id: 'snapshot-7' } };
    expect(toPoolSpec({ image, infrastructure: { hostOrCluster: { id: 'c' }, datastores: [{ id: 'd' }] } })).toEqual({
      image: { parentVm: 'vm-7', snapshot: 'snapshot-7' },
      infrastructure: { hostOrCluster: 'c', datastores: ['d'] },
    });
  });

  it.each<[string, unknown, RegExp]>([
    ['null', null, /Expected/],
    ['text', 'win11', /Expected/],
    ['an empty name', { name: '' }, /^name: /],
    ['a name that is a number', { name: 5 }, /^name: /],
    ['an empty id', { id: '' }, /^id: /],
    ['clones below 0', { clones: -1 }, /^clones: /],
    ['half a clone', { clones: 1.5 }, /^clones: /],
    ['too many clones', { clones: 100_001 }, /^clones: /],
    ['clones that are text', { clones: '3' }, /^clones: .*0 to 100000/],
    ['a clone without an id', { clones: ['a', ''] }, /^clones/],
    // Once taken: the second was never moved, and its task never ended.
    ['two clones of one id', { clones: ['a', 'b', 'a'] }, /^clones: .*differ/],
    ['half an image', { image: { parentVm: 'vm-7' } }, /^image: Expected one kind of image/],
    ['an unknown logoffSetting', { settings: { logoffSetting: 'LATER' } }, /^settings.logoffSetting: /],
    ['a setting that is text', { settings: { enableProvisioning: 'yes' } }, /^settings.enableProvisioning: /],
    ['datastores that are no list', { infrastructure: { datastores: 'd' } }, /^infrastructure.datastores: /],
    ['an unknown member', { nme: 'x' }, /^nme: There is no member "nme" here.*A pool may have: id, name, clones/],
    ['an unknown setting', { settings: { stopOnError: true } }, /^settings.stopOnError: There is no member/],
  ])('refuses %s with the path', (_, value, message) => {
    expect(() => toPoolSpec(value)).toThrow(
      expect.objectContaining({ name: 'HvsimError', code: 'wrong-payload', message: expect.stringMatching(message) }),
    );
  });

  it('leaves out unknown members, and says so, where they are only to be warned of', () => {
    const warned: string[] = [];
    const spec = toPoolSpec({ name: 'x', 'a.b': 1, settings: { color: 'red' } }, (problems) =>
      warned.push(...problems.map(({ path }) => path)),
    );
    expect(spec).toEqual({ name: 'x', settings: {} });
    expect(warned.sort()).toEqual(['a.b', 'settings.color']);
  });

  it('refuses with an HvsimError, or reads what can be a pool, whatever the value', () => {
    const almost = fc.record(
      { name: fc.anything(), clones: fc.anything(), image: fc.anything(), settings: fc.anything(), infrastructure: fc.anything() },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(fc.anything({ withBigInt: true }), almost), (value) => {
        let spec: PoolSpec;
        try {
          spec = toPoolSpec(value);
        } catch (error) {
          expect(error).toBeInstanceOf(HvsimError);
          return;
        }
        expect(createSimulator({ pools: [spec], engine: 'manual' }).state().operation).toBe('INITIAL_PUBLISH');
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('toPoolInput', () => {
  it('fills in everything by the position', () => {
    const { id, input } = toPoolInput({}, 4, 99, true);
    expect(id).toBe(poolId(4));
    expect(input).toEqual({
      name: 'ic-pool-5',
      at: 99,
      image: { parentVm: 'vm-1', snapshot: 'snapshot-1' },
      clones: [0, 1, 2].map((clone) => ({ id: cloneId(4, clone), name: `ic-pool-5-00${clone + 1}` })),
      selectivePush: true,
      stopProvisioningOnError: true,
      enableProvisioning: true,
      settings: {},
      infrastructure: { hostOrCluster: 'domain-c1', datastores: ['datastore-1'] },
    });
  });

  it('takes what is given', () => {
    const { id, input } = toPoolInput(full, 0, 0, false);
    expect(id).toBe('pool-x');
    expect(input).toEqual({
      name: 'win11',
      at: 0,
      image: full.image,
      clones: [
        { id: 'a', name: 'win11-001' },
        { id: 'b', name: 'win11-002' },
      ],
      selectivePush: false,
      stopProvisioningOnError: false,
      enableProvisioning: false,
      settings: { logoffSetting: 'FORCE_LOGOFF', stopOnFirstError: false },
      infrastructure: full.infrastructure,
    });
  });

  it('can be without any clone', () => {
    expect(toPoolInput({ clones: 0 }, 0, 0, true).input.clones).toEqual([]);
    expect(toPoolInput({ clones: [] }, 0, 0, true).input.clones).toEqual([]);
  });
});
