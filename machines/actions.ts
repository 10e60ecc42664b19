/** The bodies of the named actions: how the context changes, and what is emitted. */
import { assignWith, base, emitWith, only } from './base.ts';
import { newPendingImage, newPush, type PendingImage, type PoolContext } from './context.ts';
import type { AuditEventName } from './emitted.ts';
import {
  type Clones,
  cancelUnstarted,
  changeEntries,
  cloneIndex,
  clonesNotOn,
  completeResync,
  failResync,
  holdUnstarted,
  resumeTasks,
  startResync,
  startTask,
  withSession,
} from './tasks.ts';

const { assign } = base;

const pending = (change: Partial<PendingImage>) => (context: PoolContext) =>
  context.pendingImage ? { pendingImage: { ...context.pendingImage, ...change } } : {};

const indicesOf = (context: PoolContext, machines: readonly string[]) => [...new Set(machines)].map((id) => cloneIndex(context, id));
const everyIndex = (context: PoolContext) => context.clones.map((_, index) => index);

/** Starts a task that moves clones to the held or current image. */
function taskFor(context: PoolContext, use: 'pendingImage' | 'currentImage', indices: readonly number[], at: number): Partial<Clones> {
  const image = context[use];
  return image ? startTask(context, indices, { image: image.image, ...image.settings, scheduledAt: at }) : {};
}

/** With stopProvisioningOnError an error is kept on the pool and provisioning is switched off. */
const provisioningError = (context: PoolContext, text: string, at: number): Partial<PoolContext> =>
  context.stopProvisioningOnError ? { lastProvisioningError: { text, at }, provisioningEnabled: false } : {};

