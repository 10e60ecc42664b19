/** A desktop pool of the REST API around its status, in any version of its GET. */
import type { ComputeProfile, Image } from '../../machines/image.ts';
import type { RestFormat } from '../api/formats.ts';
import type { PoolView } from '../api/pool-view.ts';
import type { Release } from '../api/releases.ts';
import { poolVersions } from '../api/rest/pool-versions.ts';
import { schemaName } from '../api/rest/schemas.ts';
import { encoderFor } from './encoder.ts';
import type { WireObject } from './object-encoder.ts';
import { recordEncoder } from './rest-record.ts';

/** A pool as far as the life cycle knows it. */
export interface DesktopPoolView {
  readonly id: string;
  readonly name: string;
  readonly view: PoolView;
  /** The current image; the one it was created with until that is published. */
  readonly image: Image;
  readonly provisioningEnabled: boolean;
  readonly stopProvisioningOnError: boolean;
  readonly vCenter: { readonly id: string; readonly name: string };
  readonly hostOrCluster: string;
  /** Whether the image was pushed with a virtual TPM; false when absent. */
  readonly addVirtualTpm?: boolean;
  /** What is known beside that, by REST names; it wins over what is shown by default, but for a compute profile of the image. */
  readonly more?: WireObject;
}

/** The format of the status in a version of the GET; undefined where it has none. */
export const statusFormatOf = (version: number): RestFormat | undefined => poolVersions.find((each) => each.version === version)?.format;

/** The encoder of DesktopPoolInfo, of a version that the release has. Version 1 has no status. */
export function desktopPoolEncoder(version: number, release: Release): (pool: DesktopPoolView) => WireObject {
  const encode = recordEncoder(schemaName('DesktopPoolInfo', version), release);
  const format = statusFormatOf(version);
  const status = format && encoderFor(release, format).status;
  return (pool) => encode({ ...toRecord(pool), provisioning_status_data: status?.(pool.view) });
}

function toRecord(pool: DesktopPoolView): WireObject {
  const { id, name, view, image, provisioningEnabled, stopProvisioningOnError, vCenter, hostOrCluster, addVirtualTpm = false, more } = pool;
  return {
    id,
    name,
    display_name: name,
    enabled: true,
    enable_provisioning: provisioningEnabled,
    stop_provisioning_on_error: stopProvisioningOnError,
    delete_in_progress: view.operation === 'FINAL_UNPUBLISH',
    type: 'AUTOMATED',
    source: 'INSTANT_CLONE',
    image_source: image.catalog ? 'IMAGE_CATALOG' : 'VIRTUAL_CENTER',
    vcenter_id: vCenter.id,
    user_assignment: 'FLOATING',
    session_type: 'DESKTOP',
    naming_method: 'PATTERN',
    vcenter_name: vCenter.name,
    entra_sso_enabled: false,
    ...more,
    provisioning_settings: {
      ...toSettings(image, hostOrCluster, addVirtualTpm),
      ...(more?.provisioning_settings as WireObject | undefined),
      ...(image.computeProfile ? toComputeMembers(image.computeProfile) : {}),
    },
  };
}

function toSettings(image: Image, hostOrCluster: string, addVirtualTpm: boolean): WireObject {
  const { parentVm, snapshot, parentVmPath, snapshotPath, catalog } = image;
  return {
    parent_vm_id: parentVm,
    base_snapshot_id: snapshot,
    parent_vm_path: parentVmPath,
    snapshot_path: snapshotPath,
    im_stream_id: catalog?.imageManagementStream,
    im_tag_id: catalog?.imageManagementTag,
    im_stream_name: catalog?.imageManagementStreamName,
    im_tag_name: catalog?.imageManagementTagName,
    datacenter_id: 'datacenter-1',
    host_or_cluster_id: hostOrCluster,
    resource_pool_id: 'resgroup-1',
    vm_folder_id: 'group-v1',
    add_virtual_tpm: addVirtualTpm,
  };
}

const toComputeMembers = ({ numCPU, ram, coresPerSocket }: ComputeProfile): WireObject => ({
  compute_profile_num_cpus: numCPU,
  compute_profile_ram_mb: ram,
  compute_profile_num_cores_per_socket: coresPerSocket,
});
