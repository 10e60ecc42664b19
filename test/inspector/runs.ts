/** Runs to be inspected. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runScenario } from '../../src/index.ts';
import { parseScenario } from '../../src/scenario/scenario-file.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';

const folder = fileURLToPath(new URL('../../examples/scenarios/', import.meta.url));

export const scenarioNames = readdirSync(folder).map((file) => file.replace('.yaml', ''));

/** A scenario that comes with hvsim, run to its end. */
export const ran = (name: string): Simulator => runScenario(parseScenario(readFileSync(`${folder}${name}.yaml`, 'utf8'), name));

/** A push to a pool whose image is another one. */
export const push = {
  type: 'command.schedulePushImage',
  spec: { parentVm: 'vm-2', snapshot: 'snapshot-2', settings: { logoffSetting: 'FORCE_LOGOFF' } },
} as const;
