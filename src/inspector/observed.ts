/** From statuses that were seen to steps: what must have happened unseen is looked up in the graph where that is certain. */
import { eventTypes } from '../../machines/event-table.ts';
import type { EventType } from '../../machines/events.ts';
import { type TransitionRow, transitionTable } from '../../machines/transitions.ts';
import type { PoolState } from '../../machines/vocabulary.ts';
import { defaultStart } from '../simulator/options.ts';
import type { ObservedLine } from '../simulator/timeline-file.ts';
import type { InspectedStep, TransitionIndex } from './protocol.ts';

/** Statuses without a time are shown so far apart, in milliseconds. */
const apart = 30_000;

/** What a status says nothing about. */
const unknown: PoolState = { operation: 'NONE', pendingImage: 'ABSENT', currentImage: 'ABSENT', task: 'IDLE' };

export function stepsOfObserved(lines: readonly { readonly seen: ObservedLine }[]): InspectedStep[] {
  const pools = new Map<string, { readonly at: number; readonly state: PoolState }>();
  return lines.map(({ seen: { pool = 'pool', at: seenAt, verdict, seen, state: shown, events, reason, status } }, index) => {
    const before = pools.get(pool);
    const at = seenAt ?? (before ? before.at + apart : defaultStart);
    const state: PoolState = { ...unknown, ...(shown ?? before?.state) };
    pools.set(pool, { at, state });
    return {
      seq: index + 1,
      at,
      pool,
      ...(before ? {} : { name: pool }),
      event: { type: 'observed', verdict, seen, ...(events.length > 0 ? { unseen: events.map(({ text }) => text) } : {}) },
      by: 'script',
      outcome: verdict === 'impossible' ? 'fault' : 'accepted',
      ...(reason ? { reason: `${reason.rule}: ${reason.text} (${reason.document})` } : {}),
      state,
      took: before ? likely(before.state, state, events) : [],
      recorded: status,
    };
  });
}

/** What events of which nobody saw more than the ends must have taken: only where the graph leaves one way. */
function likely(before: PoolState, after: PoolState, events: ObservedLine['events']): TransitionIndex[] {
  const table = transitionTable();
  const taken: TransitionIndex[] = [];
  const present: Record<string, string> = { ...before };
  /** Regions that went one of several ways. */
  const unsure = new Set<string>();
  const take = (region: string, fits: (row: TransitionRow) => boolean) => {
    const ways = table.flatMap((row, index) => (row.region === region && fits(row) ? [index] : []));
    const [index] = ways;
    if (ways.length > 1) unsure.add(region);
    if (index === undefined || unsure.has(region)) return;
    taken.push(index);
    present[region] = table[index]?.to ?? present[region] ?? '';
  };
  const isHere = ({ region, from }: TransitionRow) => from === region || from === present[region];
  for (const { event } of events) for (const region of Object.keys(before)) take(region, (row) => row.event === event && isHere(row));
  for (const [region, state] of Object.entries(after)) {
    if (present[region] !== state) take(region, (row) => isHere(row) && row.to === state && !eventTypes.includes(row.event as EventType));
  }
  return taken;
}
