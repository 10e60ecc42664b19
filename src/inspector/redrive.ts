/** Lives through a recorded run again, and makes sure that it is what was recorded. */
import { hasSelectivePush } from '../api/enumerations.ts';
import { HvsimError } from '../errors.ts';
import { recordedSpec } from '../simulator/event-script.ts';
import { type PoolSpec, toPoolInput, toPoolSpec } from '../simulator/input/pool-spec.ts';
import { toEventInput, toPoolEvent } from '../simulator/input/read-event.ts';
import { formatTime, readTime } from '../simulator/input/time.ts';
import { create, type PoolSnapshot, type StepResult, step } from '../simulator/step.ts';
import { type CreateEvent, type RunMark, stateOf, type TimelineEntry, type TimelineRecord } from '../simulator/timeline.ts';
import { statusOf } from '../simulator/views.ts';

/** Where a record was read, for errors. */
export interface Place {
  readonly name: string;
  readonly line: number;
}

/** A pool that was created, and where its time is; `hvsim run -` writes its creation before it knows when that is. */
interface Redriven {
  snapshot: PoolSnapshot;
  readonly run: RunMark;
  at?: number;
}

/** Takes the records of a run in their order. */
export class Redrive {
  readonly #pools = new Map<string, Redriven>();
  readonly #run: RunMark;
  #seq = 0;
  /** The `seq` of the record before. */
  #recorded = 0;
  /** The first place where records are missing, in words. */
  #hole: string | undefined;
  #missing = 0;

  /** @param run what the records were recorded with, unless a pool's creation says something else */
  constructor(run: RunMark) {
    this.#run = run;
  }

  /** What is not there of the run, in words; undefined where nothing is missing so far. */
  get warning(): string | undefined {
    if (this.#hole === undefined) return undefined;
    return `${this.#hole}. Records missing in all: ${this.#missing}. What is left is shown; give all lines of the run to see the whole.`;
  }

  /**
   * What happened, with the machine's snapshot after it.
   *
   * @throws HvsimError `wrong-timeline` where the record is no record, or not what this version's machine comes to
   */
  toEntry(record: TimelineRecord, place: Place): TimelineEntry {
    const { pool: id, event, by } = record;
    const at = readTime(record.at);
    if (at === undefined) throw wrong(place, `has no time: at is ${JSON.stringify(record.at)}`);
    const [taken, sent] = this.#within(place, () => (event.type === 'desktop.create' ? this.#create(record, at) : this.#take(record, at)));
    const pool = this.#pools.get(id) as Redriven;
    this.#assertInOrder(record, at, pool, place);
    this.#assertSame(record, taken, pool.run, place);
    this.#seq += 1;
    const { outcome, fault, reason, audits, snapshot } = taken;
    return {
      seq: this.#seq,
      at,
      pool: id,
      event: sent,
      by: by === 'engine' ? 'engine' : 'script',
      outcome,
      ...(fault ? { fault } : {}),
      ...(reason ? { reason } : {}),
      audits,
      snapshot,
    };
  }

  #create(record: TimelineRecord, at: number): [StepResult, TimelineEntry['event']] {
    const { pool: id, event, machines, run = this.#run } = record;
    if (this.#pools.has(id)) throw new HvsimError('wrong-timeline', `pool ${id} is created once more: give the lines of one run`);
    const { type: _, ...members } = event as CreateEvent;
    const spec: PoolSpec = toPoolSpec(members);
    const recorded = toPoolSpec(recordedSpec(spec, id, machines));
    const taken = create(toPoolInput(recorded, this.#pools.size, at, hasSelectivePush(run.release)).input);
    this.#pools.set(id, { snapshot: taken.snapshot, run });
    return [taken, { type: 'desktop.create', ...spec }];
  }

  #take({ pool: id, event }: TimelineRecord, at: number): [StepResult, TimelineEntry['event']] {
    const pool = this.#pools.get(id);
    if (!pool) throw new HvsimError('wrong-timeline', `pool ${id} is not created in any line before: the begin of the run is missing`);
    const input = toEventInput(event);
    const taken = step(pool.snapshot, toPoolEvent(input, at, pool.snapshot.context.clones));
    pool.snapshot = taken.snapshot;
    return [taken, input];
  }

  #within<T>(place: Place, action: () => T): T {
    try {
      return action();
    } catch (error) {
      if (error instanceof HvsimError) throw wrong(place, `cannot be read: ${error.message.replace(/\.$/, '')}`);
      throw error;
    }
  }

  #assertInOrder({ seq, event }: TimelineRecord, at: number, pool: Redriven, place: Place): void {
    const { at: before = at } = pool;
    const advice = 'give the lines of one run as they were recorded';
    if (at < before)
      throw wrong(place, `goes back in time: at is ${at} (${formatTime(at)}) after ${before} (${formatTime(before)}); ${advice}`);
    if (event.type !== 'desktop.create') pool.at = at;
    if (typeof seq !== 'number') return;
    if (seq <= this.#recorded) throw wrong(place, `is out of order: seq is ${seq} after ${this.#recorded}; ${advice}`);
    const missing = seq - this.#recorded - 1;
    if (missing > 0)
      this.#hole ??= `line ${place.line} has seq ${seq}${this.#recorded === 0 ? ', and should have 1' : ` after seq ${this.#recorded}`}`;
    this.#missing += missing;
    this.#recorded = seq;
  }

  #assertSame(record: TimelineRecord, { outcome, snapshot }: StepResult, run: RunMark, place: Place): void {
    const now = { outcome, state: stateOf(snapshot), status: statusOf(snapshot, run) };
    for (const [name, value] of Object.entries(now)) {
      const was = record[name as keyof typeof now];
      if (sorted(was) === sorted(value)) continue;
      const hole = this.#hole === undefined ? '' : `, or what came before is missing (${this.#hole})`;
      const both = `${name} is ${brief(was)}, and this version comes to ${brief(value)}`;
      throw wrong(place, `was recorded by another version of hvsim, or edited${hole}: ${both}`);
    }
  }
}

const wrong = ({ name, line }: Place, what: string): HvsimError => new HvsimError('wrong-timeline', `${name}: line ${line} ${what}.`);

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
