import { describe, expect, it } from 'vitest';
import { isAvailable } from '../../../src/api/availability.ts';
import type { Release } from '../../../src/api/index.ts';
import { restPathsOf } from '../../../src/api/rest/paths.ts';
import { loggedIn, type Server } from './server.ts';

const releases: readonly Release[] = [
  '7.12',
  '2006',
  '2012',
  '2103',
  '2106',
  '2111',
  '2203',
  '2206',
  '2209',
  '2212',
  '2303',
  '2306',
  '2309',
  '2312',
  '2406',
  '2412',
  '2503',
  '2506',
  '2512',
];
const get = (server: Server, version = 12, id = server.pool) => server.get(`/inventory/v${version}/desktop-pools/${id}`);

const required = {
  cloud_assigned: false,
  cloud_managed: false,
  display_assigned_machine_name: false,
  display_machine_alias: false,
  display_name: 'Desktops',
  enable_client_restrictions: false,
  enabled: true,
};
const newPool = {
  name: 'new-pool',
  type: 'AUTOMATED',
  source: 'INSTANT_CLONE',
  provisioning_settings: {
    parent_vm_id: 'vm-3',
    base_snapshot_id: 'snapshot-3',
    host_or_cluster_id: 'domain-c7',
    resource_pool_id: 'resgroup-1',
    vm_folder_id: 'group-v1',
    add_virtual_tpm: true,
  },
  entra_sso_enabled: false,
  pattern_naming_settings: { naming_pattern: 'new-{n}', max_number_of_machines: 5 },
};

describe.each(releases)('pools of %s', (release) => {
  const versions = restPathsOf(release).flatMap(({ operation, version }) => (operation === 'getDesktopPool' ? [version] : []));

  it('are shown in every version as the documents have it, in all states of a push', async () => {
    const server = await loggedIn({ release });
    const look = async () => {
      for (const version of versions) {
        const [one, list] = [await get(server, version), await server.get(`/inventory/v${version}/desktop-pools`)];
        expect([one.status, list.status]).toEqual([200, 200]);
        expect(list.body).toEqual([one.body]);
        expect('provisioning_status_data' in one.body).toBe(version > 1);
        expect('settings' in one.body).toBe(version === 1);
      }
    };
    await look();
    if (isAvailable(release, '2206')) {
      const body = { parent_vm_id: 'vm-2', snapshot_id: 'snapshot-2', logoff_policy: 'FORCE_LOGOFF', selective_push_image: true };
      await server.post(`/inventory/v2/desktop-pools/${server.pool}/action/schedule-push-image`, body);
    } else
      server.world.send(server.pool, {
        type: 'command.schedulePushImage',
        spec: { parentVm: 'vm-2', snapshot: 'snapshot-2', settings: { logoffSetting: 'FORCE_LOGOFF' } },
      });
    await look();
    for (let step = 0; step < 12; step += 1) {
      server.world.advanceTo(server.world.nextDue() ?? server.world.now());
      await look();
    }
    server.world.send(server.pool, { type: 'command.delete' });
    await look();
  });
});

