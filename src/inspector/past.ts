/** What a simulator remembers, whether or not it records. */
import { HvsimError } from '../errors.ts';
import type { SavedRun, Simulator } from '../simulator/simulator.types.ts';
import type { TimelineEntry } from '../simulator/timeline.ts';

/** What happened before anybody looked, where the simulator keeps it; else the pools as they are. */
export function timelineOf(simulator: Simulator): readonly TimelineEntry[] {
  try {
    return simulator.timeline();
  } catch (error) {
    if (!(error instanceof HvsimError)) throw error;
    return simulator.pools.map(({ id }) => ({
      seq: 0,
      at: simulator.now,
      pool: id,
      event: { type: 'observed' } as never,
      by: 'script',
      outcome: 'accepted',
      audits: [],
      snapshot: simulator.snapshot(id),
    }));
  }
}

/** The saved run of a simulator that records. */
export function savedOf(simulator: Simulator): SavedRun | undefined {
  try {
    return simulator.save();
  } catch (error) {
    if (error instanceof HvsimError) return undefined;
    throw error;
  }
}
