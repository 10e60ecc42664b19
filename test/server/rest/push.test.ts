/** The life cycle of a push as the contract has it, over REST. */
import { describe, expect, it } from 'vitest';
import { loggedIn, type Server } from './server.ts';

const image = { parent_vm_id: 'vm-2', snapshot_id: 'snapshot-2' };
const spec = { ...image, logoff_policy: 'FORCE_LOGOFF' };
const hour = 3_600_000;

const action = (server: Server, name: string, body?: unknown, version = 1) =>
  server.post(`/inventory/v${version}/desktop-pools/${server.pool}/action/${name}`, body);
const push = (server: Server, body: unknown = spec, version = 2) => action(server, 'schedule-push-image', body, version);
const cancel = (server: Server) => action(server, 'cancel-scheduled-push-image');
const poolOf = async (server: Server, version = 12) => (await server.get(`/inventory/v${version}/desktop-pools/${server.pool}`)).body;
const statusOf = async (server: Server) => (await poolOf(server)).provisioning_status_data;
const machinesOf = async (server: Server) => (await server.get('/inventory/v3/machines')).body;
const imagesOf = async (server: Server): Promise<string[]> =>
  (await machinesOf(server)).map(
    (each: { managed_machine_data: { base_vm_snapshot_id: string } }) => each.managed_machine_data.base_vm_snapshot_id,
  );
const idle = (status: Record<string, unknown>) => (status.instantCloneProvisioningStatusData as { operation: string }).operation === 'NONE';
const tasksOf = async (server: Server) => (await server.get(`/inventory/v1/desktop-pools/${server.pool}/tasks`)).body;
const quiet = { instant_clone_operation: 'NONE', instant_clone_current_image_state: 'READY' };

/** A world in which nothing happens by itself. */
const still = () => loggedIn({ engine: 'manual', clones: 3 });

/** A pool that holds an image after a selective push to its first machine. */
async function holding(): Promise<Server> {
  const server = await loggedIn({ clones: 3 });
  const [first] = await machinesOf(server);
  await push(server, { ...spec, selective_push_image: true, machine_ids: [first.id] });
  server.until(idle);
  server.world.advanceTo(server.world.now() + hour);
  return server;
}

