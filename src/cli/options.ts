/** A command: its options, each said once, are what is read and what `--help` prints. */
import { parseArgs } from 'node:util';
import { HvsimError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import { readTime } from '../simulator/input/time.ts';
import { type Io, writeAll } from './io.ts';

/** Reads the value of an option, and refuses one that means nothing. */
type Read<T> = (value: string, name: string) => T | Promise<T>;

interface Option {
  /** What its value is called, such as `<name>`; an option without one is a switch. */
  readonly value?: string;
  readonly multiple?: true;
  /** Its value is text when absent. */
  readonly read?: Read<unknown>;
  /** What it does, in a line or several. */
  readonly says?: string;
  /** The usage says it, and the list need not. */
  readonly inUsage?: true;
  /** It begins a new group in the help, with this title if it is not empty. */
  readonly group?: string;
}

type Options = Readonly<Record<string, Option>>;

/** What was on the command line, as it was read. */
export type Values<O extends Options> = {
  readonly [K in keyof O]?: O[K] extends { readonly multiple: true } ? readonly Value<O[K]>[] : Value<O[K]>;
};

type Value<O> = O extends { readonly read: Read<infer T> } ? T : O extends { readonly value: string } ? string : boolean;

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
  /** What to ask where there is no word, and one is needed. */
  readonly ask?: string;
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
    if (values.help) await writeAll(io, [helpOf(description)]);
    if (values.help) return 0;
    if (description.ask && positionals.length === 0)
      throw new HvsimError('wrong-usage', `${description.ask} See "hvsim ${description.name} --help".`);
    const given: Record<string, unknown> = { ...values };
    for (const [name, { read, multiple }] of Object.entries<Option>(description.options)) {
      if (!read || values[name] === undefined) continue;
      const list = await Promise.all([values[name]].flat().map((value) => read(value as string, name)));
      given[name] = multiple ? list : list[0];
    }
    return run(given as Values<O>, positionals, io);
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
  const config = Object.fromEntries(
    Object.entries<Option>({ ...options, help: {} }).map(([name, { value, multiple = false }]) => [
      name,
      { type: value === undefined ? ('boolean' as const) : ('string' as const), multiple, ...(name === 'help' ? { short: 'h' } : {}) },
    ]),
  );
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

/** The options of these names that were given. */
export const pick = <V extends object, K extends keyof V & string>(values: V, ...names: readonly K[]): Pick<V, K> =>
  Object.fromEntries(Object.entries(values).filter(([name]) => (names as readonly string[]).includes(name))) as Pick<V, K>;

/**
 * Makes what reads the value of an option.
 *
 * @param what it must be, for whoever gave another
 * @param parse undefined for what it cannot be
 */
export const reading =
  <T>(what: string, parse: (value: string, name: string) => T | undefined) =>
  (value: string, name: string): T => {
    const read = parse(value, name);
    if (read !== undefined) return read;
    throw new HvsimError('wrong-usage', `--${name} is ${JSON.stringify(value)}; it must be ${what}.`);
  };

const numberIf = (value: string, fits: (number: number) => boolean): number | undefined =>
  value.trim() !== '' && fits(Number(value)) ? Number(value) : undefined;

export const toInteger = reading('a whole number', (value) => numberIf(value, Number.isSafeInteger));

export const integerFrom = (low: number) =>
  reading(`a whole number from ${low}`, (value) => numberIf(value, (number) => Number.isSafeInteger(number) && number >= low));

export const toPositive = reading('a number above 0', (value) => numberIf(value, (number) => Number.isFinite(number) && number > 0));

export const toPort = reading('a whole number from 0 to 65535', (value, name) => {
  const port = integerFrom(0)(value, name);
  return port <= 65_535 ? port : undefined;
});

/** The begin of a run, as it was written. */
export const toStart = reading('a time such as "2026-01-05T08:00:00Z"', (value) => (readTime(value) === undefined ? undefined : value));