export const actions = {
  // The pending image.
  beginPendingImage: assign(({ event }) => {
    if (event.type !== 'pendingImage.publish') return {};
    return { pendingImage: newPendingImage(event, event.unpublishOnFailure) };
  }),
  recordProgress: assign(({ context, event }) => pending({ progress: only(event, 'engine.publishProgressed').percent })(context)),
  completeProgress: assign(({ context }) => pending({ progress: 100 })(context)),
  recordPublishError: assign(({ context, event }) => pending({ error: { text: publishError(event), of: 'publish' } })(context)),
  recordUnpublishError: assign(({ context, event }) => {
    if (context.pendingImage?.error?.of === 'publish') return {};
    return pending({ error: { text: only(event, 'engine.pendingImageUnpublishFailed').error, of: 'unpublish' } })(context);
  }),
  beginUnpublish: assignWith<{ from: PendingImage['stateBefore']; endsAs: PendingImage['endsAs'] }>(({ context }, { from, endsAs }) =>
    pending({ stateBefore: from, endsAs })(context),
  ),
  leaveNothing: assign(({ context }) => pending({ endsAs: 'ABSENT' })(context)),
  dropPendingImage: assign({ pendingImage: null }),

  // The push.
  recordPush: assign(({ event }) => ({ push: newPush(only(event, 'command.schedulePushImage').spec, event.at) })),
  moveStart: assign(({ context, event }) => {
    const { settings, due } = newPush(only(event, 'command.schedulePushImage').spec, event.at);
    return { push: context.push && { ...context.push, settings, due } };
  }),
  dropPush: assign({ push: null }),
  rememberDue: assign(({ context }) => ({ push: context.push && { ...context.push, due: true } })),

  // The current image.
  adoptPendingImage: assign(({ context }) => {
    const { pendingImage } = context;
    return { currentImage: pendingImage && { image: pendingImage.image, settings: pendingImage.settings } };
  }),
  putFirstImageOnClones: assign(({ context }) => ({
    clones: context.clones.map((clone) => ({ ...clone, image: context.currentImage?.image ?? null })),
  })),
  beginReplacement: assign({ removal: 'change' }),
  beginRemoval: assign({ removal: 'delete', replacementReady: false }),
  allowRemoval: assign({ replacementReady: true }),
  endRemoval: assign({ removal: null, replacementReady: false }),
  dropCurrentImage: assign({ currentImage: null, removal: null }),

  // The place.
  recordInfrastructure: assign(({ context, event }) => {
    const { hostOrCluster, datastores } = only(event, 'command.changeInfrastructure');
    const change = { ...(hostOrCluster ? { hostOrCluster } : {}), ...(datastores?.length ? { datastores } : {}) };
    return { pendingInfrastructure: { ...context.infrastructure, ...change } };
  }),
  adoptInfrastructure: assign(({ context }) => ({ infrastructure: context.pendingInfrastructure ?? {}, pendingInfrastructure: null })),
  dropInfrastructure: assign({ pendingInfrastructure: null }),

  // Provisioning.
  enableProvisioning: assign({ provisioningEnabled: true, lastProvisioningError: null }),
  disableProvisioning: assign({ provisioningEnabled: false }),
  recordProvisioningError: assignWith<{ prefix: string }>(({ context, event }, { prefix }) =>
    event.type === 'pendingImage.publishFailed' || event.type === 'currentImage.unpublishFailed'
      ? provisioningError(context, `${prefix}: ${event.error}`, event.at)
      : {},
  ),

  // Clones and tasks.
  startTaskForAll: assign(({ context, event }) => taskFor(context, 'currentImage', everyIndex(context), event.at)),
  startTaskForChosen: assign(({ context, event }) =>
    taskFor(context, 'pendingImage', indicesOf(context, context.push?.machines ?? []), event.at),
  ),
  startTaskForRest: assign(({ context, event }) => {
    const { currentImage } = context;
    return currentImage ? taskFor(context, 'currentImage', clonesNotOn(context, currentImage.image), event.at) : {};
  }),
  applyImage: assign(({ context, event }) => {
    const { machines, pendingImage } = only(event, 'command.applyImage');
    return taskFor(context, pendingImage ? 'pendingImage' : 'currentImage', indicesOf(context, machines), event.at);
  }),
  holdTask: assign(({ context }) => changeEntries(context, holdUnstarted)),
  resumeTask: assign(({ context, event }) => {
    const { retryFailedVMs = false, stopOnError = true } = only(event, 'command.resumeTask');
    return resumeTasks(context, retryFailedVMs, stopOnError);
  }),
  cancelTask: assign(({ context }) => changeEntries(context, cancelUnstarted)),
  startResync: assign(({ context, event }) => startResync(context, cloneIndex(context, only(event, 'clone.resyncStarted').machine))),
  completeResync: assign(({ context, event }) =>
    completeResync(context, cloneIndex(context, only(event, 'clone.resyncSucceeded').machine)),
  ),
  failResync: assign(({ context, event }) => failResync(context, cloneIndex(context, only(event, 'clone.resyncFailed').machine))),
  openSession: assign(({ context, event }) => withSession(context, cloneIndex(context, only(event, 'clone.sessionOpened').machine), true)),
  closeSession: assign(({ context, event }) =>
    withSession(context, cloneIndex(context, only(event, 'clone.sessionClosed').machine), false),
  ),
  dropClones: assign({ clones: [], tasks: [], counts: { remaining: 0, halted: 0 } }),

  // What leaves.
  audit: emitWith<{ name: AuditEventName }>(({ event }, { name }) => ({ type: 'audit', at: event.at, audit: { name } })),
  auditUpdate: base.enqueueActions(({ event, enqueue }) => {
    const members =
      event.type === 'command.changeInfrastructure'
        ? (['hostOrCluster', 'datastores'] as const).filter((key) => event[key])
        : ['enableProvisioning'];
    enqueue.emit({ type: 'audit', at: event.at, audit: { name: 'VLSI_DESKTOP_UPDATE_ATTEMPT' } });
    for (const subject of members) enqueue.emit({ type: 'audit', at: event.at, audit: { name: 'VLSI_DESKTOP_UPDATED', subject } });
  }),
  auditClone: base.emit(({ event }) => ({
    type: 'audit' as const,
    at: event.at,
    audit: { name: 'VLSI_MACHINE_PUSH_IMAGE_FAILED' as const, subject: only(event, 'clone.resyncFailed').machine },
  })),
};

/** The text of a publish that failed. A timeout has no text of its own. */
function publishError(event: Parameters<typeof only>[0]): string {
  return event.type === 'engine.publishTimedOut' ? 'Publish timed out' : only(event, 'engine.publishFailed').error;
}
