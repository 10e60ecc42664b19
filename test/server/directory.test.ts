import { describe, expect, it } from 'vitest';
import { createDirectory } from '../../src/server/directory.ts';

describe('the directory', () => {
  it('has vm-1 with snapshot-1 and so on, under the paths that the simulator shows', () => {
    const directory = createDirectory();
    const [{ id: vCenter } = { id: '' }] = directory.vCenters;
    expect(directory.baseVms).toHaveLength(8);
    expect(directory.baseVm(vCenter, 'vm-2')?.path).toBe('/Datacenter/vm/Images/vm-2');
    expect(directory.snapshot(vCenter, 'vm-2', 'snapshot-2')?.path).toBe('/snapshot-2');
    expect(directory.snapshot(vCenter, 'vm-2', 'snapshot-1')).toBeUndefined();
    expect(directory.baseVm('another', 'vm-2')).toBeUndefined();
  });

  it('has a snapshot of every month in the one before, the oldest first', () => {
    const { vCenters, snapshots } = createDirectory();
    const own = snapshots.filter(({ vCenter, baseVm }) => vCenter === vCenters[0].id && baseVm === 'vm-2');
    expect(own.map(({ id, path }) => [id, path])).toEqual([
      ['snapshot-2', '/snapshot-2'],
      ['snapshot-1002', '/snapshot-2/2025-11'],
      ['snapshot-2002', '/snapshot-2/2025-11/2025-12'],
    ]);
    const times = own.map(({ createdAt }) => createdAt);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(new Set(snapshots.map(({ id }) => id)).size).toBe(snapshots.length);
  });

  it('has as many base VMs and snapshots as it is told to', () => {
    const { baseVms, snapshots } = createDirectory({ baseVms: 12, snapshots: 5 });
    expect([baseVms.length, snapshots.length]).toEqual([12, 60]);
  });

  it('is the same every time it is made', () => {
    expect(JSON.stringify(createDirectory())).toBe(JSON.stringify(createDirectory()));
  });

  it('takes in images that are named, with several snapshots of one VM', () => {
    const directory = createDirectory({
      images: [
        { parentVm: 'vm-12', snapshot: 'snapshot-1', parentVmPath: '/Datacenter/vm/Images/Win11-24H2' },
        { parentVm: 'vm-12', snapshot: 'snapshot-35', parentVmPath: '/Datacenter/vm/Images/Win11-24H2' },
      ],
    });
    const [{ id: vCenter } = { id: '' }] = directory.vCenters;
    expect(directory.baseVm(vCenter, 'vm-12')?.name).toBe('Win11-24H2');
    expect(directory.snapshots.filter(({ baseVm }) => baseVm === 'vm-12').map(({ id }) => id)).toEqual(['snapshot-1', 'snapshot-35']);
    expect(directory.snapshot(vCenter, 'vm-1', 'snapshot-1')).toBeUndefined();
  });

  it('has two streams with two tags each, and those that are named', () => {
    const named = { imageManagementStream: 's', imageManagementTag: 't', imageManagementTagName: '2026-03' };
    const { streams, stream } = createDirectory({ images: [named, { ...named, imageManagementTag: 'u' }] });
    expect(streams.map(({ tags }) => tags.length)).toEqual([2, 2, 2]);
    expect(stream('s')?.tags[0]).toEqual({ id: 't', name: '2026-03' });
  });

  it('has the same ids in each vCenter, as on a live pod', () => {
    const { vCenters, baseVms } = createDirectory({ vCenters: 2, baseVms: 1 });
    expect(baseVms.map(({ id, vCenter }) => [id, vCenter])).toEqual(vCenters.map(({ id }) => ['vm-1', id]));
  });
});
