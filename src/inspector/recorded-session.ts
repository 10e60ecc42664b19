/** A run that was recorded, to be shown. */
import { HvsimError } from '../errors.ts';
import { toEvents } from './events.ts';
import type { CommandAnswer, Description, InspectedStep, Possible, Recording } from './protocol.ts';
import type { Shown } from './shown.ts';

/** A run that was recorded: all there is. */
export class RecordedSession implements Shown {
  readonly clock = undefined;
  readonly #recording: Recording;

  constructor(recording: Recording) {
    this.#recording = recording;
  }

  get description(): Description {
    return this.#recording.description;
  }

  get steps(): readonly InspectedStep[] {
    return this.#recording.steps;
  }

  possible(): Possible {
    throw recorded();
  }

  script(format: 'yaml' | 'ndjson', pool?: string): string {
    const { description, steps, yaml } = this.#recording;
    if (format === 'yaml') return yaml;
    if (pool !== undefined && !steps.some((step) => step.pool === pool))
      throw new HvsimError('unknown-pool', `There is no pool ${JSON.stringify(pool)} in this run.`);
    return toEvents(steps, pool ?? steps[0]?.pool ?? '', description.release);
  }

  async command(): Promise<CommandAnswer> {
    const { code, message } = recorded();
    return { ok: false, code, message };
  }

  subscribe(): () => void {
    return () => {};
  }
}

const recorded = () => new HvsimError('read-only', 'This session shows a recorded run: nothing can be sent to it.');