describe('an accepted push', () => {
  it('is pending before it is answered: 204 from version 1, a list from versions 2 and 3', async () => {
    for (const [version, status, body] of [
      [1, 204, undefined],
      [2, 200, []],
      [3, 200, []],
    ] as const) {
      const server = await still();
      const answer = await push(server, spec, version);
      expect([answer.status, answer.body]).toEqual([status, body]);
      expect(await statusOf(server)).toMatchObject({
        instant_clone_operation: 'SCHEDULE_PUSH_IMAGE',
        instant_clone_pending_image_state: 'PENDING_PUBLISH',
        instant_clone_pending_image_parent_vm_id: 'vm-2',
        instant_clone_pending_image_snapshot_id: 'snapshot-2',
        instant_clone_push_image_settings: { logoff_policy: 'FORCE_LOGOFF', stop_on_first_error: true, add_virtual_tpm: false },
      });
    }
  });

  it('goes PENDING_PUBLISH, PUBLISHING, never back, with progress that never falls', async () => {
    const server = await loggedIn();
    await push(server);
    const seen: [string, number][] = [];
    server.until((status) => {
      const { instantClonePendingImageState: state, pendingImageProgress: progress } = status.instantCloneProvisioningStatusData as {
        instantClonePendingImageState: string;
        pendingImageProgress: number;
      };
      if (state) seen.push([state, progress]);
      return idle(status);
    });
    const order = ['PENDING_PUBLISH', 'PUBLISHING', 'READY'];
    expect(seen.map(([state]) => order.indexOf(state))).toEqual(seen.map(([state]) => order.indexOf(state)).sort());
    expect(seen.map(([, progress]) => progress)).toEqual(seen.map(([, progress]) => progress).sort((a, b) => a - b));
  });

  it('becomes current at once, and the machines follow one by one while the task counts down', async () => {
    const server = await loggedIn({ clones: 4 });
    await push(server);
    server.until(idle);
    const pool = await poolOf(server);
    expect(pool.provisioning_status_data).toEqual(quiet);
    expect(pool.provisioning_settings).toMatchObject({ parent_vm_id: 'vm-2', base_snapshot_id: 'snapshot-2', add_virtual_tpm: false });
    const counts: number[] = [];
    for (let left = 4; left > 0; ) {
      const [task] = await tasksOf(server);
      left = task.remaining_vmtask_count;
      counts.push(left);
      expect((await imagesOf(server)).filter((each) => each === 'snapshot-2')).toHaveLength(4 - left);
      expect(task).toMatchObject({ operation: 'PUSH_IMAGE', error_vmtask_count: 0, halted_vmtask_count: 0, cancelled_vmtask_count: 0 });
      expect(task.description).toContain('to image "/Datacenter/vm/Images/vm-2 - /snapshot-2"');
      server.world.advanceTo(server.world.nextDue() ?? server.world.now());
    }
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
    expect((await machinesOf(server))[0].managed_machine_data).toMatchObject({ operation: 'PUSH_IMAGE', operation_state: 'COMPLETED' });
  });

  it('keeps a compute profile and shows it from version 6 on', async () => {
    const server = await loggedIn();
    const profile = { compute_profile_num_cpus: 4, compute_profile_ram_mb: 8_192, compute_profile_num_cores_per_socket: 2 };
    expect((await poolOf(server)).provisioning_settings).not.toHaveProperty('compute_profile_ram_mb');
    await push(server, { ...spec, ...profile });
    server.until(idle);
    expect((await poolOf(server, 6)).provisioning_settings).toMatchObject(profile);
    expect((await poolOf(server, 5)).provisioning_settings).not.toHaveProperty('compute_profile_ram_mb');
  });

  it('with a virtual TPM makes the pool show one for as long as that image is current', async () => {
    const server = await loggedIn();
    const shown = async () => (await poolOf(server)).provisioning_settings.add_virtual_tpm;
    await push(server, { ...spec, add_virtual_tpm: true });
    expect(await shown()).toBe(false);
    server.until(idle);
    expect(await shown()).toBe(true);
    await push(server, { ...spec, parent_vm_id: 'vm-3', snapshot_id: 'snapshot-3' });
    server.until(idle);
    expect(await shown()).toBe(false);
    await push(server, spec);
    server.until(idle);
    expect(await shown()).toBe(false);
  });

  it('may be of the image catalog', async () => {
    const server = await loggedIn();
    const [{ id, tags } = { id: '', tags: [] }] = server.world.directory.streams;
    await push(server, { im_stream_id: id, im_tag_id: tags[0]?.id, logoff_policy: 'WAIT_FOR_LOGOFF' });
    expect(await statusOf(server)).toMatchObject({ instant_clone_pending_im_stream_id: id, instant_clone_pending_im_tag_name: 'tag-1' });
    server.until(idle);
    expect(await poolOf(server)).toMatchObject({ image_source: 'IMAGE_CATALOG', provisioning_settings: { im_stream_id: id } });
  });
});

// What people do every month: the newest snapshot of the VM that the pool has already.
describe('another snapshot of the base VM of the pool', () => {
  it('is found in the list, and is pushed', async () => {
    const server = await loggedIn();
    const { vCenters } = server.world.directory;
    const before = (await poolOf(server)).provisioning_settings;
    const { body } = await server.get(`/external/v3/base-snapshots?vcenter_id=${vCenters[0].id}&base_vm_id=${before.parent_vm_id}`);
    const newest = [...body].sort((a, b) => b.created_timestamp - a.created_timestamp)[0];
    expect(newest.id).not.toBe(before.base_snapshot_id);
    expect((await push(server, { parent_vm_id: before.parent_vm_id, snapshot_id: newest.id, logoff_policy: 'FORCE_LOGOFF' })).status).toBe(
      200,
    );
    expect(await statusOf(server)).toMatchObject({ instant_clone_pending_image_snapshot_path: newest.path });
    server.world.advanceTo(server.world.now() + hour);
    expect((await poolOf(server)).provisioning_settings).toMatchObject({ base_snapshot_id: newest.id, snapshot_path: newest.path });
  });
});

