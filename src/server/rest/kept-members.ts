/** What a pool keeps of the bodies that create and change it, to show it again. */
import { isAvailable } from '../../api/availability.ts';
import type { Release } from '../../api/releases.ts';
import { desktopPoolProvisioningSettings } from '../../api/rest/desktop-pool-table.ts';
import { restFieldsOf, schemaName } from '../../api/rest/schemas.ts';
import type { PoolAttributes, World } from '../world.types.ts';

export type Body = Readonly<Record<string, unknown>>;

/** Members that are not kept as they are written, because they are shown by what the life cycle makes of them. */
const understood = new Set([
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

/** The schemas of the objects in a body whose members are kept one by one. */
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
 * What of a body is kept to be shown again.
 *
 * @param schema of the body
 * @param settings the schemas of objects in it
 * @param before what is kept already: of these objects it stays where the body does not say otherwise
 */
export function keptMembers(
  body: Body,
  { schema, settings, before = {} }: { schema: string; settings: SettingsSchemas; before?: PoolAttributes },
  { release }: World,
): PoolAttributes {
  const kept = Object.entries(settings).flatMap(([name, inner]) =>
    body[name] === undefined ? [] : [[name, { ...objectAt(before, name), ...membersOf(objectAt(body, name), inner, release) }]],
  );
  return { ...membersOf(body, schema, release), ...Object.fromEntries(kept) };
}

function membersOf(object: Body, schema: string, release: Release): Body {
  const names = (restFieldsOf(schema, release) ?? []).flatMap(({ name }) =>
    understood.has(name) || object[name] === undefined ? [] : [name],
  );
  return Object.fromEntries(names.map((name) => [name, object[name]]));
}

/** An object in another; an empty one where it is absent. */
export const objectAt = (body: Body, name: string): Body => (body[name] ?? {}) as Body;
