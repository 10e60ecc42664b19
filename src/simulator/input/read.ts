/** Reading values from outside with Valibot: what is wrong and where, and what was left out. */
import * as v from 'valibot';
import { HvsimError } from '../../errors.ts';
import { printable } from '../../printable.ts';

/** Why something could not be read: where, and what was expected there. */
export interface Problem {
  /** Member names from the outside in, such as `spec.settings.startTime`. */
  readonly path: string;
  readonly message: string;
  readonly kind: 'unknown-member' | 'missing' | 'type' | 'value';
}

export function toProblems(issues: readonly v.BaseIssue<unknown>[]): Problem[] {
  const lists = new Set<string>();
  return issues.flatMap((issue): Problem[] => {
    const path = v.getDotPath(issue) ?? '';
    const last = issue.path?.at(-1);
    // To Valibot a list is an object without its members: said once, instead of each member that is missing or too many.
    if (last?.type === 'object' && Array.isArray(last.input)) {
      const list = path.split('.').slice(0, -1).join('.');
      if (lists.has(list)) return [];
      lists.add(list);
      return [{ path: list, kind: 'type', message: 'Expected an object but received a list' }];
    }
    const key = JSON.stringify(last?.key);
    if (issue.type === 'strict_object' && issue.expected === 'never')
      return [{ path, kind: 'unknown-member', message: `There is no member ${key} here` }];
    if (issue.received === 'undefined' && issue.path) return [{ path, kind: 'missing', message: `The member ${key} is missing` }];
    return [{ path, kind: issue.kind === 'schema' ? 'type' : 'value', message: printable(inOurWords(issue.message)) }];
  });
}

const inOurWords = (message: string): string =>
  message
    .replace(/^Invalid [^:]*: /, '')
    .replace(/^Expected Object/, 'Expected an object')
    .replace(/^Expected Array/, 'Expected a list')
    .replace(/received Object$/, 'received an object')
    .replace(/received Array$/, 'received a list')
    .replace(/(received .{60}).+$/s, '$1…');

/** A schema of what a function can read: it returns undefined where it cannot read what is `expected`, or throws an HvsimError that says so. */
export const readBy = <Input, Output>(read: (value: unknown) => Output | undefined, expected = ''): v.GenericSchema<Input, Output> =>
  v.pipe(
    v.unknown(),
    v.rawTransform(({ dataset, addIssue, NEVER }): Output => {
      let message = expected;
      try {
        const output = read(dataset.value);
        if (output !== undefined) return output;
      } catch (error) {
        if (!(error instanceof HvsimError)) throw error;
        message = error.message;
      }
      addIssue({ message });
      return NEVER;
    }),
  ) as unknown as v.GenericSchema<Input, Output>;

/** Problems in one sentence, for the middle of a text. */
export const toProblemText = (problems: readonly Problem[]): string =>
  problems.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; ');

/** The same with a mark at its end, whether or not a problem ends in one. */
export const toSentence = (problems: readonly Problem[]): string => toProblemText(problems).replace(/(?<![.?!])$/, '.');

/** What was read, and which unknown members were left out; or what is wrong. */
export type Reading<T> = { readonly output: T; readonly warnings: readonly Problem[] } | { readonly problems: readonly Problem[] };

const isUnknownMember = ({ kind }: Problem) => kind === 'unknown-member';

/** No event, pool or command has as many, or is as deep; each unknown one costs a reading of its own. */
const mostMembers = 500;
const deepest = 50;

/** How many members the objects in a value have, counted until there are too many. */
function countMembers(value: unknown, before = 0, depth = 0): number {
  if (typeof value !== 'object' || value === null) return before;
  if (depth > deepest) return mostMembers + 1;
  let count = before;
  for (const member of Object.values(value)) {
    if (!Array.isArray(value)) count += 1;
    if (count > mostMembers) break;
    count = countMembers(member, count, depth + 1);
  }
  return count;
}

/** Reads a value with a schema of strict objects. Unknown members alone do no harm: they are left out and reported as warnings. */
export function readWith<T>(schema: v.GenericSchema<unknown, T>, value: unknown): Reading<T> {
  if (countMembers(value) <= mostMembers) return readBounded(schema, value, []);
  return {
    problems: [
      {
        path: '',
        kind: 'value',
        message: `It has too many members, or is too deep: at most ${mostMembers} members, ${deepest} in one another`,
      },
    ],
  };
}

function readBounded<T>(schema: v.GenericSchema<unknown, T>, value: unknown, warnings: readonly Problem[]): Reading<T> {
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return { output: parsed.output, warnings };
  const problems = toProblems(parsed.issues);
  const paths = parsed.issues.map(({ path = [] }) => path.map(({ key }) => key as string));
  const serious = problems.filter((each) => !isUnknownMember(each));
  if (serious.length > 0) return { problems: serious };
  // Valibot reports one unknown member of an object at a time.
  return readBounded(schema, paths.reduce(without, value), [...warnings, ...problems]);
}

/** A copy without a member, by the keys that lead to it; only what is on the way is copied. */
function without(value: unknown, [key = '', ...rest]: readonly string[]): unknown {
  const { [key]: member, ...others } = value as Record<string, unknown>;
  return rest.length === 0 ? others : { ...others, [key]: without(member, rest) };
}
