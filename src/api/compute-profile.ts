/** The properties of DesktopComputeProfileSpec. REST carries them in the status itself, under longer names. */
import type { ComputeProfile } from '../../machines/image.ts';
import type { Property } from './property.ts';

const member = {
  since: '2206',
  restFrom: 'rest-v2',
  restSince: '2206',
  type: 'positiveInteger',
  readOnly: false,
  presence: 'of-pending-image',
  registers: ['pendingImage'],
  document: 'computeProfile',
} as const;

/** CPUs, memory and cores per socket. Horizon 2206 (8.6) and later. */
export const computeProfile = [
  {
    ...member,
    view: 'numCPU',
    rest: 'pending_compute_profile_num_cpus',
    optional: false,
    description: 'Number of CPUs; a multiple of the cores per socket.',
    from: (profile) => profile.numCPU,
  },
  {
    ...member,
    view: 'ram',
    rest: 'pending_compute_profile_ram_mb',
    optional: false,
    description: 'Memory in MB.',
    from: (profile) => profile.ram,
  },
  {
    ...member,
    view: 'coresPerSocket',
    rest: 'pending_compute_profile_num_cores_per_socket',
    optional: true,
    description: 'Cores per socket; 1 when absent.',
    from: (profile) => profile.coresPerSocket,
  },
] as const satisfies readonly Property<ComputeProfile>[];
