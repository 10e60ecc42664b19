/** Reads a command's options: `parseArgs`, with our own errors. */
import { parseArgs } from 'node:util';
import { HvsimError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import { type RunTime, readRunTime } from '../simulator/input/time.ts';

type Options = Record<string, { readonly type: 'string' | 'boolean'; readonly short?: string; readonly multiple?: true }>;

type Value<O extends Options[string]> = O['type'] extends 'string' ? (O extends { readonly multiple: true } ? string[] : string) : boolean;

/** What was on the command line. */
export interface Parsed<O extends Options> {
  readonly values: { readonly [K in keyof O]?: Value<O[K]> };
  readonly positionals: readonly string[];
}

/**
 * Reads a command line.
 *
 * @param help what to read for more
 * @param most how many words there may be beside the options
 * @throws HvsimError `wrong-usage`
 */
export function readOptions<const O extends Options>(args: readonly string[], options: O, help: string, most: number): Parsed<O> {
  try {
    const parsed = parseArgs({ args: withNegatives(args, options), options, allowPositionals: true, strict: true });
    const extra = parsed.positionals[most];
    if (extra !== undefined) throw new Error(`${JSON.stringify(extra)} is one word too many`);
    const empty = Object.entries(parsed.values).find(([, value]) => [value].flat().includes(''));
    if (empty) throw new Error(`--${empty[0]} is empty`);
    if (parsed.positionals.includes('')) throw new Error('A name on the command line is empty');
    return parsed as unknown as Parsed<O>;
  } catch (error) {
    const { message } = error as Error;
    const unknown = /Unknown option '--?([^']*)'/.exec(message)?.[1];
    const hint = unknown === undefined ? '' : nearest(unknown, Object.keys(options));
    const short = message
      .split(/\. |\n/)[0]
      ?.replace(/\.$/, '')
      .replace(/argument is ambiguous$/, 'has no value');
    throw new HvsimError('wrong-usage', `${short}.${hint} See "${help}".`, { cause: error });
  }
}

/** A negative number after an option is its value, to be refused or not by what it means; `parseArgs` would take it for another option. */
function withNegatives(args: readonly string[], options: Options): string[] {
  const joined: string[] = [];
  for (const arg of args) {
    const before = joined.at(-1) ?? '';
    if (/^-[.\d]/.test(arg) && before.startsWith('--') && options[before.slice(2)]?.type === 'string')
      joined[joined.length - 1] = `${before}=${arg}`;
    else joined.push(arg);
  }
  return joined;
}

/** A whole number from an option. */
export function toInteger(name: string, value: string, low = Number.MIN_SAFE_INTEGER): number {
  const number = Number(value);
  if (value.trim() !== '' && Number.isSafeInteger(number) && number >= low) return number;
  throw new HvsimError(
    'wrong-usage',
    `--${name} is ${JSON.stringify(value)}; it must be a whole number${low > Number.MIN_SAFE_INTEGER ? ` from ${low}` : ''}.`,
  );
}

/** A positive number from an option. */
export function toPositive(name: string, value: string): number {
  const number = Number(value);
  if (value.trim() !== '' && Number.isFinite(number) && number > 0) return number;
  throw new HvsimError('wrong-usage', `--${name} is ${JSON.stringify(value)}; it must be a number above 0.`);
}

/** A time, or a duration since the begin, from an option. */
export function toRunTime(name: string, value: string): RunTime {
  const at = readRunTime(value);
  if (at !== undefined) return at;
  throw new HvsimError(
    'wrong-usage',
    `--${name} is ${JSON.stringify(value)}; it must be a duration with its units such as "1h 30m", or a time such as "2026-01-05T08:00:00Z".`,
  );
}
