/** Plays the steps of a scenario on a simulator: when each comes, between the timers of the engine and whatever else is done to it. */
import type { PoolState } from '../../machines/vocabulary.ts';
import { timeIn } from '../simulator/input/time.ts';
import type { Simulator } from '../simulator/simulator.ts';
import type { Scenario } from './scenario.ts';

export type Step = Scenario['steps'][number];

/**
 * The one interpreter of steps: `run` and the page play a scenario at one go, `serve` while its clients do other things. Steps come at
 * the same virtual times in every run in which the same is done, so that nothing has to be kept of a play: it can be played again.
 */
export class ScenarioPlay {
  readonly #steps: readonly Step[];
  readonly #begin: number;
  #index = 0;
  #since: number;

  constructor(steps: readonly Step[], begin: number) {
    this.#steps = steps;
    this.#begin = begin;
    this.#since = begin;
  }

  /** The step that comes next, with its position from 0 and the time when the one before was done; undefined after the last. */
  get next(): { readonly step: Step; readonly index: number; readonly since: number } | undefined {
    const step = this.#steps[this.#index];
    return step && { step, index: this.#index, since: this.#since };
  }

  /** When the next step is to come, even if that has passed; undefined where it waits for a state, or where none is left. */
  due(simulator: Simulator): number | undefined {
    const step = this.#steps[this.#index];
    if (!step) return undefined;
    if (step.until) return isReached(step.until, simulator.state(step.pool)) ? simulator.now : undefined;
    if (step.at) return timeIn(step.at, this.#begin);
    return this.#since + (step.wait ?? 0);
  }

  /**
   * Goes on by one: fires the next timer, or takes the next step. A step comes after all timers of its moment, and one that waits for
   * a state as soon as the state is there.
   *
   * @param until virtual time that is not passed, in epoch milliseconds
   * @param perform does to the simulator what a step says
   * @returns false where nothing comes until then, or no step is left
   */
  goOn(simulator: Simulator, until: number, perform: (step: Step, index: number) => void): boolean {
    const step = this.#steps[this.#index];
    const timer = simulator.nextDue();
    const due = this.due(simulator);
    if (!step) return false;
    if (due !== undefined && (step.until || (due <= until && (timer === undefined || timer > due)))) {
      if (!step.until) simulator.advanceTo(Math.max(due, simulator.now));
      this.#since = simulator.now;
      this.#index += 1;
      perform(step, this.#index - 1);
      return true;
    }
    if (timer === undefined || timer > until) return false;
    simulator.fire();
    return true;
  }
}

const isReached = (until: Partial<Record<keyof PoolState, string | undefined>>, state: PoolState): boolean =>
  Object.entries(until).every(([region, value]) => value === undefined || state[region as keyof PoolState] === value);
