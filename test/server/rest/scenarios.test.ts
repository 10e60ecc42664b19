/** Each scenario of the catalogue, its commands sent over REST: the same statuses as a run of its own. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runScenario, toOptions } from '../../../src/scenario/run-scenario.ts';
import { parseScenario } from '../../../src/scenario/scenario-file.ts';
import { createDirectory, imagesOf } from '../../../src/server/directory.ts';
import type { WorldOptions } from '../../../src/server/world-options.ts';
import type { PoolSpec } from '../../../src/simulator/input/pool-spec.ts';
import type { EventInput } from '../../../src/simulator/input/read-event.ts';
import { readTime } from '../../../src/simulator/input/time.ts';
import { replay } from '../../../src/simulator/resume.ts';
import type { RunInput } from '../../../src/simulator/run-log.ts';
import { createSimulator } from '../../../src/simulator/simulator.ts';
import { loggedIn, type Server } from './server.ts';

const folder = new URL('../../../examples/scenarios/', import.meta.url);
const scenarios = readdirSync(folder).map((file) => [file, parseScenario(readFileSync(new URL(file, folder), 'utf8'), file)] as const);

const release = '2512';
const update = {
  cloud_assigned: false,
  cloud_managed: false,
  display_assigned_machine_name: false,
  display_machine_alias: false,
  display_name: 'x',
  enable_client_restrictions: false,
  enabled: true,
};

/** Machines may be named by name or position in a script; REST takes ids. */
function idOf(server: Server, pool: string, ref: string | number): string {
  const clones = server.world.simulator.clones(pool);
  return (typeof ref === 'number' ? clones[ref - 1] : clones.find(({ id, name }) => id === ref || name === ref))?.id ?? String(ref);
}

type Push = Extract<EventInput, { type: 'command.schedulePushImage' }>['spec'];

const pushBody = (spec: Push, toId: (ref: string | number) => string) => ({
  ...('parentVm' in spec
    ? { parent_vm_id: spec.parentVm, snapshot_id: spec.snapshot }
    : { im_stream_id: spec.imageManagementStream, im_tag_id: spec.imageManagementTag }),
  start_time: spec.settings.startTime === undefined ? undefined : readTime(spec.settings.startTime),
  logoff_policy: spec.settings.logoffSetting,
  stop_on_first_error: spec.settings.stopOnFirstError,
  add_virtual_tpm: spec.settings.addVirtualTPM,
  selective_push_image: spec.selectivePushImage,
  machine_ids: spec.machines?.map(toId),
  compute_profile_num_cpus: spec.computeProfile?.numCPU,
  compute_profile_ram_mb: spec.computeProfile?.ram,
  compute_profile_num_cores_per_socket: spec.computeProfile?.coresPerSocket,
});

/** Sends a command as a client does; false for a fact, which no client can send. */
async function overRest(server: Server, pool: string, event: EventInput): Promise<boolean> {
  const path = `/inventory/v1/desktop-pools/${pool}`;
  const toId = (ref: string | number) => idOf(server, pool, ref);
  const task = () => server.world.simulator.task(pool, 'rest-v1')?.id ?? 'none';
  switch (event.type) {
    case 'command.schedulePushImage':
      await server.post(`/inventory/v2/desktop-pools/${pool}/action/schedule-push-image`, pushBody(event.spec, toId));
      return true;
    case 'command.cancelScheduledPushImage':
      await server.post(`${path}/action/cancel-scheduled-push-image`);
      return true;
    case 'command.promotePendingImage':
      await server.post(`${path}/action/promote-pending-image`);
      return true;
    case 'command.applyImage': {
      // The View API refuses the whole command for one unknown machine; REST answers it with an item of its own and moves the others.
      const ids = event.machines.map(toId);
      const known = server.world.simulator.clones(pool).map(({ id }) => id);
      const strangers = ids.filter((id) => !known.includes(id));
      await server.post(`${path}/action/apply-image?pending_image=${event.pendingImage}`, strangers.length > 0 ? strangers : ids);
      return true;
    }
    case 'command.changeInfrastructure':
      await server.ask('PUT', path, {
        ...update,
        ...(event.hostOrCluster
          ? { provisioning_settings: { host_or_cluster_id: event.hostOrCluster, resource_pool_id: 'resgroup-1' } }
          : {}),
        ...(event.datastores
          ? { storage_settings: { datastores: event.datastores.map((id) => ({ datastore_id: id })), use_vsan: false } }
          : {}),
      });
      return true;
    case 'command.enableProvisioning':
    case 'command.disableProvisioning':
      await server.post(
        `/inventory/v1/desktop-pools/action/${event.type === 'command.enableProvisioning' ? 'enable' : 'disable'}-provisioning`,
        [pool],
      );
      return true;
    case 'command.delete':
      await server.ask('DELETE', path);
      return true;
    case 'command.pauseTask':
    case 'command.cancelTask':
      await server.post(`${path}/tasks/${task()}/action/${event.type === 'command.pauseTask' ? 'pause' : 'cancel'}`);
      return true;
    case 'command.resumeTask':
      await server.post(`${path}/tasks/${task()}/action/resume`, {
        retry_failed_vms: event.retryFailedVMs,
        stop_on_error: event.stopOnError,
      });
      return true;
    default:
      return false;
  }
}

describe.each(scenarios)('%s over REST', (_, scenario) => {
  it('shows the statuses and tasks of a run, step by step', async () => {
    const options = toOptions(scenario, { release });
    const reference = createSimulator(options);
    const { inputs } = runScenario(scenario, { release }).save();
    const directory = createDirectory({ images: imagesOf((scenario.pools ?? []) as readonly PoolSpec[], scenario) });
    const server = await loggedIn({ ...(options as WorldOptions), release, scenario: { ...scenario, steps: [] } }, { directory });
    let commands = 0;
    for (const input of inputs) {
      replay(reference, input);
      if (await again(server, input)) commands += 1;
      for (const { id } of reference.pools) {
        const expected = reference.provisioningStatus(id, 'rest-v3');
        const { status, body } = await server.get(`/inventory/v12/desktop-pools/${id}`);
        if (expected === null) expect(status).toBe(404);
        else {
          expect(body.provisioning_status_data).toEqual(expected);
          expect((await server.get(`/inventory/v1/desktop-pools/${id}/tasks`)).body).toEqual(reference.tasks(id, 'rest-v1'));
        }
      }
    }
    expect(commands).toBe(inputs.filter((input) => 'send' in input && input.send.type.startsWith('command.')).length);
    expect(server.world.simulator.now).toBe(reference.now);
  });
});

/** Does an input to the server: a command over REST, everything else to its world. */
async function again(server: Server, input: RunInput): Promise<boolean> {
  const { simulator } = server.world;
  if (!('send' in input)) {
    replay(simulator, input);
    return false;
  }
  const pool = simulator.pools[input.pool]?.id as string;
  if (await overRest(server, pool, input.send)) return true;
  server.world.send(pool, input.send);
  return false;
}
