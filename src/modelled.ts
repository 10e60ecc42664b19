/** What hvsim models of Horizon, and what it does not. `about` and the README print it. */
export const modelled = [
  'The pending and the current image of an instant-clone desktop pool, and the operation the pool is undergoing',
  'Initial publish, push image now and later, reschedule, cancel, selective push, promote, apply image',
  'Change of cluster or datastores, provisioning on and off, deletion and its retry',
  'The push task: clones waiting for logoff or forced off, stop on first error, pause, resume, cancel',
  'Pools of vCenter images (parent VM and snapshot) and of the image catalog (stream and tag)',
  'The provisioning status, push settings and tasks of every release, as the View API, PowerCLI and REST say them',
  'Faults in the View API’s names, and the audit events of these operations',
  'The REST API around them, as a mock Connection Server: logins, privileges, pools, pushes, tasks, machines, base images',
] as const;

export const notModelled = [
  'Farms (RDSH) and their scheduled maintenance; linked-clone, manual and full-clone pools',
  'Provisioning of new clones, clone power states and agent states',
  'vCenter itself: hosts and datastores are only ids, base VMs and snapshots names and times',
  'The View API over SOAP: its objects are projected, not served',
] as const;
