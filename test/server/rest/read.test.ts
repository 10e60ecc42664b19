import { describe, expect, it } from 'vitest';
import type { Release } from '../../../src/api/index.ts';
import { restPathsOf } from '../../../src/api/rest/paths.ts';
import { loggedIn, type Server } from './server.ts';

const vCenterOf = (server: Server) => server.world.directory.vCenters[0]?.id;

describe.each<Release>(['7.12', '2006', '2012', '2103', '2111', '2206', '2209', '2303', '2312', '2412', '2506', '2512'])(
  'what %s lists',
  (release) => {
    it('fits the documents, in every version', async () => {
      const server = await loggedIn({ release, clones: 2 });
      const query = `?vcenter_id=${vCenterOf(server)}&base_vm_id=vm-1`;
      const [machine] = server.world.simulator.clones(0);
      server.world.send(server.pool, {
        type: 'command.schedulePushImage',
        spec: { parentVm: 'vm-2', snapshot: 'snapshot-2', settings: { logoffSetting: 'FORCE_LOGOFF' } },
      });
      for (let round = 0; round < 12; round += 1) {
        for (const { method, path, operation } of restPathsOf(release)) {
          if (method !== 'GET' || !operation || operation === 'getFarm' || operation === 'getTask') continue;
          const id =
            operation === 'getMachine'
              ? machine?.id
              : /irtualCenter/.test(operation)
                ? vCenterOf(server)
                : operation === 'getBaseVm'
                  ? 'vm-1'
                  : server.pool;
          const { status, body } = await server.get(`${path.replace('{id}', id ?? '')}${query}`);
          expect(status, path).toBe(200);
          expect(body, path).toBeDefined();
        }
        server.world.advanceTo(server.world.nextDue() ?? server.world.now());
      }
    });
  },
);

describe('machines', () => {
  it('tell their image, also in version 1, which clients in the wild read', async () => {
    const server = await loggedIn();
    for (const version of [1, 2, 3]) {
      const { body } = await server.get(`/inventory/v${version}/machines`);
      expect(body[0]).toMatchObject({
        desktop_pool_id: server.pool,
        state: 'AVAILABLE',
        managed_machine_data: { base_vm_id: 'vm-1', base_vm_snapshot_id: 'snapshot-1', virtual_center_id: vCenterOf(server) },
      });
    }
  });

  it('show where they are going, in what state', async () => {
    const server = await loggedIn({ engine: 'manual', clones: 2 });
    const [first, second] = server.world.simulator.clones(0).map(({ id }) => id) as [string, string];
    server.world.send(server.pool, { type: 'clone.sessionOpened', machine: second });
    await server.post(`/inventory/v2/desktop-pools/${server.pool}/action/schedule-push-image`, {
      parent_vm_id: 'vm-2',
      snapshot_id: 'snapshot-2',
      logoff_policy: 'WAIT_FOR_LOGOFF',
    });
    for (const type of ['engine.publishStarted', 'engine.publishSucceeded'] as const) server.world.send(server.pool, { type });
    server.world.send(server.pool, { type: 'clone.resyncStarted', machine: first });
    const pending = {
      pending_base_vm_id: 'vm-2',
      pending_base_vm_snapshot_id: 'snapshot-2',
      logoff_policy: 'WAIT_FOR_LOGOFF',
      operation: 'PUSH_IMAGE',
    };
    expect((await server.get('/inventory/v2/machines')).body).toMatchObject([
      { state: 'CUSTOMIZING', managed_machine_data: { ...pending, operation_state: 'PROGRESSING', base_vm_id: 'vm-1' } },
      { state: 'CONNECTED', managed_machine_data: { ...pending, operation_state: 'SCHEDULED' } },
    ]);
    server.world.send(server.pool, { type: 'clone.resyncFailed', machine: first, error: 'x' });
    const { body } = await server.get(`/inventory/v2/machines/${first}`);
    expect(body).toMatchObject({ state: 'PROVISIONING_ERROR', managed_machine_data: { operation_state: 'FAULT' } });
    expect(body.managed_machine_data).not.toHaveProperty('pending_base_vm_id');
  });

  it('that are not there are 404', async () => {
    const server = await loggedIn();
    for (const id of ['x', 'ic-pool-1-001', server.pool]) {
      const { status, body } = await server.get(`/inventory/v2/machines/${id}`);
      expect([status, body.errors[0].error_key]).toEqual([404, 'inventory.machine.not.found']);
    }
  });
});

