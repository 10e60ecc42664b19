/** What goes in and what comes out of each operation: names of schemas, `[]` behind one for a list. */
import type { OperationName } from './paths.ts';
import { schemaName } from './schemas.ts';

interface Content {
  readonly body?: string;
  readonly answer?: string;
  /** Both have the version of the path; otherwise there is only one version at hand. */
  readonly versioned?: true;
}

const contents: Readonly<Partial<Record<OperationName, Content>>> = {
  login: { answer: 'AuthTokens' },
  refresh: { body: 'RefreshToken', answer: 'AccessToken' },
  logout: { body: 'RefreshToken' },
  listDesktopPools: { answer: 'DesktopPoolInfo[]', versioned: true },
  getDesktopPool: { answer: 'DesktopPoolInfo', versioned: true },
  createDesktopPool: { body: 'DesktopPoolCreateSpec' },
  updateDesktopPool: { body: 'DesktopPoolUpdateSpec' },
  deleteDesktopPool: { body: 'DesktopPoolDeleteSpec' },
  enable: { body: 'string[]', answer: 'BulkItemResponseInfo[]' },
  disable: { body: 'string[]', answer: 'BulkItemResponseInfo[]' },
  enableProvisioning: { body: 'string[]', answer: 'BulkItemResponseInfo[]' },
  disableProvisioning: { body: 'string[]', answer: 'BulkItemResponseInfo[]' },
  schedulePushImage: { body: 'DesktopPoolPushImageSpec', versioned: true },
  applyImage: { body: 'string[]', answer: 'BulkItemResponseInfo[]' },
  listTasks: { answer: 'DesktopPoolTaskInfo[]' },
  getTask: { answer: 'DesktopPoolTaskInfo' },
  resumeTask: { body: 'ResumeTaskSpec' },
  listMachines: { answer: 'MachineInfo[]', versioned: true },
  getMachine: { answer: 'MachineInfo', versioned: true },
  listDatacenters: { answer: 'DatacenterInfo[]' },
  listBaseVms: { answer: 'BaseVMInfo[]', versioned: true },
  getBaseVm: { answer: 'BaseVMInfo', versioned: true },
  listBaseSnapshots: { answer: 'BaseSnapshotInfo[]', versioned: true },
};

/**
 * The schema of what a path takes, or of what it answers when all goes well; undefined for nothing, and where no document at hand
 * has the schema.
 *
 * @example contentOf({ operation: 'getDesktopPool', version: 6 }, 'answer') //=> DesktopPoolInfoV6
 */
export function contentOf(
  path: { readonly operation?: OperationName; readonly version: number },
  which: 'body' | 'answer',
): string | undefined {
  const { operation, version } = path;
  // The first version answers nothing, later ones an item for each machine that is named.
  if (operation === 'schedulePushImage' && which === 'answer') return version === 1 ? undefined : 'BulkItemResponseInfo[]';
  const content = operation && contents[operation];
  const name = content?.[which];
  if (!content?.versioned || name === undefined) return name;
  return name.endsWith('[]') ? `${schemaName(name.slice(0, -2), version)}[]` : schemaName(name, version);
}
