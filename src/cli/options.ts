/** A command: its options, each said once, are what is read and what `--help` prints. */
import { parseArgs } from 'node:util';
import { HvsimError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import { type RunTime, readRunTime, readTime } from '../simulator/input/time.ts';
import { type Io, writeAll } from './io.ts';

interface Option {
  /** What its value is called, such as `<name>`; an option without one is a switch. */
  readonly value?: string;
  readonly multiple?: true;
  /** What it does, in a line or several. */
  readonly says?: string;
  /** The usage says it, and the list need not. */
  readonly inUsage?: true;
  /** It begins a new group in the help, with this title if it is not empty. */
  readonly group?: string;
}

type Options = Readonly<Record<string, Option>>;

/** What was on the command line. */
export type Values<O extends Options> = {
  readonly [K in keyof O]?: O[K]['value'] extends string ? (O[K]['multiple'] extends true ? string[] : string) : boolean;
};

interface Description<O extends Options> {
  readonly name: string;
  /** The help before the options. */
  readonly usage: string;
  /** Where the texts of the options begin. */
  readonly column: number;
  readonly options: O;
  /** The help behind the options. */
  readonly more?: string;
  /** How many words there may be beside the options; none when absent. */
  readonly words?: number;
}

export type Run = (args: readonly string[], io: Io) => Promise<number>;

/**
 * Makes a command that reads its line, with `--help`.
 *
 * @throws HvsimError `wrong-usage`, when it runs
 */
export function newCommand<const O extends Options>(
  description: Description<O>,
  run: (values: Values<O>, words: readonly string[], io: Io) => Promise<number>,
): Run {
  return async (args, io) => {
    const { values, positionals } = parse(args, description);
    if (!values.help) return run(values as Values<O>, positionals, io);
    await writeAll(io, [helpOf(description)]);
    return 0;
  };
}

function helpOf({ usage, column, options, more }: Description<Options>): string {
  const lines = Object.entries(options).flatMap(([name, { value, says = '', inUsage, group }]) => {
    if (inUsage) return [];
    const option = `  --${name}${value === undefined ? '' : ` ${value}`}`;
    const line = `${option.padEnd(column)}${says.replaceAll('\n', `\n${' '.repeat(column)}`)}`.trimEnd();
    return group === undefined ? [line] : ['', ...(group === '' ? [] : [group]), line];
  });
  return [usage, ...(lines[0] === '' ? [] : ['']), ...lines, '  --help', ...(more === undefined ? [] : ['', more])].join('\n');
}

function parse(args: readonly string[], { name, options, words = 0 }: Description<Options>) {
  const config = {
    ...Object.fromEntries(
      Object.entries(options).map(([name, { value, multiple = false }]) => [
        name,
        { type: value === undefined ? ('boolean' as const) : ('string' as const), multiple },
      ]),
    ),
    help: { type: 'boolean', short: 'h' } as const,
  };
  try {
    const parsed = parseArgs({ args: withNegatives(args, options), options: config, allowPositionals: true, strict: true });
    const extra = parsed.positionals[words];
    if (extra !== undefined) throw new Error(`${JSON.stringify(extra)} is one word too many`);
    const empty = Object.entries<unknown>(parsed.values).find(([, value]) => [value].flat().includes(''));
    if (empty) throw new Error(`--${empty[0]} is empty`);
    if (parsed.positionals.includes('')) throw new Error('A name on the command line is empty');
    return parsed;
  } catch (error) {
    const { message } = error as Error;
    const unknown = /Unknown option '--?([^']*)'/.exec(message)?.[1];
    const hint = unknown === undefined ? '' : nearest(unknown, Object.keys(config));
    const short = message
      .split(/\. |\n/)[0]
      ?.replace(/\.$/, '')
      .replace(/argument is ambiguous$/, 'has no value');
    throw new HvsimError('wrong-usage', `${short}.${hint} See "hvsim ${name} --help".`, { cause: error });
  }
}

/** A negative number after an option is its value, to be refused or not by what it means; `parseArgs` would take it for another option. */
function withNegatives(args: readonly string[], options: Options): string[] {
  const joined: string[] = [];
  for (const arg of args) {
    const before = joined.at(-1) ?? '';
    if (/^-[.\d]/.test(arg) && before.startsWith('--') && options[before.slice(2)]?.value !== undefined)
      joined[joined.length - 1] = `${before}=${arg}`;
    else joined.push(arg);
  }
  return joined;
}

/** A member for an option where it was given, and nothing where it was not. */
export const given = <K extends string, T>(
  values: { readonly [N in K]?: string },
  name: K,
  read: (name: K, value: string) => T,
): { readonly [N in K]?: T } => (values[name] === undefined ? {} : ({ [name]: read(name, values[name]) } as { readonly [N in K]?: T }));

export const asText = (_: string, value: string): string => value;

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

/** A port from an option. */
export function toPort(name: string, value: string): number {
  const port = toInteger(name, value, 0);
  if (port <= 65_535) return port;
  throw new HvsimError('wrong-usage', `--${name} is ${JSON.stringify(value)}; it must be a whole number from 0 to 65535.`);
}

/** The begin of a run from an option. */
export function toStart(name: string, value: string): string {
  if (readTime(value) !== undefined) return value;
  throw new HvsimError('wrong-usage', `--${name} is ${JSON.stringify(value)}; it must be a time such as "2026-01-05T08:00:00Z".`);
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
