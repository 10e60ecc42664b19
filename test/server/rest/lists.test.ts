import { describe, expect, it } from 'vitest';
import type { Release } from '../../../src/api/index.ts';
import { loggedIn, type Server } from './server.ts';

const byText = (path: string, filter: unknown, separators?: string) =>
  `${path}?filter=${encodeURIComponent(separators ? JSON.stringify(filter).replaceAll(',', ', ').replaceAll(':', ': ') : JSON.stringify(filter))}`;
const equals = (name: string, value: unknown) => ({ type: 'Equals', name, value });
const names = (answer: { body: { name: string }[] }) => answer.body.map(({ name }) => name);
const pools = '/inventory/v12/desktop-pools';

/** All pages, as clients in the wild fetch them. */
async function pages(server: Server, path: string, size: number): Promise<string[][]> {
  const list: string[][] = [];
  for (let page = 1; ; page += 1) {
    const answer = await server.get(`${path}${path.includes('?') ? '&' : '?'}page=${page}&size=${size}`);
    expect(answer.status).toBe(200);
    list.push(names(answer));
    const more = answer.headers.get('HAS_MORE_RECORDS');
    if (more === null) return list;
    expect(more).toBe('TRUE');
  }
}

describe('pages', () => {
  it.each([1, 2, 3, 4, 7, 8, 1_000])('of %d have every pool once, in a stable order, and no header on the last', async (size) => {
    const server = await loggedIn({ pools: 7, clones: 0 });
    const all = names(await server.get(pools));
    const got = await pages(server, pools, size);
    expect(got.flat()).toEqual(all);
    expect(got.length).toBe(Math.ceil(7 / size));
    expect((await server.get(`${pools}?page=1&size=${size}`)).headers.get('X-TOTAL-COUNT')).toBe('7');
  });

  it('are cut at 1,000', async () => {
    const server = await loggedIn({ pools: 1, clones: 1_200 });
    expect((await pages(server, '/inventory/v2/machines', 5_000)).map(({ length }) => length)).toEqual([1_000, 200]);
  });

  it('past the end are 400, but the first is there even when it is empty', async () => {
    const server = await loggedIn({ pools: 2, clones: 0 });
    expect((await server.get(`${pools}?page=3&size=1`)).status).toBe(400);
    expect((await server.get(`/inventory/v2/machines?page=1&size=10`)).body).toEqual([]);
  });

  it.each(['page=0&size=1', 'page=-1&size=1', 'page=x&size=1', 'page=1.5&size=1', 'page=1&size=0', 'page=0', 'page=1e3&size=1'])(
    'are 400 for %s',
    async (query) => {
      expect((await (await loggedIn()).get(`${pools}?${query}`)).status).toBe(400);
    },
  );

  it.each(['page=1', 'size=1', 'page=2', 'other=7', ''])('are not there with %j alone', async (query) => {
    const answer = await (await loggedIn({ pools: 3, clones: 0 })).get(`${pools}?${query}`);
    expect(answer.body).toHaveLength(3);
    expect(answer.headers.get('HAS_MORE_RECORDS')).toBeNull();
  });

  it('are not there in version 1 and in 2006', async () => {
    const query = '?page=9&size=1&filter=x&order_by=y';
    expect((await (await loggedIn({ pools: 3 })).get(`/inventory/v1/desktop-pools${query}`)).body).toHaveLength(3);
    expect((await (await loggedIn({ pools: 3, release: '2006' })).get(`/inventory/v2/desktop-pools${query}`)).body).toHaveLength(3);
  });
});