describe('a start time', () => {
  it('that is to come holds the image READY, and not a moment before it the machines move', async () => {
    const server = await loggedIn();
    const start = server.world.now() + 6 * hour;
    await push(server, { ...spec, start_time: start });
    server.world.advanceTo(start - 1);
    expect(await statusOf(server)).toMatchObject({
      instant_clone_operation: 'SCHEDULE_PUSH_IMAGE',
      instant_clone_pending_image_state: 'READY',
      instant_clone_push_image_settings: { start_time: start },
    });
    expect(await tasksOf(server)).toEqual([]);
    server.world.advanceTo(start);
    expect(await statusOf(server)).toEqual(quiet);
    expect(await tasksOf(server)).toHaveLength(1);
  });

  // Ansible sends numbers as texts.
  it('may be a number as text; another text is 400', async () => {
    const server = await loggedIn();
    const start = server.world.now() + hour;
    const { status } = await push(server, {
      ...spec,
      start_time: String(start),
      compute_profile_num_cpus: '4',
      compute_profile_ram_mb: '4096',
    });
    expect(status).toBe(200);
    expect(await statusOf(server)).toMatchObject({
      instant_clone_push_image_settings: { start_time: start },
      pending_compute_profile_num_cpus: 4,
    });
    for (const start_time of ['soon', '', '1e3', '0x10', '4 ']) {
      const { status: refused, body } = await push(server, { ...spec, start_time });
      expect([refused, body.error_message]).toEqual([400, expect.stringContaining('cannot be mapped')]);
    }
  });

  it.each([
    [1_763_752_000.123, 1_763_752_000],
    [1_763_752_000_000.0, 1_763_752_000_000],
    [-1.5, -1],
    [0, 0],
  ])('of %d is long past, means now, and is shown as %d', async (start_time, shown) => {
    const server = await still();
    expect((await push(server, { ...spec, start_time })).status).toBe(200);
    expect((await statusOf(server)).instant_clone_push_image_settings.start_time).toBe(shown);
    expect((await cancel(server)).status).toBe(400);
  });

  it.each(['2026-01-05T08:00:00Z', true, {}, []])('of %j cannot be mapped: 400, and nothing changes', async (start_time) => {
    const server = await still();
    const before = await poolOf(server);
    const { status, body } = await push(server, { ...spec, start_time });
    expect(status).toBe(400);
    expect(body.error_message).toContain('cannot be mapped');
    expect(await poolOf(server)).toEqual(before);
  });

  it('can be changed until it comes, also to the past, by the same push alone', async () => {
    for (const [version, status] of [
      [1, 204],
      [2, 200],
    ] as const) {
      const server = await still();
      const start_time = server.world.now() + hour;
      await push(server, { ...spec, start_time }, version);
      expect((await push(server, { ...spec, start_time: start_time + hour }, version)).status).toBe(status);
      expect((await statusOf(server)).instant_clone_push_image_settings.start_time).toBe(start_time + hour);
      const before = await statusOf(server);
      for (const other of [
        { logoff_policy: 'WAIT_FOR_LOGOFF' },
        { stop_on_first_error: false },
        { parent_vm_id: 'vm-3', snapshot_id: 'snapshot-3' },
      ]) {
        expect((await push(server, { ...spec, ...other, start_time }, version)).status).toBe(400);
      }
      expect(await statusOf(server)).toEqual(before);
      expect((await push(server, { ...spec, start_time: 5 }, version)).status).toBe(status);
      expect((await push(server, { ...spec, start_time }, version)).status).toBe(400);
    }
  });
});

