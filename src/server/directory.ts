/** What a Connection Server knows of its vCenters and of the image catalog: everything that can be pushed, by position. */
import { type Image, type ImageSpec, resolveImage } from '../../machines/image.ts';
import { hash, hashText } from '../engine/random.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { PoolSpec } from '../simulator/input/pool-spec.ts';
import { defaultStart } from '../simulator/options.ts';

export interface VCenter {
  readonly id: string;
  readonly serverName: string;
}

/** What a vCenter has at a path. */
export interface Datacenter {
  readonly id: string;
  readonly vCenter: string;
  readonly name: string;
  readonly path: string;
}

export interface BaseVm extends Datacenter {
  readonly datacenter: string;
}

export interface BaseSnapshot extends Datacenter {
  readonly baseVm: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

/** A stream of the image catalog with its tags. */
export interface Stream {
  readonly id: string;
  readonly name: string;
  readonly tags: readonly { readonly id: string; readonly name: string }[];
}

export interface DirectoryOptions {
  /** How many vCenters; 1 when absent. Pools are of the first. Ids of their objects are the same in each, as on a live pod. */
  readonly vCenters?: number;
  /** How many base VMs there are beside those of `images`, vm-1 on; 8 when absent. */
  readonly baseVms?: number;
  /** Images that pools and scenarios name. */
  readonly images?: readonly ImageSpec[];
}

export interface Directory {
  readonly vCenters: readonly VCenter[];
  readonly datacenters: readonly Datacenter[];
  readonly baseVms: readonly BaseVm[];
  readonly snapshots: readonly BaseSnapshot[];
  readonly streams: readonly Stream[];
  baseVm(vCenter: string, id: string): BaseVm | undefined;
  /** A snapshot of a base VM; undefined for one of another. */
  snapshot(vCenter: string, baseVm: string, id: string): BaseSnapshot | undefined;
  stream(id: string): Stream | undefined;
}

const dayMs = 86_400_000;

/**
 * A directory that is the same in every run: vm-1 with snapshot-1, vm-2 with snapshot-2 and so on, two streams with two tags each,
 * and whatever images are named. An image that is named wins where both have the same ids.
 *
 * @example
 * createDirectory({ images: [{ parentVm: 'vm-12', snapshot: 'snapshot-34' }] }).baseVms.length //=> 9
 */
export function createDirectory({ vCenters = 1, baseVms = 8, images = [] }: DirectoryOptions = {}): Directory {
  const named = images.map((image) => resolveImage(image));
  const snapshotsTaken = new Set(named.map(({ snapshot }) => snapshot));
  const own = Array.from({ length: baseVms }, (_, position) =>
    resolveImage({ parentVm: `vm-${position + 1}`, snapshot: `snapshot-${position + 1}` }),
  ).filter(({ snapshot }) => !snapshotsTaken.has(snapshot));
  const all = [...own, ...named].map((image, position, { length }) => ({
    ...image,
    createdAt: defaultStart - (length - position) * dayMs,
  }));
  const vms = [...new Map(all.map((image) => [image.parentVm, image])).values()];
  const taken = [...new Map(all.map((image) => [`${image.parentVm} ${image.snapshot}`, image])).values()];
  const centers = Array.from({ length: vCenters }, (_, position) => ({
    id: guid('vcenter', position),
    serverName: `vcenter-${position + 1}.example.com`,
  }));
  const directory = {
    vCenters: centers,
    datacenters: centers.map(({ id }) => ({ id: 'datacenter-1', vCenter: id, name: 'Datacenter', path: '/Datacenter' })),
    baseVms: centers.flatMap(({ id: vCenter }) =>
      vms.map(({ parentVm: id, parentVmPath: path }) => ({ id, vCenter, datacenter: 'datacenter-1', name: lastOf(path), path })),
    ),
    snapshots: centers.flatMap(({ id: vCenter }) =>
      taken.map(({ snapshot: id, parentVm: baseVm, snapshotPath: path, createdAt }) => ({
        id,
        vCenter,
        baseVm,
        name: lastOf(path),
        path,
        createdAt,
      })),
    ),
    streams: streamsOf(named),
  };
  return {
    ...directory,
    baseVm: (vCenter, id) => directory.baseVms.find((vm) => vm.vCenter === vCenter && vm.id === id),
    snapshot: (vCenter, baseVm, id) =>
      directory.snapshots.find((each) => each.vCenter === vCenter && each.baseVm === baseVm && each.id === id),
    stream: (id) => directory.streams.find((stream) => stream.id === id),
  };
}

/** Two streams with two tags each, and those of images. */
function streamsOf(images: readonly Image[]): Stream[] {
  const own = [0, 1].flatMap((stream) =>
    [0, 1].map((tag) => ({
      imageManagementStream: guid('stream', stream),
      imageManagementTag: guid('tag', stream, tag),
      imageManagementStreamName: `stream-${stream + 1}`,
      imageManagementTagName: `tag-${tag + 1}`,
    })),
  );
  const streams = new Map<string, Stream & { readonly tags: { id: string; name: string }[] }>();
  for (const catalog of [...own, ...images.flatMap((image) => image.catalog ?? [])]) {
    const { imageManagementStream: id, imageManagementStreamName: name, imageManagementTag, imageManagementTagName } = catalog;
    const stream = streams.get(id) ?? { id, name, tags: [] };
    streams.set(id, stream);
    if (stream.tags.some((tag) => tag.id === imageManagementTag)) continue;
    stream.tags.push({ id: imageManagementTag, name: imageManagementTagName });
  }
  return [...streams.values()];
}

const lastOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The images that pools and scenarios name: a Connection Server must know what it is asked to push. */
export function imagesOf(pools: readonly PoolSpec[], scenario: Scenario | undefined): ImageSpec[] {
  const pushed = (scenario?.steps ?? []).flatMap(({ send }) => (send?.type === 'command.schedulePushImage' ? send.spec : []));
  const images = [...pools.flatMap(({ image }) => image ?? []), ...pushed];
  return [...new Map(images.map((image) => [JSON.stringify(resolveImage(image)), image])).values()];
}

const hex = (value: number) => value.toString(16).padStart(8, '0');

/** A random-looking (version 4) GUID that depends on a kind and on positions alone. */
export function guid(kind: string, ...keys: readonly number[]): string {
  const [a, b, c, d] = [21, 22, 23, 24].map((part) => hex(hash(part, hashText(kind), ...keys))) as [string, string, string, string];
  return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-a${c.slice(1, 4)}-${c.slice(4)}${d}`;
}
