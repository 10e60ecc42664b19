// Step a pool through a push image and look at the status object after every step.
// Run it with: node examples/push-image.mjs
import { createSimulator } from 'hvsim';

const sim = createSimulator({ release: '2206', seed: 7, engine: 'lab', pools: [{ name: 'win11', clones: 2 }] });
sim.runUntil(() => sim.state().operation === 'NONE');

const { outcome } = sim.send('win11', {
  type: 'command.schedulePushImage',
  spec: { parentVm: 'vm-2', snapshot: 'snapshot-2', settings: { logoffSetting: 'FORCE_LOGOFF' } },
});
console.log(outcome); //=> accepted
console.log(sim.status('win11')?.instantClonePendingImageState); //=> PENDING_PUBLISH

sim.advance('1m');
console.log(sim.status('win11', 'rest-v2')?.instant_clone_pending_image_state); //=> PUBLISHING

// A second push has to wait: the fault says why, and what would be allowed.
const refused = sim.send('win11', { type: 'command.promotePendingImage' });
console.log(refused.fault?.name); //=> InvalidArgument

sim.runUntil(() => sim.state().operation === 'NONE');
console.log(sim.state().currentImage); //=> READY
console.log(sim.task('win11')?.data.remaining); //=> 2

sim.runUntil(() => sim.state().task === 'IDLE');
console.log(
  sim
    .clones()
    .map(({ image }) => image?.snapshot)
    .join(' '),
); //=> snapshot-2 snapshot-2
