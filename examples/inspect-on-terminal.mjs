// What goes on inside a push image: any inspector of XState can look, and this one writes lines.
// An event sets off microsteps, in which the regions tell each other what to do; the snapshot is what came of them all.
// Run it with: node examples/inspect-on-terminal.mjs
import { poolMachine } from 'hvsim/machines';
import { createActor } from 'xstate';

/** @param {import('xstate').InspectionEvent} seen */
function inspect(seen) {
  if (seen.type === '@xstate.event') console.log(`event      ${seen.event.type}`);
  if (seen.type === '@xstate.microstep') {
    for (const { source, target, eventType } of seen._transitions) {
      console.log(`microstep  ${source.path.join('.')} -> ${target?.[0]?.key ?? '(stays)'}  ${eventType || '(by itself)'}`);
    }
  }
  if (seen.type === '@xstate.snapshot') {
    const { value } = /** @type {import('xstate').SnapshotFrom<typeof poolMachine>} */ (seen.snapshot);
    console.log(`snapshot   ${Object.values(value).join(' ')}`);
  }
}

const actor = createActor(poolMachine, {
  inspect,
  input: {
    name: 'win11',
    at: 0,
    image: { parentVm: 'vm-1', snapshot: 'snapshot-1' },
    clones: [{ id: 'clone-1', name: 'win11-001' }],
    selectivePush: true,
  },
});

actor.start();
//=> event      xstate.init
//=> snapshot   INITIAL_PUBLISH PENDING_PUBLISH ABSENT IDLE

actor.send({ type: 'engine.publishStarted', at: 1_000 });
//=> event      engine.publishStarted
//=> microstep  pendingImage.PENDING_PUBLISH -> PUBLISHING  engine.publishStarted
//=> snapshot   INITIAL_PUBLISH PUBLISHING ABSENT IDLE

actor.send({ type: 'engine.publishSucceeded', at: 2_000 });
//=> event      engine.publishSucceeded
//=> microstep  pendingImage.PUBLISHING -> READY  engine.publishSucceeded
//=> microstep  operation.INITIAL_PUBLISH -> NONE  pendingImage.published
//=> microstep  currentImage.ABSENT -> READY  currentImage.adopt
//=> microstep  pendingImage.READY -> ABSENT  pendingImage.release
//=> snapshot   NONE ABSENT READY IDLE

actor.send({
  type: 'command.schedulePushImage',
  at: 3_000,
  spec: { parentVm: 'vm-1', snapshot: 'snapshot-2', settings: { logoffSetting: 'FORCE_LOGOFF' } },
});
//=> event      command.schedulePushImage
//=> microstep  operation.NONE -> SCHEDULE_PUSH_IMAGE  command.schedulePushImage
//=> microstep  pendingImage.ABSENT -> PENDING_PUBLISH  pendingImage.publish
//=> snapshot   SCHEDULE_PUSH_IMAGE PENDING_PUBLISH READY IDLE

actor.send({ type: 'engine.publishStarted', at: 4_000 });
//=> event      engine.publishStarted
//=> microstep  pendingImage.PENDING_PUBLISH -> PUBLISHING  engine.publishStarted
//=> snapshot   SCHEDULE_PUSH_IMAGE PUBLISHING READY IDLE

actor.send({ type: 'engine.publishSucceeded', at: 5_000 });
//=> event      engine.publishSucceeded
//=> microstep  pendingImage.PUBLISHING -> READY  engine.publishSucceeded
//=> microstep  operation.SCHEDULE_PUSH_IMAGE -> NONE  (by itself)
//=> microstep  task.IDLE -> RUNNING  (by itself)
//=> microstep  pendingImage.READY -> ABSENT  pendingImage.release
//=> snapshot   NONE ABSENT READY RUNNING

actor.send({ type: 'clone.resyncStarted', machine: 'clone-1', at: 6_000 });
//=> event      clone.resyncStarted
//=> microstep  task.RUNNING -> (stays)  clone.resyncStarted
//=> snapshot   NONE ABSENT READY RUNNING

actor.send({ type: 'clone.resyncSucceeded', machine: 'clone-1', at: 7_000 });
//=> event      clone.resyncSucceeded
//=> microstep  task.RUNNING -> (stays)  clone.resyncSucceeded
//=> microstep  task.RUNNING -> IDLE  (by itself)
//=> snapshot   NONE ABSENT READY IDLE
