/** `hvsim/fast-check`: arbitraries of what pools show and of what happens to them. Needs fast-check 4. */
export { type InvalidStatus, invalidStatus, type Observed, type StatusConstraints, status, timeline } from './arbitraries.ts';
export { command, fact, script } from './events.ts';
