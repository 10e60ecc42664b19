/** What is stored of a pool beside its life cycle: members of the bodies that create and change it, to show them again. */
import { type Image, type ImageSpec, resolveImage } from '../../../machines/image.ts';
import { isAvailable } from '../../api/availability.ts';
import type { Release } from '../../api/releases.ts';
import { desktopPoolProvisioningSettings } from '../../api/rest/desktop-pool-table.ts';
import { restFieldsOf, schemaName } from '../../api/rest/schemas.ts';
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
  'provisioning_settings',
  'storage_settings',
  'parent_vm_id',
  'base_snapshot_id',
  'im_stream_id',
  'im_tag_id',
  'host_or_cluster_id',
  'add_virtual_tpm',
]);

/** The schemas of the objects in a body whose members are stored one by one. */
type SettingsSchemas = Readonly<Record<'provisioning_settings' | 'storage_settings', string>>;

/** What the documents have in a DesktopPoolUpdateSpec. */
export const updatedSettings: SettingsSchemas = {
  provisioning_settings: 'DesktopPoolProvisioningSettingsUpdateSpec',
  storage_settings: 'DesktopPoolStorageSettingsUpdateSpec',
};

/**
 * No document at hand has those of a DesktopPoolCreateSpec. They may say what the first two versions of a pool's settings show, which
 * are without the names and paths that servers make of ids, and what an update may say of the storage.
 */
export const createdSettings = (release: Release): SettingsSchemas => ({
  provisioning_settings: schemaName('DesktopPoolProvisioningSettings', isAvailable(release, computeProfilesSince) ? 2 : 1),
  storage_settings: updatedSettings.storage_settings,
});

const computeProfilesSince = desktopPoolProvisioningSettings.versions[2];

/**
 * What of a body is stored.
 *
 * @param schema of the body
 * @param settings the schemas of objects in it
 * @param before what is stored already: of these objects it stays where the body does not say otherwise
 */
export function storedAttributes(
  body: Body,
  { schema, settings, before = {} }: { schema: string; settings: SettingsSchemas; before?: PoolAttributes },
  release: Release,
): PoolAttributes {
  const stored = Object.entries(settings).flatMap(([name, inner]) =>
    body[name] === undefined ? [] : [[name, { ...objectAt(before, name), ...membersOf(objectAt(body, name), inner, release) }]],
  );
  return { ...membersOf(body, schema, release), ...Object.fromEntries(stored) };
}

function membersOf(object: Body, schema: string, release: Release): Body {
  const names = (restFieldsOf(schema, release) ?? []).map(({ name }) => name);
  return Object.fromEntries(
    names.filter((name) => !ofLifeCycle.has(name) && object[name] !== undefined).map((name) => [name, object[name]]),
  );
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
