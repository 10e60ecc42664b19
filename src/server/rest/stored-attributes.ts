/** What is stored of a pool beside its life cycle: members of the bodies that create and change it, to show them again. */
import { type Image, type ImageSpec, resolveImage } from '../../../machines/image.ts';
import type { Release } from '../../api/releases.ts';
import { restFieldsOf } from '../../api/rest/schemas.ts';
import type { PoolSpec } from '../../simulator/input/pool-spec.ts';
import type { PoolAttributes } from '../inputs.ts';

export type Body = Readonly<Record<string, unknown>>;

/** Members that are not stored as they are written, because they are shown by what the life cycle makes of them. */
const ofLifeCycle = new Set([
  'name',
  'type',
  'source',
  'naming_method',
  'vcenter_id',
  'farm_id',
  'machines',
  'enable_provisioning',
  'stop_provisioning_on_error',
  'parent_vm_id',
  'base_snapshot_id',
  'im_stream_id',
  'im_tag_id',
  'host_or_cluster_id',
  'add_virtual_tpm',
]);

/** The objects in a body whose members are stored one by one. */
const settings = ['provisioning_settings', 'storage_settings'];

/**
 * What of a body is stored.
 *
 * @param schema of the body
 * @param before what is stored already: of the settings it stays where the body does not say otherwise
 */
export function storedAttributes(body: Body, schema: string, release: Release, before: PoolAttributes = {}): PoolAttributes {
  const stored = (restFieldsOf(schema, release) ?? []).flatMap(({ name, type }): [string, unknown][] => {
    if (body[name] === undefined) return [];
    if (settings.includes(name)) {
      return [[name, { ...objectAt(before, name), ...storedAttributes(objectAt(body, name), type, release) }]];
    }
    return ofLifeCycle.has(name) ? [] : [[name, body[name]]];
  });
  return Object.fromEntries(stored);
}

/** An object in another; an empty one where it is absent. */
export const objectAt = (body: Body, name: string): Body => (body[name] ?? {}) as Body;

/**
 * Images with a virtual TPM, under the REST name of the setting: the life cycle forgets the settings of a push when it is over, and a
 * pool goes on showing this one. No schema has it at the top of a pool, so it is never shown there.
 */
interface StoredVirtualTpm {
  readonly add_virtual_tpm?: readonly string[];
}

const keyOf = ({ parentVm, snapshot }: Image): string => `${parentVm} ${snapshot}`;

/** What is to be stored after a push; undefined where nothing changes. */
export function virtualTpmAfter(
  before: PoolAttributes,
  spec: ImageSpec & { readonly settings?: { readonly addVirtualTPM?: boolean } },
): PoolAttributes | undefined {
  const { add_virtual_tpm: images = [] } = before as StoredVirtualTpm;
  const key = keyOf(resolveImage(spec));
  if (images.includes(key) === (spec.settings?.addVirtualTPM ?? false)) return undefined;
  return { add_virtual_tpm: spec.settings?.addVirtualTPM ? [...images, key] : images.filter((each) => each !== key) };
}

/** What is to be stored of a pool that is created. */
export function newVirtualTpm(body: Body, { image }: PoolSpec): PoolAttributes {
  const { add_virtual_tpm } = objectAt(body, 'provisioning_settings');
  return (image && virtualTpmAfter({}, { ...image, settings: { addVirtualTPM: add_virtual_tpm === true } })) ?? {};
}

export const hasVirtualTpm = (attributes: PoolAttributes, image: Image): boolean =>
  (attributes as StoredVirtualTpm).add_virtual_tpm?.includes(keyOf(image)) === true;