describe('a pool that is created', () => {
  it('answers 201 and where it is, begins with its initial publish, and has what was asked for', async () => {
    const server = await loggedIn();
    const { status, headers, body } = await server.post('/inventory/v1/desktop-pools', {
      ...newPool,
      description: 'for tests',
      user_assignment: 'DEDICATED',
      enable_provisioning: true,
    });
    expect([status, body]).toEqual([201, undefined]);
    const id = headers.get('Location')?.split('/').at(-1) ?? '';
    const pool = (await get(server, 12, id)).body;
    expect(pool).toMatchObject({
      name: 'new-pool',
      description: 'for tests',
      num_machines: 5,
      pattern_naming_settings: { naming_pattern: 'new-{n}', max_number_of_machines: 5 },
      user_assignment: 'DEDICATED',
      provisioning_settings: { parent_vm_id: 'vm-3', base_snapshot_id: 'snapshot-3', host_or_cluster_id: 'domain-c7' },
      provisioning_status_data: { instant_clone_operation: 'INITIAL_PUBLISH', instant_clone_pending_image_parent_vm_id: 'vm-3' },
    });
    server.world.advanceTo(server.world.now() + 3_600_000);
    expect((await get(server, 12, id)).body.provisioning_status_data).toMatchObject({ instant_clone_operation: 'NONE' });
    expect((await server.get('/inventory/v2/machines')).body).toHaveLength(8);
  });

  it('keeps what the life cycle does not care about, and shows it in every version that has it', async () => {
    const server = await loggedIn();
    const settings = {
      datacenter_id: 'datacenter-1',
      resource_pool_id: 'resgroup-7',
      vm_folder_id: 'group-v7',
    };
    const profile = { compute_profile_num_cpus: 4, compute_profile_ram_mb: 2_048, compute_profile_num_cores_per_socket: 2 };
    const storage = {
      datastores: [{ datastore_id: 'datastore-7', sdrs_cluster: false }],
      use_vsan: true,
      use_separate_datastores_replica_and_os_disks: true,
      replica_disk_datastore_id: 'datastore-8',
    };
    const { headers } = await server.post('/inventory/v12/desktop-pools', {
      ...newPool,
      provisioning_settings: { ...newPool.provisioning_settings, ...settings, ...profile, resource_pool_path: '/not/to/be/said' },
      storage_settings: storage,
    });
    const id = headers.get('Location')?.split('/').at(-1) ?? '';
    server.world.advanceTo(server.world.now() + 3_600_000);
    for (const version of [2, 5, 6, 9, 10, 12]) {
      const { provisioning_settings, storage_settings } = (await get(server, version, id)).body;
      expect(provisioning_settings).toMatchObject({ ...settings, ...(version < 6 ? {} : profile) });
      expect('compute_profile_num_cpus' in provisioning_settings).toBe(version >= 6);
      expect(provisioning_settings).not.toHaveProperty('resource_pool_path');
      expect(storage_settings).toEqual(storage);
    }
    const filter = encodeURIComponent(JSON.stringify({ type: 'Equals', name: 'desktop_pool_id', value: id }));
    const machines = () => server.get(`/inventory/v10/machines?filter=${filter}`);
    expect((await machines()).body[0].managed_machine_data.memory_mb).toBe(2_048);
    await server.post(`/inventory/v2/desktop-pools/${id}/action/schedule-push-image`, {
      parent_vm_id: 'vm-2',
      snapshot_id: 'snapshot-2',
      logoff_policy: 'FORCE_LOGOFF',
      compute_profile_num_cpus: 1,
      compute_profile_ram_mb: 8_192,
    });
    server.world.advanceTo(server.world.now() + 3_600_000);
    expect((await get(server, 12, id)).body.provisioning_settings).toMatchObject({
      ...settings,
      compute_profile_num_cpus: 1,
      compute_profile_ram_mb: 8_192,
    });
    expect((await machines()).body[0].managed_machine_data.memory_mb).toBe(8_192);
  });

  it('takes no compute profile before releases have one', async () => {
    const server = await loggedIn({ release: '2111' });
    const provisioning_settings = { ...newPool.provisioning_settings, compute_profile_num_cpus: 'x', vm_folder_id: 'group-v2' };
    const { status, headers } = await server.post('/inventory/v1/desktop-pools', { ...newPool, provisioning_settings });
    expect(status).toBe(201);
    const id = headers.get('Location')?.split('/').at(-1) ?? '';
    expect((await get(server, 5, id)).body.provisioning_settings).toMatchObject({ vm_folder_id: 'group-v2' });
  });

  it.each<[string, object, string]>([
    [
      'a datacenter that is not there',
      { provisioning_settings: { datacenter_id: 'datacenter-99' } },
      '"provisioning_settings.datacenter_id" is "datacenter-99"; there is no such datacenter.',
    ],
    [
      'a folder that is a number',
      { provisioning_settings: { vm_folder_id: 7 } },
      '"provisioning_settings.vm_folder_id" is 7, which cannot be mapped to string.',
    ],
    [
      'half a compute profile',
      { provisioning_settings: { compute_profile_ram_mb: 2_048 } },
      'A compute profile needs both "compute_profile_num_cpus" and "compute_profile_ram_mb".',
    ],
    [
      'less memory than a push may ask for',
      { provisioning_settings: { compute_profile_num_cpus: 1, compute_profile_ram_mb: 512 } },
      '"provisioning_settings.compute_profile_ram_mb" is 512; it must be >= 1024.',
    ],
    [
      'vSAN as text',
      { storage_settings: { datastores: [], use_vsan: 'no' } },
      '"storage_settings.use_vsan" is "no", which cannot be mapped to boolean.',
    ],
  ])('is refused with %s, which is named', async (_, change, message) => {
    const server = await loggedIn();
    const { provisioning_settings = {} } = change as { provisioning_settings?: object };
    const settings = { ...newPool.provisioning_settings, ...provisioning_settings };
    const { status, body } = await server.post('/inventory/v12/desktop-pools', { ...newPool, ...change, provisioning_settings: settings });
    expect([status, body.error_message]).toEqual([400, message]);
    expect((await server.get('/inventory/v2/desktop-pools')).body).toHaveLength(1);
  });

  it('may have a version of its own for the body', async () => {
    const server = await loggedIn();
    for (const version of [1, 2, 7, 8, 9, 10, 11, 12]) {
      expect((await server.post(`/inventory/v${version}/desktop-pools`, { ...newPool, name: `p${version}` })).status).toBe(201);
    }
  });

  it.each<[string, object, number]>([
    ['no name', { name: undefined }, 400],
    ['a name with spaces', { name: 'a b' }, 400],
    ['a name that is taken', { name: 'ic-pool-1' }, 409],
    ['no type', { type: undefined }, 400],
    ['another type', { type: 'RDS' }, 501],
    ['another source', { source: 'VIRTUAL_CENTER' }, 501],
    ['a farm', { farm_id: 'x' }, 501],
    ['machines that are there already', { machines: ['x'] }, 501],
    ['machines that are named one by one', { naming_method: 'SPECIFIED' }, 501],
    ['no image', { provisioning_settings: {} }, 400],
    ['settings that are a list', { provisioning_settings: [] }, 400],
    ['an unknown VM', { provisioning_settings: { ...newPool.provisioning_settings, parent_vm_id: 'x', base_snapshot_id: 'y' } }, 404],
    ['a snapshot of another VM', { provisioning_settings: { parent_vm_id: 'vm-1', base_snapshot_id: 'snapshot-2' } }, 400],
    ['an id that is a number', { provisioning_settings: { parent_vm_id: 1, base_snapshot_id: 'snapshot-2' } }, 400],
    ['an unknown vCenter', { vcenter_id: 'x' }, 404],
    ['half a machine', { pattern_naming_settings: { max_number_of_machines: 0.5 } }, 400],
    ['more machines than there can be', { pattern_naming_settings: { max_number_of_machines: 1e9 } }, 400],
    ['datastores without ids', { storage_settings: { datastores: [{}] } }, 400],
    ['datastores that are null', { storage_settings: { datastores: [null] } }, 400],
  ])('is refused with %s', async (_, change, status) => {
    const server = await loggedIn();
    expect((await server.post('/inventory/v1/desktop-pools', { ...newPool, ...change })).status).toBe(status);
    expect((await server.get('/inventory/v2/desktop-pools')).body).toHaveLength(1);
  });
});

