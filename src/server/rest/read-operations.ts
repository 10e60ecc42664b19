/** What can only be read: machines, vCenters and what is in them, and the state of the servers. */
import { schemaName, sortableNames } from '../../api/rest/schemas.ts';
import type { WireObject } from '../../projector/object-encoder.ts';
import type { BaseVm } from '../directory.ts';
import type { Call, Operations } from './call.ts';
import { allPools, findMachine, machinesOf } from './inventory.ts';
import { answerList, type ListAnswer } from './list.ts';
import { machineResource } from './machine-resource.ts';
import { badRequest, notFound } from './rest-error.ts';
import {
  baseSnapshotObject,
  baseVmObject,
  connectionServerObject,
  datacenterObject,
  isUsable,
  monitoredVirtualCenter,
  virtualCenterObject,
} from './vcenter-resource.ts';

/** The documents at hand name no privilege for machines: whoever may see pools or manage machines may see them. */
const machines = ['POOL_VIEW', 'MACHINE_MANAGEMENT'] as const;

export const readOperations = {
  listMachines: { privileges: machines, handle: listMachines },
  getMachine: {
    privileges: machines,
    handle: (call) => call.ok(machineResource(call.world, call.version).objectOf(findMachine(call.world, call.param()))),
  },
  listFarms: { handle: (call) => call.ok([]) },
  getFarm: {
    handle: (call) => {
      throw notFound('farm', call.param());
    },
  },
  listSessions: { handle: (call) => call.ok([]) },
  listDatacenters: { handle: listDatacenters },
  listBaseVms: { handle: listBaseVms },
  getBaseVm: { handle: getBaseVm },
  listBaseSnapshots: { handle: listBaseSnapshots },
  listVirtualCenters: { handle: (call) => call.ok(call.world.directory.vCenters.map(virtualCenterObject)) },
  getVirtualCenter: { handle: (call) => call.ok(virtualCenterObject(findVCenter(call, call.param()))) },
  monitorVirtualCenters: { handle: (call) => call.ok(call.world.directory.vCenters.map(monitoredVirtualCenter)) },
  monitorVirtualCenter: { handle: (call) => call.ok(monitoredVirtualCenter(findVCenter(call, call.param()))) },
  monitorConnectionServers: { handle: (call) => call.ok([connectionServerObject(call.world)]) },
  monitorGateways: { handle: (call) => call.ok([]) },
} satisfies Operations;

function listMachines(call: Call): Response {
  const { objectOf, filterable, sortable } = machineResource(call.world, call.version);
  const items = allPools(call.world).flatMap(machinesOf);
  const textOf = (machine: (typeof items)[number]) => JSON.stringify(objectOf(machine));
  return call.list(answerList({ items, objectOf, textOf, filterable, sortable }, call.listQuery(), call.release));
}

function listDatacenters(call: Call): Response {
  const vCenter = findVCenter(call, required(call, 'vcenter_id'));
  return call.ok(
    call.world.directory.datacenters.filter((each) => each.vCenter === vCenter.id).map((each) => datacenterObject(each, call.release)),
  );
}

function listBaseVms(call: Call): Response {
  const { directory } = call.world;
  const vCenter = findVCenter(call, required(call, 'vcenter_id'));
  const datacenter = call.query('datacenter_id');
  if (datacenter && !directory.datacenters.some(({ id }) => id === datacenter)) throw notFound('datacenter', datacenter);
  const usable = call.flag('filter_incompatible_vms');
  const vms = directory.baseVms.filter(
    (vm) => vm.vCenter === vCenter.id && (!datacenter || vm.datacenter === datacenter) && (!usable || isUsable(vm, directory.snapshots)),
  );
  return call.list(sortedBaseVms(call, vms));
}

/** In the order that is asked for, where the release can sort them; they come in no pages and take no filter. */
function sortedBaseVms(call: Call, items: readonly BaseVm[]): ListAnswer {
  const objectOf = (vm: BaseVm) => baseVmObject(vm, call.world, call.version);
  const sortable = sortableNames(schemaName('BaseVMInfo', call.version), call.release);
  const { sort_by, order_by } = call.listQuery();
  const query = sortable.length > 0 ? { sort_by, order_by } : {};
  return answerList({ items, objectOf, textOf: (vm) => JSON.stringify(objectOf(vm)), filterable: [], sortable }, query, call.release);
}

function getBaseVm(call: Call): Response {
  const vCenter = call.query('vcenter_id') ?? call.world.directory.vCenters[0]?.id ?? '';
  const vm = call.world.directory.baseVm(findVCenter(call, vCenter).id, call.param());
  if (!vm) throw notFound('base-vm', call.param());
  return call.ok(baseVmObject(vm, call.world, call.version));
}

function listBaseSnapshots(call: Call): Response {
  const { directory } = call.world;
  const vCenter = findVCenter(call, required(call, 'vcenter_id'));
  const vm = required(call, 'base_vm_id');
  if (!directory.baseVm(vCenter.id, vm)) throw notFound('base-vm', vm);
  const snapshots = directory.snapshots.filter((each) => each.vCenter === vCenter.id && each.baseVm === vm);
  return call.ok(snapshots.map((each): WireObject => baseSnapshotObject(each, call.release, call.version)));
}

function findVCenter({ world }: Call, id: string) {
  const found = world.directory.vCenters.find((each) => each.id === id);
  if (!found) throw notFound('virtual-center', id);
  return found;
}

function required(call: Call, name: string): string {
  const value = call.query(name);
  if (!value) throw badRequest(`The parameter ${name} is missing; it is required.`, 'common.parameter.missing');
  return value;
}
