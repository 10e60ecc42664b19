/** From a file of a run to what a page shows without a server. */
import type { Format } from '../api/formats.ts';
import type { TimelineFile } from '../simulator/timeline-file.ts';
import { ObservedSteps } from './observed.ts';
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
  const seen = new ObservedSteps();
  const steps = [
    ...records.map(({ record, line }) => tracer.toStep(check.toEntry(record, line))),
    ...observed.map((each) => seen.toStep(each.seen)),
  ];
  const all = [...warnings, ...(check.warning === undefined ? [] : [check.warning])];
  const { release } = run;
  const { session, title, format = run.format } = about;
  const description = { hvsim: 1, session, title, mode: 'recorded', release, format, scenarios: [] } as const;
  return recordingOf(steps, all.length > 0 ? { ...description, warnings: all } : description);
}

/** Steps with the scenario that says what was done. */
export const recordingOf = (steps: readonly InspectedStep[], description: Description): Recording => ({
  description,
  steps,
  yaml: toManualScenario(steps, description.release, description.title),
});
