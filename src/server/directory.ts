/** What a Connection Server knows of its vCenters and of the image catalog: everything that can be pushed, by position. */
import { type Image, type ImageSpec, resolveImage } from '../../machines/image.ts';
import { hash, hashText } from '../engine/random.ts';
import { getOrMake } from '../memo.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { PoolSpec } from '../simulator/input/pool-spec.ts';
import { defaultStart } from '../simulator/options.ts';
import type { NewImage } from './journal.ts';

export interface DirectoryOptions {
  /** How many vCenters; 1 when absent. Pools are of the first. Ids of their objects are the same in each, as on a live pod. */
  readonly vCenters?: number;
  /** How many base VMs there are beside those of `images`, vm-1 on; 8 when absent. */
  readonly baseVms?: number;
  /** How many snapshots each of these has, a month apart; 3 when absent. */
  readonly snapshots?: number;
  /** Images that pools and scenarios name. */
  readonly images?: readonly ImageSpec[];
  /** What was made since, the oldest first, with the time in epoch milliseconds. */
  readonly made?: readonly (NewImage & { readonly createdAt: number })[];
}

export type Directory = Readonly<ReturnType<typeof createDirectory>>;
export type VCenter = Directory['vCenters'][number];
export type BaseVm = Directory['baseVms'][number];
export type Snapshot = Directory['snapshots'][number];

const dayMs = 86_400_000;

/**
 * A directory that is the same in every run: vm-1 with snapshot-1, vm-2 with snapshot-2 and so on, each with a snapshot of every month
 * since; two streams with two tags each; and whatever images are named. An image that is named wins where both have the same ids.
 */
export function createDirectory({ vCenters = 1, baseVms = 8, snapshots: months = 3, images = [], made = [] }: DirectoryOptions = {}) {
  const named = images.map((image, n) => ({ ...resolveImage(image), createdAt: defaultStart - (images.length - n) * dayMs }));
  const own = positions(baseVms)
    .flatMap((n) => historyOf(n, months))
    .filter((image) => !named.some(({ snapshot }) => snapshot === image.snapshot));
  const dated = [
    ...own,
    ...named,
    ...made.flatMap(({ createdAt, ...image }) => (isPushable(image) ? { ...resolveImage(image), createdAt } : [])),
  ];
  const vms = lastBy([...dated, ...made], ({ parentVm }) => parentVm);
  const taken = lastBy(dated, ({ parentVm, snapshot }) => `${parentVm} ${snapshot}`);
  const centers = positions(vCenters).map((n) => ({ id: guid('vcenter', n), serverName: `vcenter-${n + 1}.example.com` }));
  const datacenter = 'datacenter-1';
  const datacenters = centers.map(({ id: vCenter }) => ({ id: datacenter, vCenter, name: 'Datacenter', path: '/Datacenter' }));
  const all = centers.flatMap(({ id: vCenter }) =>
    vms.map(({ parentVm: id, parentVmPath: path }) => ({ id, vCenter, datacenter, name: lastOf(path), path })),
  );
  const snapshots = centers.flatMap(({ id: vCenter }) =>
    taken.map(({ snapshot: id, parentVm: baseVm, snapshotPath: path, createdAt }) => {
      return { id, vCenter, baseVm, name: lastOf(path), path, createdAt };
    }),
  );
  const streams = streamsOf(named);
  return {
    vCenters: centers as [(typeof centers)[number], ...typeof centers],
    datacenters,
    baseVms: all,
    snapshots,
    streams,
    vCenter: (id: string) => centers.find((each) => each.id === id),
    baseVm: (vCenter: string, id: string) => all.find((vm) => vm.vCenter === vCenter && vm.id === id),
    /** A snapshot of a base VM; undefined for one of another. */
    snapshot: (vCenter: string, baseVm: string, id: string) =>
      snapshots.find((each) => each.vCenter === vCenter && each.baseVm === baseVm && each.id === id),
    stream: (id: string) => streams.find((stream) => stream.id === id),
  };
}

const isPushable = (image: NewImage): image is Required<NewImage> => image.snapshot !== undefined;

/**
 * The snapshots of a base VM, the oldest first: snapshot-1 of vm-1, then one in it for every month, snapshot-1001 with the path
 * /snapshot-1/2025-12, snapshot-2001 in that, as vCenter shows a tree of them.
 */
function historyOf(n: number, months: number) {
  const parentVm = `vm-${n + 1}`;
  let snapshotPath = '';
  return positions(months).map((month) => {
    const createdAt = defaultStart - (months - month) * 30 * dayMs + n * dayMs;
    snapshotPath += month === 0 ? `/snapshot-${n + 1}` : `/${new Date(createdAt).toISOString().slice(0, 7)}`;
    return { ...resolveImage({ parentVm, snapshot: `snapshot-${1_000 * month + n + 1}`, snapshotPath }), createdAt };
  });
}

const positions = (count: number): readonly number[] => [...Array(count).keys()];

/** The last of those with the same key, in the place of the first. */
const lastBy = <T>(items: readonly T[], keyOf: (item: T) => string): T[] => [...new Map(items.map((item) => [keyOf(item), item])).values()];

function streamsOf(images: readonly Image[]) {
  const own = [0, 1].flatMap((stream) =>
    [0, 1].map((tag) => ({
      imageManagementStream: guid('stream', stream),
      imageManagementTag: guid('tag', stream, tag),
      imageManagementStreamName: `stream-${stream + 1}`,
      imageManagementTagName: `tag-${tag + 1}`,
    })),
  );
  const streams = new Map<string, { readonly id: string; readonly name: string; readonly tags: { id: string; name: string }[] }>();
  for (const catalog of [...own, ...images.flatMap((image) => image.catalog ?? [])]) {
    const { imageManagementStream, imageManagementStreamName, imageManagementTag: id, imageManagementTagName: name } = catalog;
    const { tags } = getOrMake(streams, imageManagementStream, () => ({
      id: imageManagementStream,
      name: imageManagementStreamName,
      tags: [],
    }));
    if (!tags.some((tag) => tag.id === id)) tags.push({ id, name });
  }
  return [...streams.values()];
}

const lastOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The images that pools and scenarios name: a Connection Server must know what it is asked to push. */
export function imagesOf(pools: readonly PoolSpec[], scenario: Scenario | undefined): ImageSpec[] {
  const pushed = (scenario?.steps ?? []).flatMap(({ send }) => (send?.type === 'command.schedulePushImage' ? send.spec : []));
  const images = [...pools.flatMap(({ image }) => image ?? []), ...pushed];
  return lastBy(images, (image) => JSON.stringify(resolveImage(image)));
}

const hex = (value: number) => value.toString(16).padStart(8, '0');

/** A random-looking (version 4) GUID that depends on a kind and on positions alone. */
export function guid(kind: string, ...keys: readonly number[]): string {
  const [a, b, c, d] = [21, 22, 23, 24].map((part) => hex(hash(part, hashText(kind), ...keys))) as [string, string, string, string];
  return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-a${c.slice(1, 4)}-${c.slice(4)}${d}`;
}
