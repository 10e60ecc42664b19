/** What was done, to be done again, as a scenario file. */
import { stringify } from 'yaml';
import type { Release } from '../api/releases.ts';
import type { ScenarioStep } from '../scenario/scenario.ts';
import type { EventInput } from '../simulator/input/read-event.ts';
import { formatDuration, formatTime } from '../simulator/input/time.ts';
import { replay } from '../simulator/resume.ts';
import type { SavedRun } from '../simulator/run-log.ts';
import { createSimulator } from '../simulator/simulator.ts';
import { specOf, unseenBegin, whyNoScript } from './events.ts';
import type { InspectedStep } from './protocol.ts';

const oneLine = { lineWidth: 0 } as const;

/**
 * A saved run as a scenario file: the waits, sends and failures that were asked for, under the same engine.
 *
 * @returns undefined where a scenario cannot say it: no pools, pools that were created on the way, or something sent between two timers of one moment
 */
export function toScenario({ options, inputs }: SavedRun, title: string): string | undefined {
  const { release, seed, startAt, engine } = options;
  const later = inputs.findIndex((input) => 'advanceTo' in input || 'fire' in input);
  /** Before time passed: pools that were created then are there from the begin. */
  const atBegin = later === -1 ? inputs : inputs.slice(0, later);
  const pools = [...options.pools, ...atBegin.flatMap((input) => ('create' in input ? [input.create] : []))];
  if (pools.length === 0) return undefined;
  const simulator = createSimulator({ ...options, pools, record: false });
  const steps: ScenarioStep[] = [];
  let said = startAt;
  const wait = () => {
    const waited = simulator.now - said;
    said = simulator.now;
    return waited > 0 ? { wait: formatDuration(waited) } : {};
  };
  /** A timer of this very moment has fired, and another of it has not. */
  let isBetween = false;
  for (const input of [...atBegin.filter((input) => !('create' in input)), ...inputs.slice(atBegin.length)]) {
    if ('create' in input || (isBetween && !('fire' in input || 'advanceTo' in input))) return undefined;
    const about = 'pool' in input && input.pool > 0 ? { pool: input.pool } : {};
    if ('send' in input) steps.push({ ...wait(), ...about, send: input.send });
    else if ('failNext' in input) steps.push({ ...wait(), ...about, failNext: { what: input.failNext, ...input.how } });
    replay(simulator, input);
    isBetween = 'fire' in input && simulator.nextDue() === simulator.now;
  }
  if (isBetween) return undefined;
  if (simulator.now > said) steps.push(wait());
  return stringify({ title, release, seed, startAt: formatTime(startAt), engine, pools, steps }, oneLine);
}

/** The steps of a run as a scenario file without an engine: everything that happened is sent at its time. */
export function toManualScenario(steps: readonly InspectedStep[], release: Release, title: string): string {
  const created = steps.filter(({ event }) => event.type === 'desktop.create');
  const [first] = created;
  if (!first) return `# ${whyNoScript(steps)}\n`;
  const position = new Map(created.map(({ pool }, index) => [pool, index]));
  const sent = steps.flatMap(({ pool, at, event }): ScenarioStep[] => {
    const about = position.get(pool);
    if (about === undefined || event.type === 'desktop.create') return [];
    return [{ at: formatTime(at), ...(about > 0 ? { pool: about } : {}), send: event as EventInput }];
  });
  const pools = created.map((step, index) => specOf(step, index));
  const late = created.some(({ at }) => at > first.at) ? '# Pools that were created later are there from the begin.\n' : '';
  const unseen = new Set(steps.filter(({ pool }) => !position.has(pool)).map(({ pool }) => pool));
  const leftOut = [...unseen].map((pool) => `# Left out is ${JSON.stringify(pool)}. ${unseenBegin}\n`).join('');
  return late + leftOut + stringify({ title, release, startAt: formatTime(first.at), engine: 'manual', pools, steps: sent }, oneLine);
}
