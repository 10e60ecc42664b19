/** Replays a recorded run, record by record, and checks that it comes to what was recorded. */
import { hasSelectivePush } from '../api/enumerations.ts';
import { HvsimError } from '../errors.ts';
import { recordedSpec } from '../simulator/event-script.ts';
import { toPoolInput, toPoolSpec } from '../simulator/input/pool-spec.ts';
import { toEventInput, toPoolEvent } from '../simulator/input/read-event.ts';
import { formatTime, readTime } from '../simulator/input/time.ts';
import { create, type PoolSnapshot, type StepResult, step } from '../simulator/step.ts';
import { type CreateEvent, type RunMark, stateOf, type TimelineEntry, type TimelineRecord } from '../simulator/timeline.ts';
import { statusOf } from '../simulator/views.ts';

/** A pool that was created, and where its time is; `hvsim run -` writes its creation before it knows when that is. */
interface ReplayedPool {
  snapshot: PoolSnapshot;
  readonly run: RunMark;
  at?: number;
}

type Replayed = StepResult & Pick<TimelineEntry, 'event'>;

/** Takes the records of a run in their order. */
export class ReplayCheck {
  readonly #pools = new Map<string, ReplayedPool>();
  readonly #name: string;
  readonly #run: RunMark;
  #seq = 0;
  /** The `seq` of the record before. */
  #recorded = 0;
  /** The first place where records are missing, in words. */
  #hole: string | undefined;
  #missing = 0;

  /**
   * @param name what to call the file in errors
   * @param run what the records were recorded with, unless a pool's creation says something else
   */
  constructor(name: string, run: RunMark) {
    this.#name = name;
    this.#run = run;
  }

  /** What is not there of the run so far, in words. */
  get warnings(): string[] {
    if (this.#hole === undefined) return [];
    const missing = `Records missing in all: ${this.#missing}`;
    return [`${this.#name}: ${this.#hole}. ${missing}. What is left is shown; give all lines of the run to see the whole.`];
  }

  /**
   * What happened, with the machine's snapshot after it.
   *
   * @param line where the record was read, for errors
   * @throws HvsimError `wrong-timeline` where the record is no record, or not what this version's machine comes to
   */
  toEntry(record: TimelineRecord, line: number): TimelineEntry {
    const wrong = (what: string) => new HvsimError('wrong-timeline', `${this.#name}: line ${line} ${what}.`);
    const at = readTime(record.at);
    if (at === undefined) throw wrong(`has no time: at is ${JSON.stringify(record.at)}`);
    let replayed: Replayed;
    try {
      replayed = this.#replay(record, at);
    } catch (error) {
      if (error instanceof HvsimError) throw wrong(`cannot be read: ${error.message.replace(/\.$/, '')}`);
      throw error;
    }
    const { event, ...result } = replayed;
    const pool = this.#pools.get(record.pool) as ReplayedPool;
    const disorder = this.#disorderOf(record, at, pool, line);
    if (disorder !== undefined) throw wrong(`${disorder}; give the lines of one run as they were recorded`);
    const difference = differenceOf(record, result, pool.run);
    if (difference !== undefined) {
      const hole = this.#hole === undefined ? '' : `, or what came before is missing (${this.#hole})`;
      throw wrong(`was recorded by another version of hvsim, or edited${hole}: ${difference}`);
    }
    this.#seq += 1;
    return { seq: this.#seq, at, pool: record.pool, event, by: record.by === 'engine' ? 'engine' : 'script', ...result };
  }

  #replay({ pool: id, event: recorded, machines, run = this.#run }: TimelineRecord, at: number): Replayed {
    const pool = this.#pools.get(id);
    if (recorded.type === 'desktop.create') {
      if (pool) throw new HvsimError('wrong-timeline', `pool ${id} is created once more: give the lines of one run`);
      const { type, ...members } = recorded as CreateEvent;
      const spec = toPoolSpec(members);
      const whole = toPoolSpec(recordedSpec(spec, id, machines));
      const result = create(toPoolInput(whole, this.#pools.size, at, hasSelectivePush(run.release)).input);
      this.#pools.set(id, { snapshot: result.snapshot, run });
      return { ...result, event: { type, ...spec } };
    }
    if (!pool) throw new HvsimError('wrong-timeline', `pool ${id} is not created in any line before: the begin of the run is missing`);
    const event = toEventInput(recorded);
    const result = step(pool.snapshot, toPoolEvent(event, at, pool.snapshot.context.clones));
    pool.snapshot = result.snapshot;
    return { ...result, event };
  }

  /** What is out of order at a record, in words. Records that are missing before it are only noted. */
  #disorderOf({ seq, event }: TimelineRecord, at: number, pool: ReplayedPool, line: number): string | undefined {
    const { at: before = at } = pool;
    if (at < before) return `goes back in time: at is ${at} (${formatTime(at)}) after ${before} (${formatTime(before)})`;
    if (event.type !== 'desktop.create') pool.at = at;
    if (typeof seq !== 'number') return undefined;
    if (seq <= this.#recorded) return `is out of order: seq is ${seq} after ${this.#recorded}`;
    const missing = seq - this.#recorded - 1;
    if (missing > 0)
      this.#hole ??= `line ${line} has seq ${seq}${this.#recorded === 0 ? ', and should have 1' : ` after seq ${this.#recorded}`}`;
    this.#missing += missing;
    this.#recorded = seq;
    return undefined;
  }
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
const sorted = (value: unknown): string =>
  JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  ) ?? '';
