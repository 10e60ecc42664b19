/** The properties of DesktopProvisioningStatusData, the View object around the instant-clone status. REST carries both in one. */
import type { PoolView } from './pool-view.ts';
import type { Property } from './property.ts';

const member = {
  restFrom: 'rest-v1',
  restSince: '2006',
  since: '7.0',
  optional: true,
  readOnly: true,
  presence: 'where-known',
  document: 'parent',
} as const;

/** The last provisioning error, and the instant-clone status. Horizon 7.0 and later. */
export const provisioningStatus = [
  {
    ...member,
    view: 'lastProvisioningError',
    rest: 'last_provisioning_error',
    type: 'string',
    registers: ['lastError'],
    description: 'The error that stopped provisioning; cleared when provisioning is enabled again.',
    from: (view) => view.lastProvisioningError,
  },
  {
    ...member,
    view: 'lastProvisioningErrorTime',
    rest: 'last_provisioning_error_time',
    type: 'dateTime',
    registers: ['lastErrorTime'],
    description: 'When that error happened.',
    from: (view) => view.lastProvisioningErrorTime,
  },
  {
    ...member,
    view: 'instantCloneProvisioningStatusData',
    rest: null,
    type: 'status',
    description: 'Operation and images of an instant-clone pool.',
    from: (view) => view,
  },
] as const satisfies readonly Property<PoolView>[];