describe('a filter', () => {
  it.each([
    [equals('source', 'INSTANT_CLONE'), 3],
    [equals('type', 'AUTOMATED'), 3],
    [equals('name', 'ic-pool-2'), 1],
    [equals('name', 'IC'), 0],
    [equals('enabled', true), 3],
    [equals('enabled', 'true'), 3],
    [equals('enabled', 'False'), 0],
    [equals('source', 'LINKED_CLONE'), 0],
    [equals('name', 7), 0],
    [{ type: 'Contains', name: 'source', value: 'CLONE' }, 3],
    [{ type: 'NotEquals', name: 'name', value: 'ic-pool-2' }, 2],
    [{ type: 'Contains', name: 'name', value: 'pool-3' }, 1],
    [{ type: 'StartsWith', name: 'display_name', value: 'ic-' }, 3],
    [{ type: 'Between', name: 'name', fromValue: 'ic-pool-1', toValue: 'ic-pool-2' }, 2],
    [{ type: 'Not', filter: equals('name', 'ic-pool-2') }, 2],
    [{ type: 'And', filters: [equals('source', 'INSTANT_CLONE')] }, 3],
    [{ type: 'And', filters: [equals('source', 'INSTANT_CLONE'), equals('name', 'ic-pool-1')] }, 1],
    [{ type: 'Or', filters: [equals('name', 'ic-pool-3'), equals('name', 'ic-pool-1')] }, 2],
  ])('%j leaves %d of three pools', async (filter, count) => {
    const server = await loggedIn({ pools: 3, clones: 0 });
    expect((await server.get(byText(pools, filter))).body).toHaveLength(count);
    expect((await server.get(byText(pools, filter, 'spaced'))).body).toHaveLength(count);
  });

  it.each(['/inventory/v1/machines', '/inventory/v2/machines', '/inventory/v3/machines', '/inventory/v10/machines'])(
    'on desktop_pool_id gives the machines of one pool at %s',
    async (path) => {
      const server = await loggedIn({ pools: 3, clones: 4 });
      const { body } = await server.get(byText(path, { type: 'And', filters: [equals('desktop_pool_id', server.pool)] }));
      expect(body).toHaveLength(4);
      expect(new Set(body.map((each: { desktop_pool_id: string }) => each.desktop_pool_id))).toEqual(new Set([server.pool]));
    },
  );

  it.each([
    'x',
    '{',
    '7',
    '[]',
    'null',
    '{}',
    '{"type":"Equals"}',
    '{"type":"Equals","name":"instant_clone_operation","value":"NONE"}',
    '{"type":"Equals","name":"name","value":{}}',
    '{"type":"Like","name":"name","value":"x"}',
    '{"type":"And","filters":{}}',
    '{"type":"Not"}',
    '{"type":"Equals","name":"constructor","value":"x"}',
    `${'{"type":"Not","filter":'.repeat(100)}{}${'}'.repeat(100)}`,
  ])('%s is 400', async (filter) => {
    const { status, body } = await (await loggedIn()).get(`${pools}?filter=${encodeURIComponent(filter)}`);
    expect(status).toBe(400);
    expect(body.errors[0].error_key).toBe('common.invalid.filter');
  });

  // Once an empty list, as if there were no such pools: the client never learnt of its mistake.
  it.each([
    [equals('enabled', 'maybe'), 'The filter is on enabled with the value "maybe"; it must be true or false.'],
    [equals('enabled', 1), 'The filter is on enabled with the value 1; it must be true or false.'],
    [
      { ...equals('enable_provisioning', ''), type: 'NotEquals' },
      'The filter is on enable_provisioning with the value ""; it must be true or false.',
    ],
    [equals('type', 'automated'), 'The filter is on type with the value "automated"; it must be one of AUTOMATED, MANUAL, RDS.'],
    [
      { type: 'Not', filter: equals('user_assignment', true) },
      'The filter is on user_assignment with the value true; it must be one of DEDICATED, FLOATING.',
    ],
    [
      { type: 'Contains', name: 'enabled', value: 'tr' },
      'A filter of type Contains is not for enabled, which is true or false; there are Equals and NotEquals.',
    ],
    [
      { type: 'Between', name: 'source', fromValue: 'A', toValue: 'Z' },
      'A filter of type Between is not for source, which is one of a list of values; there are Equals and NotEquals.',
    ],
  ])('%j is 400, because the property cannot have that value', async (filter, message) => {
    const { status, body } = await (await loggedIn()).get(byText(pools, filter));
    expect([status, body.errors]).toEqual([400, [{ error_key: 'common.invalid.filter', error_message: message }]]);
  });

  it('knows the values of its release only', async () => {
    const filter = equals('source', 'AWS_CORE');
    expect((await (await loggedIn()).get(byText(pools, filter))).status).toBe(200);
    expect((await (await loggedIn({ release: '2312' })).get(byText('/inventory/v8/desktop-pools', filter))).status).toBe(400);
    expect((await (await loggedIn()).get(byText('/inventory/v2/machines', equals('state', 'READY')))).status).toBe(400);
  });

  it('may be on the stream of the pending image, with or without the name of the object around it', async () => {
    const server = await loggedIn({ pools: 2, clones: 0, engine: 'manual' });
    const [{ id, tags } = { id: '', tags: [] }] = server.world.directory.streams;
    await server.post(`/inventory/v2/desktop-pools/${server.pool}/action/schedule-push-image`, {
      im_stream_id: id,
      im_tag_id: tags[0]?.id,
      logoff_policy: 'FORCE_LOGOFF',
    });
    for (const name of ['instant_clone_pending_im_stream_id', 'provisioning_status_data.instant_clone_pending_im_stream_id']) {
      expect(names(await server.get(byText(pools, equals(name, id))))).toEqual(['ic-pool-1']);
    }
  });

  it('may be on the names of its stream and tag in the version that has them, and in no earlier one', async () => {
    const server = await loggedIn({ pools: 2, clones: 0, engine: 'manual' });
    const [{ id, name, tags } = { id: '', name: '', tags: [] }] = server.world.directory.streams;
    await server.post(`/inventory/v2/desktop-pools/${server.pool}/action/schedule-push-image`, {
      im_stream_id: id,
      im_tag_id: tags[0]?.id,
      logoff_policy: 'FORCE_LOGOFF',
    });
    for (const filter of [
      equals('instant_clone_pending_im_stream_name', name),
      equals('instant_clone_pending_im_tag_name', tags[0]?.name),
    ]) {
      expect(names(await server.get(byText(pools, filter)))).toEqual(['ic-pool-1']);
      expect((await server.get(byText('/inventory/v11/desktop-pools', filter))).status).toBe(400);
    }
  });

  it('goes together with pages', async () => {
    const server = await loggedIn({ pools: 5, clones: 0 });
    const got = await pages(server, byText(pools, { type: 'NotEquals', name: 'name', value: 'ic-pool-2' }), 2);
    expect(got).toEqual([
      ['ic-pool-1', 'ic-pool-3'],
      ['ic-pool-4', 'ic-pool-5'],
    ]);
  });
});

