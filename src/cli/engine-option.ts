/** The engine as a command-line option: a profile, or a file with timings. */
import { type EngineOption, toTimings } from '../engine/timings.ts';
import { HvsimError } from '../errors.ts';
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
