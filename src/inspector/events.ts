/** What was done to one pool, to be done again, as events for `hvsim run -`. The page does it too. */
import type { Release } from '../api/releases.ts';
import type { PoolSpec } from '../simulator/input/pool-spec.ts';
import { poolId } from '../simulator/names.ts';
import type { InspectedStep } from './protocol.ts';

/** The steps of one pool as events, a line each. Those of the engine say so: `hvsim run -` takes them with `--manual` alone. */
export function toEvents(steps: readonly InspectedStep[], pool: string, release: Release): string {
  const own = steps.filter((step) => step.pool === pool);
  if (own[0]?.event.type !== 'desktop.create') return `# ${whyNoScript(own)}\n`;
  const events = own.map((step) => {
    const { at, by, event } = step;
    return JSON.stringify(event.type === 'desktop.create' ? { type: event.type, ...specOf(step, 0), at } : { ...event, at, by });
  });
  return [`# ${eventsCommand(release)}`, ...events, ''].join('\n');
}

export const eventsCommand = (release: Release): string => `hvsim run - --manual --release ${release}`;

/** Why steps without the creation of a pool cannot be done again. */
export function whyNoScript(steps: readonly InspectedStep[]): string {
  if (steps.length === 0) return 'There is no pool in this run.';
  if (steps.some((step) => 'recorded' in step)) return 'What was seen are statuses: there are no events to be sent again.';
  return unseenBegin;
}

export const unseenBegin =
  'The pool was there before what is shown here begins: what was done to it until then is not known, and no script can do it again. A simulator keeps it unless it is created with "record: false".';

/** What a pool was created with. At another position than it was, it keeps its id, its name and the ids of its clones. */
export function specOf({ pool, name, clones = [], event }: InspectedStep, position: number): PoolSpec {
  const { type: _, ...spec } = event;
  if (pool === poolId(position)) return spec;
  return { ...spec, id: pool, ...(name === undefined ? {} : { name }), clones: clones.map(({ id }) => id) };
}