describe('a pool that is updated', () => {
  const put = (server: Server, body: unknown) => server.ask('PUT', `/inventory/v1/desktop-pools/${server.pool}`, body);

  it('answers 204 and shows its new texts', async () => {
    const server = await loggedIn();
    expect((await put(server, { ...required, description: 'new', cs_restriction_tags: ['a'] })).status).toBe(204);
    expect((await get(server)).body).toMatchObject({
      display_name: 'Desktops',
      description: 'new',
      cs_restriction_tags: ['a'],
      name: 'ic-pool-1',
    });
  });

  it('moves to another cluster or other datastores', async () => {
    for (const change of [
      { provisioning_settings: { host_or_cluster_id: 'domain-c9', resource_pool_id: 'resgroup-1' } },
      { storage_settings: { datastores: [{ datastore_id: 'datastore-7' }], use_vsan: false } },
    ]) {
      const server = await loggedIn();
      expect((await put(server, { ...required, ...change })).status).toBe(204);
      expect((await get(server)).body.provisioning_status_data).toMatchObject({
        instant_clone_operation: 'INFRASTRUCTURE_CHANGE',
        instant_clone_current_image_state: 'PENDING_UNPUBLISH',
      });
      expect(
        (
          await put(server, {
            ...required,
            display_name: 'x',
            ...{ provisioning_settings: { host_or_cluster_id: 'domain-c3', resource_pool_id: 'r' } },
          })
        ).status,
      ).toBe(400);
      expect((await get(server)).body.display_name).toBe('Desktops');
      server.world.advanceTo(server.world.now() + 3_600_000);
      const { provisioning_settings, storage_settings, provisioning_status_data } = (await get(server)).body;
      expect(provisioning_status_data).toMatchObject({ instant_clone_operation: 'NONE', instant_clone_current_image_state: 'READY' });
      expect(JSON.stringify([provisioning_settings, storage_settings])).toMatch(/domain-c9|datastore-7/);
    }
  });

  const place = { host_or_cluster_id: 'domain-c1', resource_pool_id: 'resgroup-1' };
  const storage = { datastores: [{ datastore_id: 'datastore-1' }], use_vsan: false };

  it('keeps settings that do not move it, and those that an update does not name', async () => {
    const server = await loggedIn();
    await put(server, {
      ...required,
      provisioning_settings: { ...place, resource_pool_id: 'resgroup-5', vm_template_id: 'vm-9' },
      storage_settings: {
        datastores: [{ datastore_id: 'datastore-1', storage_overcommit: 'MODERATE' }],
        use_vsan: true,
        use_separate_datastores_replica_and_os_disks: true,
        reclaim_vm_disk_space: false,
      },
    });
    await put(server, { ...required, storage_settings: { ...storage, reclamation_threshold_mb: 512 } });
    await put(server, { ...required, description: 'new' });
    const look = async () => {
      for (const version of [2, 6, 12]) {
        const { provisioning_settings, storage_settings, provisioning_status_data, description } = (await get(server, version)).body;
        expect(provisioning_status_data.instant_clone_operation).toBe('NONE');
        expect(description).toBe('new');
        expect(provisioning_settings).toMatchObject({ ...place, resource_pool_id: 'resgroup-5', vm_template_id: 'vm-9' });
        expect(storage_settings).toEqual({
          ...storage,
          use_separate_datastores_replica_and_os_disks: true,
          reclaim_vm_disk_space: false,
          reclamation_threshold_mb: 512,
        });
      }
    };
    await look();
    server.world.restore(server.world.snapshot());
    await look();
  });

  it('moves to another datastore for replicas, which is refused while something is under way', async () => {
    const server = await loggedIn();
    const withReplica = (id: string) => ({ ...required, storage_settings: { ...storage, replica_disk_datastore_id: id } });
    expect((await put(server, withReplica('datastore-5'))).status).toBe(204);
    const moving = (await get(server)).body;
    expect(moving.provisioning_status_data).toMatchObject({ instant_clone_operation: 'INFRASTRUCTURE_CHANGE' });
    expect(moving.storage_settings).toEqual({ ...storage, replica_disk_datastore_id: 'datastore-5' });
    expect((await put(server, withReplica('datastore-6'))).status).toBe(400);
    expect((await get(server)).body).toEqual(moving);
    server.world.advanceTo(server.world.now() + 3_600_000);
    expect((await put(server, withReplica('datastore-5'))).status).toBe(204);
    const { provisioning_status_data, storage_settings } = (await get(server)).body;
    expect(provisioning_status_data).toMatchObject({ instant_clone_operation: 'NONE', instant_clone_current_image_state: 'READY' });
    expect(storage_settings).toEqual(moving.storage_settings);
    expect((await put(server, withReplica(''))).status).toBe(400);
  });

  it('has no other image after it: that is what pushes are for', async () => {
    const server = await loggedIn();
    const [first, second] = server.world.directory.streams.map(({ id, tags }) => ({ im_stream_id: id, im_tag_id: tags[0]?.id }));
    const update = (image: object | undefined) =>
      put(server, { ...required, display_name: 'x', provisioning_settings: { ...place, ...image } });
    const none = await update(first);
    expect([none.status, none.body.error_message]).toEqual([
      400,
      `"provisioning_settings.im_stream_id" is "${first?.im_stream_id}" and the image of the pool has none; an update cannot change the image, push it instead.`,
    ]);
    await server.post(`/inventory/v2/desktop-pools/${server.pool}/action/schedule-push-image`, { ...first, logoff_policy: 'FORCE_LOGOFF' });
    server.world.advanceTo(server.world.now() + 3_600_000);
    const other = await update({ ...first, im_tag_id: second?.im_tag_id });
    expect([other.status, other.body.error_message]).toEqual([
      400,
      `"provisioning_settings.im_tag_id" is "${second?.im_tag_id}" and that of the pool is "${first?.im_tag_id}"; an update cannot change the image, push it instead.`,
    ]);
    expect((await get(server)).body.display_name).toBe('ic-pool-1');
    expect((await update(first)).status).toBe(204);
  });

  it('goes back as it came: what a GET shows can be put', async () => {
    const server = await loggedIn();
    const before = (await get(server)).body;
    const { storage_settings, ...shown } = before;
    const settings = { host_or_cluster_id: before.provisioning_settings.host_or_cluster_id, resource_pool_id: 'resgroup-1' };
    const answer = await put(server, { ...shown, storage_settings, provisioning_settings: settings });
    expect(answer.status, answer.body?.error_message).toBe(204);
    expect((await get(server)).body).toEqual(before);
  });

  it('has provisioning switched off and on', async () => {
    const server = await loggedIn();
    await put(server, { ...required, enable_provisioning: false });
    expect((await get(server)).body.enable_provisioning).toBe(false);
    await put(server, { ...required, enable_provisioning: true });
    expect((await get(server)).body.enable_provisioning).toBe(true);
  });

  it('keeps what hvsim cannot change, and says so', async () => {
    const server = await loggedIn();
    expect((await put(server, { ...required, stop_provisioning_on_error: true })).status).toBe(204);
    expect((await put(server, { ...required, stop_provisioning_on_error: false })).status).toBe(501);
    const { pattern_naming_settings } = (await get(server)).body;
    const more = { ...pattern_naming_settings, max_number_of_machines: 9 };
    expect((await put(server, { ...required, pattern_naming_settings: more })).status).toBe(501);
    expect((await get(server)).body.display_name).toBe('Desktops');
  });

  it('needs what the documents require', async () => {
    const server = await loggedIn();
    for (const name of Object.keys(required)) {
      const { status, body } = await put(server, { ...required, [name]: undefined });
      expect(status).toBe(400);
      expect(body.error_message).toContain(name);
    }
  });
});

