/** The documents that the dictionary and the rules point at. The life cycle's own is `machines/LIFECYCLE.md`. */

/** A closed list, so that a pointer never misspells its document. */
export const documents = {
  status: 'View API reference: DesktopInstantCloneDesktopProvisioningStatusData',
  parent: 'View API reference: DesktopProvisioningStatusData',
  pushImageSettings: 'View API reference: DesktopPushImageSettings',
  computeProfile: 'View API reference: DesktopComputeProfileSpec',
  task: 'View API reference: DesktopTaskInfo, DesktopTaskData',
  restStatus: 'REST API reference: DesktopPoolProvisioningStatusData',
  restPushImageSettings: 'REST API reference: DesktopPoolInstantClonePushImageSettings',
  restTask: 'REST API reference: DesktopPoolTaskInfo',
  lifecycleEvents: 'hvsim life cycle, sections 3 and 4: Commands and facts',
  lifecycleStatus: 'hvsim life cycle, section 7: What the status object shows',
  lifecycleInvariants: 'hvsim life cycle, section 8: Invariants',
} as const;

export type DocumentName = keyof typeof documents;
