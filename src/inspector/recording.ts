/** From a file of a run to what a page shows without a server. */
import type { TimelineFile } from '../simulator/timeline-file.ts';
import { ObservedSteps } from './observed.ts';
import type { Description, InspectedStep, Recording } from './protocol.ts';
import { Redrive } from './redrive.ts';
import { toManualScenario } from './script.ts';
import { Tracer } from './steps.ts';

/**
 * Lives through a recorded run again.
 *
 * @param session an id of its own
 * @throws HvsimError `wrong-timeline` where a line is not what this version comes to
 */
export function toRecording(file: TimelineFile, title: string, session: string): Recording {
  const { run } = file;
  const { steps, warnings } = stepsOf(file);
  return recordingOf(steps, {
    hvsim: 1,
    session,
    title,
    mode: 'recorded',
    release: run.release,
    format: run.format,
    scenarios: [],
    ...(warnings.length > 0 ? { warnings } : {}),
  });
}

/** Steps with the scenario that says what was done. */
export function recordingOf(steps: readonly InspectedStep[], description: Description): Recording {
  const { release, title } = description;
  return { description, steps, yaml: toManualScenario(steps, release, title) };
}

function stepsOf({ name, run, records, observed, warnings }: TimelineFile): { steps: InspectedStep[]; warnings: string[] } {
  const redrive = new Redrive(run);
  const tracer = new Tracer();
  const seen = new ObservedSteps();
  const steps = [
    ...records.map(({ record, line }) => tracer.toStep(redrive.toEntry(record, { name, line }))),
    ...observed.map((each) => seen.toStep(each.seen)),
  ];
  return { steps, warnings: [...warnings, ...(redrive.warning === undefined ? [] : [`${name}: ${redrive.warning}`])] };
}