describe('a pool that is deleted', () => {
  const remove = (server: Server, body?: unknown, id = server.pool) => server.ask('DELETE', `/inventory/v1/desktop-pools/${id}`, body);

  it('answers 204, is there until its images are gone, and then no more', async () => {
    const server = await loggedIn();
    const machine = server.world.simulator.clones(0)[0]?.id;
    expect((await remove(server)).status).toBe(204);
    expect((await get(server)).body).toMatchObject({
      delete_in_progress: true,
      provisioning_status_data: { instant_clone_operation: 'FINAL_UNPUBLISH' },
    });
    expect((await remove(server)).status).toBe(400);
    server.world.advanceTo(server.world.now() + 3_600_000);
    expect((await get(server)).status).toBe(404);
    expect((await server.get('/inventory/v12/desktop-pools')).body).toEqual([]);
    expect((await server.get('/inventory/v2/machines')).body).toEqual([]);
    expect((await server.get(`/inventory/v2/machines/${machine}`)).status).toBe(404);
    expect((await remove(server)).status).toBe(404);
    expect((await server.post('/inventory/v1/desktop-pools', { ...newPool, name: 'ic-pool-1' })).status).toBe(201);
    expect((await server.get('/inventory/v12/desktop-pools')).body).toHaveLength(1);
  });

  it('must be deleted from the disk too', async () => {
    const server = await loggedIn();
    expect((await remove(server, { delete_from_disk: false })).status).toBe(400);
    expect((await remove(server, { delete_from_disk: true })).status).toBe(204);
  });
});

describe('pools in bulk', () => {
  it.each([
    ['disable-provisioning', 'enable_provisioning', false],
    ['enable-provisioning', 'enable_provisioning', true],
    ['disable', 'enabled', false],
    ['enable', 'enabled', true],
  ] as const)('%s answers an item each, and sets %s', async (name, member, value) => {
    const server = await loggedIn();
    const { status, body } = await server.post(`/inventory/v1/desktop-pools/action/${name}`, [server.pool, 'x']);
    expect(status).toBe(200);
    expect(body).toMatchObject([
      { id: server.pool, status_code: 200 },
      { id: 'x', status_code: 404, errors: [{ error_key: 'inventory.desktop-pool.not.found' }] },
    ]);
    expect((await get(server)).body[member]).toBe(value);
  });
});
