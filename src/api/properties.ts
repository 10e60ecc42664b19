/** The property table: every object that hvsim writes, with one row a property. Types, schemas, encoders and rules derive from it. */
import { computeProfile } from './compute-profile.ts';
import { instantCloneStatus } from './instant-clone-status.ts';
import type { AnyProperty } from './property.ts';
import { provisioningStatus } from './provisioning-status.ts';
import { pushImageSettings } from './push-image-settings.ts';
import { taskData, taskInfo } from './task.ts';

/** The tables by object. */
export const properties = {
  status: instantCloneStatus,
  parent: provisioningStatus,
  pushImageSettings,
  computeProfile,
  task: taskInfo,
  taskData,
} as const satisfies Record<string, readonly AnyProperty[]>;

export type ObjectName = keyof typeof properties;

/** Every property by its name in the View API, which is unique over all objects. */
export type PropertyName = (typeof properties)[ObjectName][number]['view'];

/** The objects that stand on their own, as an API returns them or as a part that can be asked for. */
export const documentObjects = ['status', 'parent', 'pushImageSettings', 'task'] as const satisfies readonly ObjectName[];

export type DocumentObject = (typeof documentObjects)[number];

/** What the vendor calls each object. */
export const objectTitles = {
  status: {
    view: 'DesktopInstantCloneDesktopProvisioningStatusData',
    rest: 'DesktopPoolProvisioningStatusData',
  },
  parent: { view: 'DesktopProvisioningStatusData', rest: 'DesktopPoolProvisioningStatusData' },
  pushImageSettings: { view: 'DesktopPushImageSettings', rest: 'DesktopPoolInstantClonePushImageSettings' },
  computeProfile: { view: 'DesktopComputeProfileSpec', rest: 'DesktopPoolProvisioningStatusData' },
  task: { view: 'DesktopTaskInfo', rest: 'DesktopPoolTaskInfo' },
  taskData: { view: 'DesktopTaskData', rest: 'DesktopPoolTaskInfo' },
} as const satisfies Record<ObjectName, { readonly view: string; readonly rest: string }>;
