// Stop a run in the middle of a push and continue it elsewhere: what follows is the same, byte for byte.
// Run it with: node examples/save-and-resume.mjs
import { createSimulator, resumeSimulator } from 'hvsim';

const sim = createSimulator({ seed: 3, engine: 'production' });
sim.advance('20m');
const saved = JSON.stringify(sim.save());

const resumed = resumeSimulator(JSON.parse(saved));
for (const each of [sim, resumed]) each.runUntil(() => each.state().operation === 'NONE');
console.log(resumed.now === sim.now); //=> true
console.log(JSON.stringify(resumed.status()) === JSON.stringify(sim.status())); //=> true