describe('vCenters', () => {
  it('have one name in all places', async () => {
    const server = await loggedIn();
    const [config] = (await server.get('/config/v2/virtual-centers')).body;
    expect(config).toMatchObject({ id: vCenterOf(server), port: 443 });
    for (const path of ['/monitor/virtual-centers', '/monitor/v2/virtual-centers']) {
      const [monitored] = (await server.get(path)).body;
      expect(monitored.name).toContain(config.server_name);
      expect(monitored).toMatchObject({ id: config.id, connection_servers: [{}], datastores: [], hosts: [] });
      expect(Object.keys(monitored.details)).toEqual(['version', 'build', 'api_version']);
    }
  });

  it('have data centers, base VMs and snapshots under the ids that pools show', async () => {
    const server = await loggedIn();
    const id = vCenterOf(server);
    const [datacenter] = (await server.get(`/external/v1/datacenters?vcenter_id=${id}`)).body;
    expect(datacenter).toEqual({ id: 'datacenter-1', name: 'Datacenter', path: '/Datacenter' });
    for (const flag of ['True', 'False', 'true', 'false', '']) {
      const query = `vcenter_id=${id}&datacenter_id=${datacenter.id}&filter_incompatible_vms=${flag}&page=7&size=1`;
      expect((await server.get(`/external/v1/base-vms?${query}`)).body).toHaveLength(8);
    }
    const [snapshot] = (await server.get(`/external/v1/base-snapshots?vcenter_id=${id}&base_vm_id=vm-2`)).body;
    expect(snapshot).toMatchObject({ id: 'snapshot-2', name: 'snapshot-2', path: '/snapshot-2', vcenter_id: id });
    expect(Number.isInteger(snapshot.created_timestamp)).toBe(true);
  });

  it('leave out base VMs without a snapshot where only usable ones are asked for', async () => {
    const server = await loggedIn({ pools: [{ image: { parentVm: 'vm-12', snapshot: 'snapshot-1' } }] });
    const query = `/external/v1/base-vms?vcenter_id=${vCenterOf(server)}&filter_incompatible_vms=`;
    const all = (await server.get(query)).body as { incompatible_reasons: string[] }[];
    const usable = (await server.get(`${query}true`)).body as unknown[];
    expect(usable).toEqual(all.filter(({ incompatible_reasons }) => incompatible_reasons.length === 0));
  });

  it.each([
    ['/external/v1/datacenters', 400],
    ['/external/v1/datacenters?vcenter_id=', 400],
    ['/external/v1/datacenters?vcenter_id=x', 404],
    ['/external/v1/base-vms', 400],
    ['/external/v2/base-vms?vcenter_id=x', 404],
    ['/external/v1/base-vms?vcenter_id={id}&datacenter_id=x', 404],
    ['/external/v1/base-vms?vcenter_id={id}&filter_incompatible_vms=maybe', 400],
    ['/external/v1/base-snapshots?vcenter_id={id}', 400],
    ['/external/v1/base-snapshots?base_vm_id=vm-1', 400],
    ['/external/v2/base-snapshots?vcenter_id=x&base_vm_id=vm-1', 404],
    ['/external/v2/base-snapshots?vcenter_id={id}&base_vm_id=x', 404],
    ['/external/v2/base-vms/x', 404],
    ['/config/v5/virtual-centers/x', 404],
    ['/inventory/v9/farms/x', 404],
  ])('%s answers %d', async (path, status) => {
    const server = await loggedIn();
    expect((await server.get(path.replace('{id}', vCenterOf(server) ?? ''))).status).toBe(status);
  });
});

describe('monitoring', () => {
  it('shows a connection server that is well, and no gateways, farms or sessions', async () => {
    const server = await loggedIn();
    for (const path of ['/monitor/connection-servers', '/monitor/v3/connection-servers']) {
      expect((await server.get(path)).body).toMatchObject([
        {
          status: 'OK',
          details: { version: '8.17.0' },
          connection_count: 0,
          certificate: { valid: true },
          services: [{ status: 'UP' }, {}, {}],
        },
      ]);
    }
    for (const path of ['/monitor/v3/gateways', '/inventory/v1/sessions', '/inventory/v4/farms'])
      expect((await server.get(path)).body).toEqual([]);
  });
});
