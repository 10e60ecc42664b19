/** Continuing a run: doing again what was done. */
import { HvsimError } from '../errors.ts';
import type { RunInput, SavedRun } from './run-log.ts';
import { createSimulator, type Simulator } from './simulator.ts';

/**
 * Continues a saved run.
 *
 * @throws HvsimError `wrong-save`
 * @example
 * resumeSimulator(sim.save()).now === sim.now //=> true
 */
export function resumeSimulator(saved: SavedRun): Simulator {
  if (saved?.hvsim !== 1 || !Array.isArray(saved.inputs)) {
    throw new HvsimError('wrong-save', 'This is no saved run of hvsim: its member "hvsim" must be 1 and "inputs" a list.');
  }
  const simulator = createSimulator(saved.options);
  for (const input of saved.inputs) replay(simulator, input);
  return simulator;
}

export function replay(simulator: Simulator, input: RunInput): void {
  if ('advanceTo' in input) simulator.advanceTo(input.advanceTo);
  else if ('fire' in input) simulator.fire(input.fire);
  else if ('create' in input) simulator.createPool(input.create);
  else if ('send' in input) simulator.send(input.pool, input.send);
  else simulator.failNext(input.pool, input.failNext, input.how);
}
