import { describe, expect, it } from 'vitest';
import { occurrencesIn } from '../../../src/conformance/input/occurrences.ts';

const rest = { instant_clone_operation: 'NONE', instant_clone_current_image_state: 'READY' };
const view = { operation: 'NONE', instantCloneCurrentImageState: 'READY' };
const powercli = { Operation: 'NONE', InstantCloneCurrentImageState: 'READY' };
const found = (value: unknown, anyObject = false) => [...occurrencesIn(value, anyObject)];

describe('a status', () => {
  it.each([
    ['bare, of REST', rest, { path: [], style: 'rest', object: 'status' }],
    ['bare, of View', view, { path: [], style: 'view', object: 'status' }],
    ['bare, of PowerCLI', powercli, { path: [], style: 'powercli', object: 'status' }],
    [
      'in its parent',
      { lastProvisioningError: 'x', instantCloneProvisioningStatusData: view },
      { path: [], style: 'view', object: 'parent' },
    ],
    ['in its parent, of PowerCLI', { InstantCloneProvisioningStatusData: powercli }, { path: [], style: 'powercli', object: 'parent' }],
    [
      'in a pool of REST',
      { id: 'p', name: 'n', provisioning_status_data: rest },
      { path: ['provisioning_status_data'], style: 'rest', pool: 'p' },
    ],
    [
      'in a DesktopInfo of View',
      {
        id: { id: 'Desktop/1' },
        base: { name: 'n' },
        automatedDesktopData: { provisioningStatusData: { instantCloneProvisioningStatusData: view } },
      },
      { path: ['automatedDesktopData', 'provisioningStatusData'], style: 'view', object: 'parent', pool: 'Desktop/1' },
    ],
    [
      'in a DesktopInfo of PowerCLI',
      { Id: { Id: 'Desktop/1' }, AutomatedDesktopData: { ProvisioningStatusData: { InstantCloneProvisioningStatusData: powercli } } },
      { path: ['AutomatedDesktopData', 'ProvisioningStatusData'], style: 'powercli', object: 'parent', pool: 'Desktop/1' },
    ],
    ['in a timeline of hvsim', { seq: 1, at: 5, pool: 'p', status: rest }, { path: ['status'], style: 'rest', pool: 'p', at: 5 }],
    [
      'in a record with a time',
      { timestamp: '1970-01-01T00:00:01Z', pool: { id: 'p', provisioning_status_data: rest } },
      { path: ['pool', 'provisioning_status_data'], pool: 'p', at: 1_000 },
    ],
    [
      'in a list of results',
      { results: [{ id: 'p', provisioning_status_data: rest }] },
      { path: ['results', 0, 'provisioning_status_data'], pool: 'p' },
    ],
  ])('is found %s', (_what, value, expected) => {
    expect(found(value)).toEqual([expect.objectContaining(expected)]);
  });

  it('is found for every pool of a list', () => {
    const pools = ['a', 'b'].map((id) => ({ id, provisioning_status_data: rest }));
    expect(found(pools)).toMatchObject([{ pool: 'a' }, { pool: 'b' }]);
    expect(found({ at: 7, pools })).toMatchObject([
      { pool: 'a', at: 7 },
      { pool: 'b', at: 7 },
    ]);
  });

  it.each([
    ['null', null],
    ['a timeline record of a deleted pool', { at: 5, pool: 'p', status: null }],
    ['a 404 of REST', { status: 'NOT_FOUND', timestamp: 5, errors: [] }],
    ['a status code', { at: 5, status_code: 404 }],
  ])('is missing for a pool that is gone: %s', (_what, value) => {
    expect(found(value)).toMatchObject([{ value: null }]);
  });

  it.each([
    ['a number', 5, 'is a number, not an object'],
    ['an object without one', { a: 1, b: 2, c: 3, d: 4, e: 5 }, 'has no status that hvsim knows; its members are a, b, c, d, …'],
    [
      'an error of the server',
      { status: 'UNAUTHORIZED', errors: [{ error_key: 'x' }] },
      'is an error of the server (UNAUTHORIZED), not a pool',
    ],
    [
      'a pool that is no instant-clone pool',
      { id: 'p', provisioning_status_data: null },
      'has "provisioning_status_data" null: no instant-clone pool',
    ],
    [
      'what PowerShell cut off',
      { Id: { Id: 'x' }, AutomatedDesktopData: 'VMware.Hv.DesktopAutomatedDesktopData' },
      'is the text "VMware.Hv.DesktopAutomatedDesktopData": PowerShell cut "AutomatedDesktopData" off; save it with ConvertTo-Json -Depth 10',
    ],
  ])('is not found in %s', (_what, value, miss) => {
    expect(found(value)).toMatchObject([{ miss }]);
  });

  // A 404's own timestamp once went before the time of the record around it: the server's clock, a little behind, lost the deletion.
  it('was seen when the record around an answer says, not when the answer says', () => {
    const gone = { status: 'NOT_FOUND', timestamp: 1767599995000, errors: [] };
    expect(found({ at: 1767600060000, pool: gone })).toMatchObject([{ value: null, at: 1767600060000 }]);
    expect(found(gone)).toMatchObject([{ value: null, at: 1767599995000 }]);
  });

  it('was seen when its own record says, where a list of records has a time too', () => {
    const saved = { date: 1767600090000, items: [{ at: 1767600000000, status: rest }, { status: rest }] };
    expect(found(saved)).toMatchObject([{ at: 1767600000000 }, { at: 1767600090000 }]);
  });

  it('has the first time that can be read, else says which one cannot', () => {
    expect(found({ at: 'yesterday', time: 1767600000, status: rest })).toMatchObject([{ at: 1767600000000 }]);
    const [unread] = found({ data: { at: 'yesterday', time: 'now', status: rest } });
    expect(unread).toMatchObject({ unreadTime: { path: ['data', 'at'], value: 'yesterday' } });
    expect(unread).not.toHaveProperty('at');
    expect(found({ at: null, status: rest })[0]).not.toHaveProperty('unreadTime');
  });

  it('has milliseconds in a timeline of hvsim, also in one that begins in 1970', () => {
    expect(found({ seq: 1, at: 1767600000, status: rest })).toMatchObject([{ at: 1767600000 }]);
  });

  it('may be any object where the caller knows that it is one', () => {
    expect(found({ operaton: 'NONE' })).toMatchObject([{ miss: expect.any(String) }]);
    expect(found({ operaton: 'NONE' }, true)).toMatchObject([{ object: 'status', path: [] }]);
  });
});