describe('an order', () => {
  it('is by a property that the documents call sortable, up or down', async () => {
    const server = await loggedIn({ pools: 3, clones: 0 });
    expect(names(await server.get(`${pools}?sort_by=name&order_by=DESC`))).toEqual(['ic-pool-3', 'ic-pool-2', 'ic-pool-1']);
    expect(names(await server.get(`${pools}?sort_by=name`))).toEqual(['ic-pool-1', 'ic-pool-2', 'ic-pool-3']);
  });

  it('may be by what the status says', async () => {
    const server = await loggedIn({ pools: 3, clones: 0, engine: 'manual' });
    const [, second = { id: '' }] = server.world.simulator.pools;
    await server.post(`/inventory/v2/desktop-pools/${second.id}/action/schedule-push-image`, {
      parent_vm_id: 'vm-2',
      snapshot_id: 'snapshot-2',
      logoff_policy: 'FORCE_LOGOFF',
    });
    for (const name of ['instant_clone_operation', 'provisioning_status_data.instant_clone_operation']) {
      expect(names(await server.get(`${pools}?sort_by=${name}&order_by=DESC`))[0]).toBe('ic-pool-2');
    }
  });

  /** What the documents call sortable in the machine data and in the settings of a pool. */
  const inside: readonly (readonly [Release, path: string, around: string, names: string])[] = [
    [
      '2303',
      'v2/machines',
      'managed_machine_data',
      'create_time in_hold_customization last_maintenance_time logoff_policy missing_in_vcenter operation operation_state path storage_accelerator_state virtual_machine_power_state',
    ],
    ['2512', 'v6/machines', 'managed_machine_data', 'base_vm_path base_snapshot_path operation_state'],
    ['2512', 'v10/machines', 'managed_machine_data', 'base_vm_path base_snapshot_path template_name'],
    ['2303', 'v2/desktop-pools', 'provisioning_settings', 'add_virtual_tpm min_ready_vms_on_vcomposer_maintenance'],
    ['2512', 'v12/desktop-pools', 'provisioning_settings', 'add_virtual_tpm min_ready_vms_on_vcomposer_maintenance'],
  ];

  it.each(inside)('of %s may be by what %s have in their %s', async (release, path, around, all) => {
    const server = await loggedIn({ release, pools: 2 });
    for (const name of all.split(' ').flatMap((each) => [each, `${around}.${each}`])) {
      expect((await server.get(`/inventory/${path}?sort_by=${name}`)).status, name).toBe(200);
    }
  });

  it('of machines may be by what is done to them', async () => {
    const server = await loggedIn({ clones: 3, engine: 'manual' });
    await server.post(`/inventory/v2/desktop-pools/${server.pool}/action/schedule-push-image`, {
      parent_vm_id: 'vm-2',
      snapshot_id: 'snapshot-2',
      logoff_policy: 'FORCE_LOGOFF',
    });
    for (const type of ['engine.publishStarted', 'engine.publishSucceeded'] as const) server.world.send(server.pool, { type });
    const [, second = { id: '' }] = server.world.simulator.clones(0);
    server.world.send(server.pool, { type: 'clone.resyncStarted', machine: second.id });
    for (const name of ['operation_state', 'managed_machine_data.operation_state']) {
      expect(names(await server.get(`/inventory/v10/machines?sort_by=${name}`))).toEqual([
        'ic-pool-1-002',
        'ic-pool-1-001',
        'ic-pool-1-003',
      ]);
    }
  });

  it('is by no property that only another version has', async () => {
    const server = await loggedIn();
    expect((await server.get('/inventory/v5/machines?sort_by=base_vm_path')).status).toBe(400);
    expect((await server.get('/inventory/v9/machines?sort_by=memory_mb')).status).toBe(400);
  });

  it.each(['order_by=ASC', 'sort_by=name&order_by=UP', 'sort_by=id', 'sort_by=x'])('is 400 for %s', async (query) => {
    expect((await (await loggedIn()).get(`${pools}?${query}`)).status).toBe(400);
  });

  it('is not there before 2303', async () => {
    expect((await (await loggedIn({ release: '2212' })).get('/inventory/v6/desktop-pools?order_by=UP&sort_by=x')).status).toBe(200);
  });
});

