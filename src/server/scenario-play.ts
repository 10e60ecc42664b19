/** A scenario that plays by itself while virtual time passes, between whatever clients do. */
import type { Scenario } from '../simulator/scenario.ts';
import type { Simulator } from '../simulator/simulator.types.ts';

type Step = Scenario['steps'][number];

/** What a scenario does to the world. */
export interface Stage {
  readonly simulator: Simulator;
  perform(step: Step, index: number): void;
}

/**
 * Its steps come at the same virtual times in every run with the same requests, so that nothing has to be kept of it: a world
 * that is replayed plays it again.
 */
export class ScenarioPlay {
  readonly #steps: readonly Step[];
  readonly #begin: number;
  #index = 0;
  /** When the step before was done. */
  #since: number;

  /** @param begin virtual time in epoch milliseconds */
  constructor(scenario: Scenario | undefined, begin: number) {
    this.#steps = scenario?.steps ?? [];
    this.#begin = begin;
    this.#since = begin;
  }

  /** When the next step comes; undefined where it waits for a state, or where none is left. */
  due({ simulator }: Stage): number | undefined {
    const step = this.#steps[this.#index];
    if (!step) return undefined;
    if (step.until) return this.#isReached(step, simulator) ? simulator.now : undefined;
    if (!step.at) return this.#since + (step.wait ?? 0);
    return Math.max(simulator.now, 'time' in step.at ? step.at.time : this.#begin + step.at.afterMs);
  }

  /** Lets virtual time pass, with the steps that come on the way: each after all timers of its moment, as in `hvsim run`. */
  advance(stage: Stage, until: number): void {
    const { simulator } = stage;
    while (this.#index < this.#steps.length) {
      const due = this.due(stage);
      const timer = simulator.nextDue();
      const isWaiting = this.#steps[this.#index]?.until !== undefined;
      if (due !== undefined && due <= until && (isWaiting || timer === undefined || timer > due)) {
        simulator.advanceTo(due);
        this.#perform(stage, due);
      } else if (timer !== undefined && timer <= until) simulator.fire();
      else break;
    }
    simulator.advanceTo(until);
  }

  #perform(stage: Stage, at: number): void {
    const index = this.#index;
    this.#index += 1;
    this.#since = at;
    stage.perform(this.#steps[index] as Step, index);
  }

  #isReached({ until, pool }: Step, simulator: Simulator): boolean {
    const state = simulator.state(pool);
    return Object.entries(until ?? {}).every(([region, value]) => value === undefined || state[region as keyof typeof state] === value);
  }
}
