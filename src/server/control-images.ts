/** Base VMs and snapshots in the control API: what a golden-image pipeline makes before it pushes. */
import * as v from 'valibot';
import { HvsimError } from '../errors.ts';
import { wrongOption } from '../simulator/options.ts';
import { type ControlRow, row, text } from './control-row.ts';
import type { BaseVm } from './directory.ts';
import type { World } from './world.ts';

const fileName = v.pipe(v.string(), v.regex(/^[^/\p{Cc}]{1,80}$/u, 'Expected 1 to 80 characters without a slash'));

export const imageRoutes: readonly ControlRow[] = [
  row({
    method: 'GET',
    path: '/_hvsim/base-vms',
    does: 'the base VMs with their snapshots',
    handle: ({ world }) => world.directory.baseVms.map((vm) => baseVmIn(world, vm)),
  }),
  row({
    method: 'POST',
    path: '/_hvsim/base-vms',
    does: 'makes a base VM, without a snapshot yet',
    body: { name: 'Win11-26H1' },
    schema: v.strictObject({ name: fileName, id: v.optional(text) }),
    handle: ({ world, body: { name, id = freeId('vm', world.directory.baseVms) }, context }) => {
      const { baseVms } = world.directory;
      if (baseVms.some((vm) => vm.id === id || vm.name === name))
        throw wrongOption('id', id, 'one that no base VM has, and likewise its name');
      world.makeImage({ parentVm: id, parentVmPath: `/Datacenter/vm/Images/${name}` });
      context.status(201);
      return baseVmIn(world, findBaseVm(world, id));
    },
  }),
  row({
    method: 'POST',
    path: '/_hvsim/base-vms/{vm}/snapshots',
    does: 'takes a snapshot of a base VM, as a golden-image pipeline does before it pushes; it lies in the newest one',
    body: { name: '2026-09' },
    schema: v.strictObject({ name: fileName, id: v.optional(text) }),
    handle: ({ world, body: { name, id = freeId('snapshot', world.directory.snapshots) }, context }) => {
      const vm = findBaseVm(world, context.req.param('vm') ?? '');
      const { snapshots } = world.directory;
      if (snapshots.some((each) => each.id === id)) throw wrongOption('id', id, 'one that no snapshot has');
      const newest = snapshotsOf(world, vm).at(-1);
      world.makeImage({ parentVm: vm.id, parentVmPath: vm.path, snapshot: id, snapshotPath: `${newest?.path ?? ''}/${name}` });
      context.status(201);
      return baseVmIn(world, vm).snapshots.at(-1);
    },
  }),
];

/** @throws HvsimError `unknown-base-vm` */
function findBaseVm({ directory }: World, id: string): BaseVm {
  const found = directory.baseVm(directory.vCenters[0].id, id);
  if (found) return found;
  throw new HvsimError(
    'unknown-base-vm',
    `There is no base VM ${JSON.stringify(id.slice(0, 100))}. GET /_hvsim/base-vms lists those that there are.`,
  );
}

/** In the order in which they were made. */
const snapshotsOf = ({ directory }: World, { id, vCenter }: BaseVm) =>
  directory.snapshots.filter((each) => each.baseVm === id && each.vCenter === vCenter);

const baseVmIn = (world: World, vm: BaseVm) => ({
  id: vm.id,
  name: vm.name,
  path: vm.path,
  snapshots: snapshotsOf(world, vm).map(({ id, name, path, createdAt }) => ({ id, name, path, createdAt })),
});

/** The first of `vm-9001`, `vm-9002` … that is free: numbers that nothing else has, and the same in every run. */
function freeId(kind: string, taken: readonly { readonly id: string }[]): string {
  const ids = new Set(taken.map(({ id }) => id));
  let number = 9_001;
  while (ids.has(`${kind}-${number}`)) number += 1;
  return `${kind}-${number}`;
}