describe('cancel', () => {
  it('before the start time answers 204, unpublishes, and leaves the image as it was', async () => {
    const server = await loggedIn();
    await push(server, { ...spec, start_time: server.world.now() + hour });
    expect((await cancel(server)).status).toBe(204);
    expect(await statusOf(server)).toMatchObject({
      instant_clone_operation: 'CANCEL_SCHEDULED_PUSH_IMAGE',
      instant_clone_pending_image_state: 'UNPUBLISHING',
    });
    server.until(idle);
    const pool = await poolOf(server);
    expect(pool.provisioning_status_data).toEqual(quiet);
    expect(pool.provisioning_settings.base_snapshot_id).toBe('snapshot-1');
  });

  it('answers 400 where nothing can be cancelled, and 404 without the pool', async () => {
    const server = await still();
    expect((await cancel(server)).status).toBe(400);
    expect((await server.post('/inventory/v1/desktop-pools/x/action/cancel-scheduled-push-image')).status).toBe(404);
  });

  it('takes no heed of a body', async () => {
    const server = await still();
    await push(server, { ...spec, start_time: server.world.now() + hour });
    expect((await action(server, 'cancel-scheduled-push-image', '{')).status).toBe(204);
  });
});

describe('a selective push', () => {
  it('answers an item for each machine, holds the image, and moves these machines alone', async () => {
    const server = await loggedIn({ clones: 3 });
    const [first] = await machinesOf(server);
    const { status, body } = await push(server, { ...spec, selective_push_image: true, machine_ids: [first.id] });
    expect([status, body]).toEqual([200, [{ id: first.id, status_code: 200, timestamp: server.world.now() }]]);
    server.until(idle);
    server.world.advanceTo(server.world.now() + hour);
    expect(await statusOf(server)).toMatchObject({ ...quiet, instant_clone_pending_image_state: 'READY_HELD' });
    expect(await imagesOf(server)).toEqual(['snapshot-2', 'snapshot-1', 'snapshot-1']);
    expect((await poolOf(server)).provisioning_settings.base_snapshot_id).toBe('snapshot-1');
  });

  it('allows no other push while it is held', async () => {
    const server = await holding();
    expect((await push(server)).status).toBe(400);
  });

  it('is promoted with 204: the image becomes current and all machines follow', async () => {
    const server = await holding();
    expect((await action(server, 'promote-pending-image')).status).toBe(204);
    expect(await statusOf(server)).toEqual(quiet);
    server.world.advanceTo(server.world.now() + hour);
    expect(await imagesOf(server)).toEqual(['snapshot-2', 'snapshot-2', 'snapshot-2']);
    expect((await action(server, 'promote-pending-image')).status).toBe(400);
  });

  it('is cancelled with 204: the image is dropped', async () => {
    const server = await holding();
    expect((await cancel(server)).status).toBe(204);
    server.until(idle);
    expect(await statusOf(server)).toEqual(quiet);
  });

  it.each([
    ['true', 'snapshot-2'],
    ['false', 'snapshot-1'],
  ])('applies its image or the current one to machines: pending_image=%s', async (pending, expected) => {
    const server = await holding();
    const [first, second] = await machinesOf(server);
    const ids = [first.id, second.id];
    const { status, body } = await action(server, `apply-image?pending_image=${pending}`, ids);
    expect(status).toBe(200);
    expect(body.map((item: { id: string; status_code: number }) => [item.id, item.status_code])).toEqual(ids.map((id) => [id, 200]));
    server.world.advanceTo(server.world.now() + hour);
    expect((await imagesOf(server)).slice(0, 2)).toEqual([expected, expected]);
    expect(await statusOf(server)).toMatchObject({ instant_clone_pending_image_state: 'READY_HELD' });
  });
});

