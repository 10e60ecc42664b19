/** A run as a recording, and as one page that opens from disk. */
import { assertFormat, type Format } from '../api/formats.ts';
import { findRelease, newestRelease, type ReleaseName } from '../api/releases.ts';
import { HvsimError } from '../errors.ts';
import type { TimelineEntry, TimelineRecord } from '../simulator/timeline.ts';
import { isRecord, type TimelineFile } from '../simulator/timeline-file.ts';
import { stepsOfObserved } from './observed.ts';
import { pageWith } from './page-file.ts';
import type { Description, InspectedStep, Recording } from './protocol.ts';
import { replayFile } from './replay-file.ts';
import { toManualScenario } from './script.ts';
import { stepsOf, Tracer } from './steps.ts';

export interface ReportOptions {
  /** "A run" when absent. */
  readonly title?: string;
  /** Of a simulator's timeline: its release, the newest when absent. Records say it themselves. */
  readonly release?: ReleaseName;
  /** Of the status that is shown first: the records' own, or `view`, when absent. */
  readonly format?: Format;
}

/**
 * Writes a run as one HTML file with all it needs: it can be opened from disk, sent and kept.
 *
 * @param timeline `simulator.timeline()`, or the records of `hvsim run --json`
 * @throws HvsimError `not-built`, `wrong-timeline`, `unknown-release`, `format-not-in-release`
 * @example
 * writeFileSync('run.html', renderReport(sim.timeline(), { release: sim.release }))
 */
export function renderReport(timeline: readonly TimelineEntry[] | readonly TimelineRecord[], options: ReportOptions = {}): string {
  const { title = 'A run' } = options;
  assertTimeline(timeline);
  const [first] = timeline;
  if (first && !hasSnapshot(first)) {
    const records = timeline as readonly TimelineRecord[];
    const run = records[0]?.run;
    if (!run) throw new HvsimError('wrong-timeline', 'The first record does not say with which release and format it was recorded.');
    const format = options.format ?? run.format;
    assertFormat(run.release, format);
    const numbered = records.map((record, index) => ({ line: index + 1, record }));
    const file = { name: 'The timeline', run, records: numbered, observed: [], warnings: [] };
    return pageWith(toRecording(file, { title, session, format }));
  }
  const release = findRelease(options.release ?? newestRelease);
  const format = options.format ?? 'view';
  assertFormat(release, format);
  return pageWith(recordingOf(stepsOf(timeline as readonly TimelineEntry[]), { title, session, release, format }));
}

/** A report is a session of its own that no server continues. */
const session = 'report';

/** What has been read from JSON, or comes from code without types, may be anything. */
function assertTimeline(timeline: unknown): void {
  const wrong = Array.isArray(timeline) ? timeline.findIndex((entry) => !(isRecord(entry) || hasSnapshot(entry))) : 0;
  if (wrong === -1) return;
  const what = Array.isArray(timeline) ? `The timeline has no record at position ${wrong + 1}` : 'This is no timeline';
  throw new HvsimError('wrong-timeline', `${what}. Give simulator.timeline(), or the records of "hvsim run --json".`);
}

const hasSnapshot = (entry: unknown): boolean => typeof entry === 'object' && entry !== null && 'snapshot' in entry;

type About = Pick<Description, 'title' | 'session'> & { readonly format?: Format };

/**
 * Replays a recorded run.
 *
 * @param about with a session's id of its own; the records' own format is shown first when none is given
 * @throws HvsimError `wrong-timeline` where a line is not what this version comes to
 */
export function toRecording(file: TimelineFile, about: About): Recording {
  const tracer = new Tracer();
  const replayed: InspectedStep[] = [];
  const missing = replayFile(file, (entry) => replayed.push(tracer.toStep(entry)));
  const steps = [...replayed, ...stepsOfObserved(file.observed)];
  return recordingOf(steps, { format: file.run.format, ...about, release: file.run.release }, [...file.warnings, ...missing]);
}

function recordingOf(
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
