// A scenario's pool as an actor of XState 5. It stands here because inside xstate-inspect/ the name "xstate" means version 4.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createSimulator, HvsimError, runSteps, toEventInput, toOptions } from 'hvsim';
import { poolMachine } from 'hvsim/machines';
import { parseScenario } from 'hvsim/scenario-file';
import { createActor } from 'xstate';

/**
 * Runs a scenario on a simulator, and whatever happens to the simulated pool happens to the actor.
 *
 * @param {string} name of a scenario that comes with hvsim
 * @param {Pick<import('xstate').ActorOptions<typeof poolMachine>, 'devTools' | 'inspect'>} options
 */
export function createScenarioActor(name, options) {
  const file = fileURLToPath(new URL(`../scenarios/${name}.yaml`, import.meta.url));
  const scenario = parseScenario(readFileSync(file, 'utf8'), file);
  const simulator = createSimulator(toOptions(scenario));
  const begin = /** @type {{ input: never }} */ (/** @type {unknown} */ ({ snapshot: simulator.snapshot() }));
  const actor = createActor(poolMachine, { ...begin, ...options });
  simulator.subscribe(({ event, at }) => actor.send(/** @type {import('hvsim/machines').PoolEvent} */ ({ ...event, at })));
  return {
    actor: actor.start(),
    simulator,
    /** Goes on by one timer, or one step of the scenario, at a time. */
    steps: runSteps(scenario, simulator),
    /** Sends an event that somebody has written to the simulator, which gives it its time, and says what came of it. */
    send(/** @type {unknown} */ written) {
      try {
        const { outcome, fault, reason } = simulator.send(0, toEventInput(written));
        return fault?.message ?? reason ?? outcome;
      } catch (error) {
        if (error instanceof HvsimError) return error.message;
        throw error;
      }
    },
  };
}
