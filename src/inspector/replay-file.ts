/** Replays a recorded run, record by record, and checks that it comes to what was recorded. */
import { hasSelectivePush } from '../api/enumerations.ts';
import { HvsimError } from '../errors.ts';
import { recordedSpec } from '../simulator/event-script.ts';
import { toPoolInput, toPoolSpec } from '../simulator/input/pool-spec.ts';
import { toEventInput, toPoolEvent } from '../simulator/input/read-event.ts';
import { formatTime, readTime } from '../simulator/input/time.ts';
import { create, type PoolSnapshot, type StepResult, step } from '../simulator/step.ts';
import { type CreateEvent, type RunMark, stateOf, type TimelineEntry, type TimelineRecord } from '../simulator/timeline.ts';
import type { TimelineFile } from '../simulator/timeline-file.ts';
import { statusOf } from '../simulator/views.ts';

/** A pool that was created, and where its time is; `hvsim run -` writes its creation before it knows when that is. */
interface ReplayedPool {
  snapshot: PoolSnapshot;
  readonly run: RunMark;
  at?: number;
}

/**
 * Gives what happened in a recorded run, with the machine's snapshots, and returns what is missing of it, in words.
 *
 * @throws HvsimError `wrong-timeline` where a record is no record, or not what this version's machine comes to
 */
export function replayFile({ name, run: runOfAll, records }: TimelineFile, take: (entry: TimelineEntry) => void): string[] {
  const pools = new Map<string, ReplayedPool>();
  let lastSeq = 0;
  /** The first place where records are missing, in words. */
  let hole: string | undefined;
  let missing = 0;

  const replay = ({ pool: id, event: given, machines, run = runOfAll }: TimelineRecord, at: number) => {
    const pool = pools.get(id);
    if (given.type === 'desktop.create') {
      if (pool) throw new HvsimError('wrong-timeline', `pool ${id} is created once more: give the lines of one run`);
      const { type, ...members } = given as CreateEvent;
      const spec = toPoolSpec(members);
      const whole = toPoolSpec(recordedSpec(spec, id, machines));
      const result = create(toPoolInput(whole, pools.size, at, hasSelectivePush(run.release)).input);
      pools.set(id, { snapshot: result.snapshot, run });
      return { ...result, event: { type, ...spec } };
    }
    if (!pool) throw new HvsimError('wrong-timeline', `pool ${id} is not created in any line before: the begin of the run is missing`);
    const event = toEventInput(given);
    const result = step(pool.snapshot, toPoolEvent(event, at, pool.snapshot.context.clones));
    pool.snapshot = result.snapshot;
    return { ...result, event };
  };

  /** What is out of order at a record, in words. Records that are missing before it are only noted. */
  const disorderOf = ({ seq, event }: TimelineRecord, at: number, pool: ReplayedPool, line: number): string | undefined => {
    const { at: before = at } = pool;
    if (at < before) return `goes back in time: at is ${at} (${formatTime(at)}) after ${before} (${formatTime(before)})`;
    if (event.type !== 'desktop.create') pool.at = at;
    if (typeof seq !== 'number') return undefined;
    if (seq <= lastSeq) return `is out of order: seq is ${seq} after ${lastSeq}`;
    const gap = seq - lastSeq - 1;
    if (gap > 0) hole ??= `line ${line} has seq ${seq}${lastSeq === 0 ? ', and should have 1' : ` after seq ${lastSeq}`}`;
    missing += gap;
    lastSeq = seq;
    return undefined;
  };

  for (const [index, { record, line }] of records.entries()) {
    const wrong = (what: string) => new HvsimError('wrong-timeline', `${name}: line ${line} ${what}.`);
    const at = readTime(record.at);
    if (at === undefined) throw wrong(`has no time: at is ${JSON.stringify(record.at)}`);
    let result: ReturnType<typeof replay>;
    try {
      result = replay(record, at);
    } catch (error) {
      throw error instanceof HvsimError ? wrong(`cannot be read: ${error.message.replace(/\.$/, '')}`) : error;
    }
    const pool = pools.get(record.pool) as ReplayedPool;
    const disorder = disorderOf(record, at, pool, line);
    if (disorder !== undefined) throw wrong(`${disorder}; give the lines of one run as they were recorded`);
    const difference = differenceOf(record, result, pool.run);
    if (difference !== undefined) {
      const before = hole === undefined ? '' : `, or what came before is missing (${hole})`;
      throw wrong(`was recorded by another version of hvsim, or edited${before}: ${difference}`);
    }
    take({ seq: index + 1, at, pool: record.pool, by: record.by === 'engine' ? 'engine' : 'script', ...result });
  }
  const advice = 'What is left is shown; give all lines of the run to see the whole.';
  return hole === undefined ? [] : [`${name}: ${hole}. Records missing in all: ${missing}. ${advice}`];
}

/** Where a record is not what this version comes to, in words. */
function differenceOf(record: TimelineRecord, { outcome, snapshot }: StepResult, run: RunMark): string | undefined {
  const now = { outcome, state: stateOf(snapshot), status: statusOf(snapshot, run) };
  const name = (Object.keys(now) as (keyof typeof now)[]).find((each) => sorted(record[each]) !== sorted(now[each]));
  return name && `${name} is ${brief(record[name])}, and this version comes to ${brief(now[name])}`;
}

const brief = (value: unknown): string => {
  const json = JSON.stringify(value) ?? 'absent';
  return json.length > 160 ? `${json.slice(0, 160)}…` : json;
};

/** As JSON, whatever the order of the members. */
const sorted = (value: unknown): string | undefined =>
  JSON.stringify(value, (_, member: unknown) =>
    Object(member) === member && !Array.isArray(member) ? Object.fromEntries(Object.entries(member as object).sort()) : member,
  );