// Scripts filter base VMs by name and take the first: what was ignored pushed the wrong image.
describe('base VMs and their snapshots', () => {
  const ask = (server: Server, path: string, query: string) =>
    server.get(`/external/${path}?vcenter_id=${server.world.directory.vCenters[0].id}${query}`);
  const filter = (type: string, name: string, value: string) => `&filter=${encodeURIComponent(JSON.stringify({ type, name, value }))}`;

  it('are filtered, sorted and cut into pages where the release documents it', async () => {
    const server = await loggedIn({ release: '2309' });
    const list = async (query: string) => names(await ask(server, 'v2/base-vms', query));
    const all = await list('');
    expect(all).toHaveLength(8);
    expect(await list(filter('Equals', 'name', 'vm-3'))).toEqual(['vm-3']);
    expect(await list(filter('StartsWith', 'name', 'vm-'))).toEqual(all);
    expect(await list(filter('Contains', 'name', '-7'))).toEqual(['vm-7']);
    expect(await list(filter('Equals', 'id', 'vm-2'))).toEqual(['vm-2']);
    expect(await list('&sort_by=name&order_by=DESC')).toEqual([...all].reverse());
    expect(await list('&page=2&size=3')).toEqual(all.slice(3, 6));
    expect((await ask(server, 'v2/base-vms', '&page=1&size=3')).headers.get('HAS_MORE_RECORDS')).toBe('TRUE');
    const snapshots = async (query: string) => names(await ask(server, 'v2/base-snapshots', `&base_vm_id=vm-3${query}`));
    expect(await snapshots(filter('Equals', 'name', 'snapshot-3'))).toEqual(['snapshot-3']);
    expect(await snapshots(filter('Equals', 'name', 'snapshot-4'))).toEqual([]);
  });

  it('are whole where the release or the version documents no parameter', async () => {
    for (const [release, path] of [
      ['2306', 'v2/base-vms'],
      ['2512', 'v1/base-vms'],
    ] as const) {
      const server = await loggedIn({ release });
      expect(names(await ask(server, path, `${filter('Equals', 'name', 'vm-3')}&page=1&size=2`))).toHaveLength(8);
    }
  });

  it('can be sorted by what the newest release says', async () => {
    const server = await loggedIn();
    const all = names(await ask(server, 'v3/base-vms', ''));
    for (const name of ['name', 'path']) {
      expect(names(await ask(server, 'v3/base-vms', `&sort_by=${name}&order_by=DESC`))).toEqual([...all].reverse());
    }
    expect((await ask(server, 'v3/base-vms', '&sort_by=id')).status).toBe(400);
  });
});
