// The machine without the simulator: XState's own pure functions, and an actor. Nothing here knows a clock.
// Run it with: node examples/machine-alone.mjs
import { poolMachine } from 'hvsim/machines';
import { encodeStatus, toPoolView } from 'hvsim/projector';
import { createActor, initialTransition, transition } from 'xstate';

const input = {
  name: 'win11',
  at: 0,
  image: { parentVm: 'vm-1', snapshot: 'snapshot-1' },
  clones: [{ id: 'clone-1', name: 'win11-001' }],
  selectivePush: true,
};

const [created] = initialTransition(poolMachine, input);
const [publishing] = transition(poolMachine, created, { type: 'engine.publishStarted', at: 1_000 });
console.log(publishing.value.pendingImage); //=> PUBLISHING

const view = toPoolView(publishing);
console.log(view && encodeStatus(view, { release: '7.13', format: 'powercli' }).PendingImageParentVm?.Id); //=> vm-1

const actor = createActor(poolMachine, { input }).start();
actor.on('fault', ({ fault }) => console.log(fault.name));
actor.send({ type: 'command.promotePendingImage', at: 2_000 }); //=> InvalidArgument
