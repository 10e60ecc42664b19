/** Options that say how a run is made. */
import { formats } from '../api/formats.ts';
import { type EngineOption, toTimings } from '../engine/timings.ts';
import { HvsimError } from '../errors.ts';
import { toInteger } from './options.ts';
import { readText } from './read-json.ts';

/**
 * Reads `--engine`: the name of a profile, or a YAML or JSON file with `profile` and `timings`.
 *
 * @throws HvsimError `unknown-profile`, `wrong-timings`, `cannot-read`, `not-yaml`
 */
export async function readEngine(option: string): Promise<EngineOption> {
  const engine = /\.(ya?ml|json)$/.test(option) ? await readFileAsEngine(option) : (option as EngineOption);
  toTimings(engine);
  return engine;
}

async function readFileAsEngine(file: string): Promise<EngineOption> {
  const text = await readText(file);
  const { parse } = await import('yaml');
  try {
    const value: unknown = parse(text);
    if (typeof value === 'object' && value !== null) return value as EngineOption;
  } catch (error) {
    throw new HvsimError('not-yaml', `${file}: ${(error as Error).message}`);
  }
  throw new HvsimError('wrong-timings', `${file}: Expected an object with "profile" and "timings".`);
}

/** What a run is made with, where a scenario may say otherwise. */
export const runOptions = {
  release: { value: '<name>', says: `Horizon release such as 7.13, 2206 or 8.4 (default: the scenario's, else 2512)` },
  seed: { value: '<number>', says: `another run of the same chance (default: the scenario's, else 1)`, read: toInteger },
  engine: { value: '<profile>', says: 'production, lab, quick, instant, flaky, manual, or a file of timings', read: readEngine },
} as const;

/** Whether there is such a format depends on the release. */
export const formatOption = (what: string) =>
  ({ value: '<format>', says: `of the status ${what}: ${formats.join(', ')} (default view)` }) as const;
