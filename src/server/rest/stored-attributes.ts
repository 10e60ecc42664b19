/** What is stored of a pool beside its life cycle: members of the bodies that create and change it, to show them again. */
import { type Image, type ImageSpec, resolveImage } from '../../../machines/image.ts';
import type { Release } from '../../api/releases.ts';
import { restFieldsOf } from '../../api/rest/schemas.ts';
import type { PoolAttributes } from '../journal.ts';
import { type Body, objectAt } from './body.ts';

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

/** What of a body is stored; of the settings, what is stored already stays where the body does not say otherwise. */
export function storedAttributes(body: Body, schema: string, release: Release, before: PoolAttributes = {}): PoolAttributes {
  const stored = (restFieldsOf(schema, release) ?? []).flatMap(({ name, type }): [string, unknown][] => {
    if (body[name] === undefined) return [];
    if (settings.includes(name)) return [[name, { ...objectAt(before, name), ...storedAttributes(objectAt(body, name), type, release) }]];
    return ofLifeCycle.has(name) ? [] : [[name, body[name]]];
  });
  return Object.fromEntries(stored);
}

/**
 * Images with a virtual TPM, under the REST name of the setting: the life cycle forgets the settings of a push when it is over, and a
 * pool goes on showing this one. No schema has it at the top of a pool, so it is never shown there.
 */
const virtualTpmImages = ({ add_virtual_tpm = [] }: PoolAttributes) => add_virtual_tpm as readonly string[];

const keyOf = ({ parentVm, snapshot }: Image): string => `${parentVm} ${snapshot}`;

/** What is to be stored after a push; nothing where nothing changes. */
export function virtualTpmAfter(before: PoolAttributes, spec: ImageSpec, isAdded = false): PoolAttributes {
  const [images, key] = [virtualTpmImages(before), keyOf(resolveImage(spec))];
  if (images.includes(key) === isAdded) return {};
  return { add_virtual_tpm: isAdded ? [...images, key] : images.filter((each) => each !== key) };
}

export const hasVirtualTpm = (attributes: PoolAttributes, image: Image): boolean => virtualTpmImages(attributes).includes(keyOf(image));
