/** The simulator: virtual time, the engine and timelines. */
export { type Failable, failables } from '../engine/activities.ts';
export type { ForcedFailure } from '../engine/chance.ts';
export { type EngineOption, type ProfileName, profileNames, profiles, type TimingOverrides, type Timings } from '../engine/timings.ts';
export { EventScript, type EventScriptOptions } from './event-script.ts';
export type { PoolSpec } from './input/pool-spec.ts';
export { type EventInput, type MachineRef, toEventInput } from './input/read-event.ts';
export { defaultStart, type SimulatorOptions } from './options.ts';
export type { PoolRef } from './pools.ts';
export { resumeSimulator } from './resume.ts';
export type { RunInput, SavedRun } from './run-log.ts';
export { createSimulator, type SendResult, type Simulator } from './simulator.ts';
export type { Outcome, PoolSnapshot } from './step.ts';
export type { CreateEvent, RunMark, TimelineEntry, TimelineRecord } from './timeline.ts';
export type { CloneView } from './views.ts';
