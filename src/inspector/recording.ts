/** From a file of a run to what a page shows without a server. */
import type { Format } from '../api/formats.ts';
import type { TimelineFile } from '../simulator/timeline-file.ts';
import { stepsOfObserved } from './observed.ts';
import type { Description, InspectedStep, Recording } from './protocol.ts';
import { ReplayCheck } from './replay-check.ts';
import { toManualScenario } from './script.ts';
import { Tracer } from './steps.ts';

type About = Pick<Description, 'title' | 'session'> & { readonly format?: Format };

/**
 * Replays a recorded run.
 *
 * @param about with a session's id of its own; the records' own format is shown first when none is given
 * @throws HvsimError `wrong-timeline` where a line is not what this version comes to
 */
export function toRecording({ name, run, records, observed, warnings }: TimelineFile, about: About): Recording {
  const check = new ReplayCheck(name, run);
  const tracer = new Tracer();
  const steps = [...records.map(({ record, line }) => tracer.toStep(check.toEntry(record, line))), ...stepsOfObserved(observed)];
  return recordingOf(steps, { format: run.format, ...about, release: run.release }, [...warnings, ...check.warnings]);
}

/** Steps with the scenario that says what was done. */
export function recordingOf(
  steps: readonly InspectedStep[],
  { session, title, release, format }: Pick<Description, 'session' | 'title' | 'release' | 'format'>,
  warnings: readonly string[] = [],
): Recording {
  const description = { hvsim: 1, session, title, mode: 'recorded', release, format, scenarios: [] } as const;
  return {
    description: warnings.length > 0 ? { ...description, warnings } : description,
    steps,
    yaml: toManualScenario(steps, release, title),
  };
}