describe('apply-image', () => {
  it('answers 404 for the machines it does not know, and moves the others', async () => {
    const server = await loggedIn({ clones: 1 });
    const [machine] = await machinesOf(server);
    const { status, body } = await action(server, 'apply-image', ['x', machine.id]);
    expect(status).toBe(200);
    expect(body[0]).toMatchObject({ id: 'x', status_code: 404, errors: [{ error_key: 'inventory.machine.not.found' }] });
    expect(body[0].error_messages).toHaveLength(1);
    expect(body[1]).toMatchObject({ id: machine.id, status_code: 200 });
    expect(await tasksOf(server)).toHaveLength(1);
  });

  it.each([['{}'], ['"x"'], ['[1]'], ['[null]'], [undefined], ['']])('answers 400 for the body %s', async (body) => {
    expect((await action(await still(), 'apply-image', body)).status).toBe(400);
  });

  it('answers 400 for a pending image where none is held, and for a flag that is none', async () => {
    const server = await still();
    const [machine] = await machinesOf(server);
    for (const ids of [[machine.id], ['x']]) expect((await action(server, 'apply-image?pending_image=true', ids)).status).toBe(400);
    expect((await action(server, 'apply-image?pending_image=maybe', [machine.id])).status).toBe(400);
  });

  it('takes ids for machines, not names', async () => {
    const server = await still();
    const [machine] = await machinesOf(server);
    expect((await action(server, 'apply-image', [machine.name])).body[0].status_code).toBe(404);
  });
});

describe('a push that is refused', () => {
  const stranger = { selective_push_image: true, machine_ids: ['x'] };
  const profile = { compute_profile_num_cpus: 4, compute_profile_ram_mb: 4_096 };

  it.each<[string, object, number, string]>([
    ['without logoff_policy', { logoff_policy: undefined }, 400, 'logoff_policy'],
    ['with another logoff_policy', { logoff_policy: 'NOW' }, 400, 'FORCE_LOGOFF, WAIT_FOR_LOGOFF'],
    ['without an image', { parent_vm_id: undefined, snapshot_id: undefined }, 400, 'parent_vm_id'],
    ['without a snapshot', { snapshot_id: undefined }, 400, 'snapshot_id'],
    ['with both kinds of image', { im_stream_id: 's', im_tag_id: 't' }, 400, 'not by both'],
    ['with an unknown VM', { parent_vm_id: 'vm-99' }, 404, 'vm-99'],
    ['with an unknown snapshot', { snapshot_id: 'snapshot-99' }, 404, 'snapshot-99'],
    ['with a snapshot of another VM', { snapshot_id: 'snapshot-3' }, 400, 'one of "vm-3"'],
    ['with an id that is a number', { parent_vm_id: 2 }, 400, 'cannot be mapped to string'],
    ['with a flag that is text', { stop_on_first_error: 'yes' }, 400, 'cannot be mapped to boolean'],
    ['with machines but not selective', { machine_ids: [] }, 400, 'selective_push_image'],
    ['with a machine that is not of the pool', stranger, 404, '"x" is no machine'],
    ['with half a compute profile', { compute_profile_num_cpus: 2 }, 400, 'compute_profile_ram_mb'],
    ['with CPUs that are no multiple', { ...profile, compute_profile_num_cores_per_socket: 3 }, 400, 'multiple'],
    ['with little memory', { ...profile, compute_profile_ram_mb: 1_023 }, 400, '1024'],
    ['with half a CPU', { ...profile, compute_profile_num_cpus: 1.5 }, 400, 'cannot be mapped to integer'],
    ['with a start time beyond all dates', { start_time: 1e300 }, 400, 'cannot be mapped'],
  ])('%s changes nothing', async (_, change, status, says) => {
    const server = await still();
    const before = await poolOf(server);
    const answer = await push(server, { ...spec, ...change });
    expect(answer.status).toBe(status);
    expect(answer.body.error_message).toContain(says);
    expect(await poolOf(server)).toEqual(before);
  });

  it('with a machine of another pool is 404', async () => {
    const server = await loggedIn({ pools: 2, engine: 'manual' });
    const other = (await machinesOf(server)).find((each: { desktop_pool_id: string }) => each.desktop_pool_id !== server.pool);
    expect((await push(server, { ...spec, selective_push_image: true, machine_ids: [other.id] })).status).toBe(404);
  });

  it('is any while one is running', async () => {
    const server = await still();
    await push(server);
    const before = await statusOf(server);
    for (const body of [spec, { ...spec, start_time: server.world.now() + hour }]) expect((await push(server, body)).status).toBe(400);
    expect(await statusOf(server)).toEqual(before);
  });

  it('is none where members are unknown, or null', async () => {
    const server = await still();
    expect((await push(server, { ...spec, color: 'red', start_time: null, im_stream_id: null })).status).toBe(200);
  });

  it('is not for what version 1 does not have', async () => {
    const server = await still();
    expect((await push(server, { ...spec, selective_push_image: true, machine_ids: ['x'], compute_profile_num_cpus: 'x' }, 1)).status).toBe(
      204,
    );
    expect(await statusOf(server)).not.toHaveProperty('pending_compute_profile_num_cpus');
  });

  it('is any for a pool that is not there', async () => {
    const server = await still();
    for (const id of ['x', 'ic-pool-1', '0', '%00']) {
      expect((await server.post(`/inventory/v2/desktop-pools/${id}/action/schedule-push-image`, spec)).status).toBe(404);
    }
  });
});

