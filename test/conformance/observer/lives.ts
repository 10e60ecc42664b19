/** Pools' lives to be watched: what a client sees that polls them. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Format } from '../../../src/api/index.ts';
import { createSimulator, runScenario, type Scenario, type Simulator } from '../../../src/index.ts';
import { parseScenario } from '../../../src/scenario/scenario-file.ts';

/** One poll. */
export interface Poll {
  readonly at: number;
  readonly status: unknown;
}

const folder = fileURLToPath(new URL('../../../examples/scenarios/', import.meta.url));

/** Every scenario that comes with hvsim, by its name. */
export const scenarios: readonly (readonly [name: string, scenario: Scenario])[] = readdirSync(folder)
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => [file.replace('.yaml', ''), parseScenario(readFileSync(folder + file, 'utf8'), file)]);

/** Runs a scenario in a release; undefined where the release cannot do what it asks for. */
export function tryScenario(scenario: Scenario, release: string): Simulator | undefined {
  try {
    return runScenario(scenario, { release });
  } catch {
    return undefined;
  }
}

/**
 * What is seen of the first pool.
 *
 * @param next how long until the next poll, in milliseconds
 */
export function pollsOf(simulator: Simulator, format: Format, next: () => number): Poll[] {
  const { id } = simulator.pools[0] as { id: string };
  const entries = simulator.timeline().filter(({ pool }) => pool === id);
  const [first, last] = [entries[0]?.at ?? 0, entries.at(-1)?.at ?? 0];
  const polls: Poll[] = [];
  let index = 0;
  for (let at = first; polls.at(-1) === undefined || (polls.at(-1) as Poll).at < last; at += Math.max(1, next())) {
    while ((entries[index + 1]?.at ?? Number.POSITIVE_INFINITY) <= at) index += 1;
    const entry = entries[index];
    if (entry) polls.push({ at, status: simulator.record(entry, format).status });
  }
  return polls;
}

type Draw = () => number;

const facts = [
  'engine.publishStarted',
  'engine.publishStarted',
  'engine.publishSucceeded',
  'engine.publishSucceeded',
  'engine.publishTimedOut',
  'engine.pendingImageUnpublished',
  'engine.pendingImageUnpublished',
  'engine.currentImageUnpublishStarted',
  'engine.currentImageUnpublished',
  'command.cancelScheduledPushImage',
  'command.promotePendingImage',
  'command.enableProvisioning',
  'command.disableProvisioning',
] as const;
const failures = ['engine.publishFailed', 'engine.pendingImageUnpublishFailed', 'engine.currentImageUnpublishFailed'] as const;

/**
 * A pool to which anything happens at any time.
 *
 * @param draw numbers from 0 to 1
 */
export function randomLife(release: string, draw: Draw, events: number): Simulator {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(draw() * list.length)] as T;
  const simulator = createSimulator({
    release,
    engine: 'manual',
    pools: [{ clones: 1, settings: { stopProvisioningOnError: draw() < 0.5 } }],
  });
  let pushed: { parentVm: string; selectivePushImage: boolean; logoffSetting: 'FORCE_LOGOFF' | 'WAIT_FOR_LOGOFF' } | undefined;
  for (let count = 0; count < events; count += 1) {
    simulator.advance(Math.floor(draw() * 100_000));
    const { now } = simulator;
    const kind = draw();
    if (kind < 0.25) simulator.send(0, { type: 'engine.publishProgressed', percent: Math.floor(draw() * 101) });
    else if (kind < 0.4) {
      if (!pushed || draw() < 0.6) {
        const logoffSetting = pick(['FORCE_LOGOFF', 'WAIT_FOR_LOGOFF'] as const);
        pushed = { parentVm: `vm-${pick([1, 2, 3])}`, selectivePushImage: draw() < 0.4, logoffSetting };
      }
      const { parentVm, selectivePushImage, logoffSetting } = pushed;
      const startTime = pick([undefined, now - 5_000, now + 200_000, now + 2_000_000]);
      const settings = { logoffSetting, ...(startTime === undefined ? {} : { startTime }) };
      simulator.send(0, { type: 'command.schedulePushImage', spec: { parentVm, snapshot: 'snapshot-1', selectivePushImage, settings } });
    } else if (kind < 0.43) simulator.send(0, { type: 'command.changeInfrastructure', hostOrCluster: `domain-c${count}` });
    else if (kind < 0.435) simulator.send(0, { type: 'command.delete' });
    else if (kind < 0.5) {
      const start = simulator.snapshot(0).context.push?.settings.startTime;
      if (start !== undefined && start <= now) simulator.send(0, { type: 'engine.startTimeReached' });
    } else if (kind < 0.6) simulator.send(0, { type: pick(failures), error: pick(['no space', 'no host']) });
    else simulator.send(0, { type: pick(facts) });
  }
  return simulator;
}