describe('a push that fails', () => {
  it('leaves FAILED beside NONE with the error, and another one may follow', async () => {
    const server = await loggedIn();
    server.world.failNext(server.pool, 'publish', { error: 'no space' });
    await push(server);
    server.until(idle);
    expect(await statusOf(server)).toMatchObject({
      ...quiet,
      instant_clone_pending_image_state: 'FAILED',
      instant_clone_pending_image_error: 'no space',
      last_provisioning_error: 'Push image failed: no space',
    });
    expect((await poolOf(server)).enable_provisioning).toBe(false);
    await server.post('/inventory/v1/desktop-pools/action/enable-provisioning', [server.pool]);
    expect(await statusOf(server)).not.toHaveProperty('last_provisioning_error');
    expect((await push(server)).status).toBe(200);
  });
});

describe('a task', () => {
  const taskPath = async (server: Server) => `/inventory/v1/desktop-pools/${server.pool}/tasks/${(await tasksOf(server)).at(-1).id}`;

  it('is paused, resumed and cancelled with 204, and answers 400 when it is over', async () => {
    const server = await loggedIn({ clones: 30 });
    await push(server);
    server.until(idle);
    const path = await taskPath(server);
    expect((await server.post(`${path}/action/pause`)).status).toBe(204);
    expect((await server.get(path)).body.halted_vmtask_count).toBe(30);
    expect((await server.post(`${path}/action/resume`, { retry_failed_vms: true })).status).toBe(204);
    expect((await server.get(path)).body.remaining_vmtask_count).toBe(30);
    expect((await server.post(`${path}/action/cancel`)).status).toBe(204);
    expect((await server.get(path)).body.cancelled_vmtask_count).toBe(30);
    for (const name of ['cancel', 'pause', 'resume']) expect((await server.post(`${path}/action/${name}`)).status).toBe(400);
  });

  it('takes a resume without a body, and none of the wrong type', async () => {
    const server = await loggedIn({ clones: 3 });
    await push(server);
    server.until(idle);
    const path = await taskPath(server);
    await server.post(`${path}/action/pause`);
    expect((await server.post(`${path}/action/resume`, { stop_on_error: 'no' })).status).toBe(400);
    expect((await server.post(`${path}/action/resume`)).status).toBe(204);
  });

  it('that a later one has taken the place of is over', async () => {
    const server = await loggedIn({ clones: 3 });
    await push(server);
    server.until(idle);
    const older = await taskPath(server);
    await push(server, { ...spec, parent_vm_id: 'vm-3', snapshot_id: 'snapshot-3' });
    server.until(idle);
    expect((await server.post(`${older}/action/cancel`)).status).toBe(400);
  });

  it('that is not there is 404', async () => {
    const server = await still();
    const path = `/inventory/v1/desktop-pools/${server.pool}/tasks/x`;
    expect((await server.get(path)).status).toBe(404);
    for (const name of ['cancel', 'pause', 'resume']) expect((await server.post(`${path}/action/${name}`)).status).toBe(404);
  });
});
