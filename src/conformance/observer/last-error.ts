/** The last provisioning error: which texts the life cycle writes there, and whether it can have done so. */
import type { Lifecycle } from '../../lifecycle/index.ts';
import type { Reached } from './explore.ts';
import type { Question } from './steps.ts';

const prefixes = new WeakMap<Lifecycle, readonly string[]>();

/** How an error begins that the life cycle writes; undefined for none, and for others, such as a clone's, which are not modelled. */
export function errorPrefix(error: string | undefined, lifecycle: Lifecycle): string | undefined {
  if (error === undefined || error === '') return undefined;
  let known = prefixes.get(lifecycle);
  if (!known) {
    known = [...new Set(lifecycle.edges.flatMap(({ effects }) => effects.lastError?.prefix ?? []))];
    prefixes.set(lifecycle, known);
  }
  return known.find((prefix) => error.startsWith(prefix));
}

/** Whether an error is shown that was not there before, and that nothing can have written in between. */
export function isErrorOfNothing({ before, now }: Question, lifecycle: Lifecycle, reached: () => readonly Reached[]): boolean {
  if (before?.lastError === undefined || before.lastError === now.lastError) return false;
  const prefix = errorPrefix(now.lastError, lifecycle);
  if (prefix === undefined) return false;
  return !reached().some(({ config }) => lifecycle.edgesFrom(config.node).some(({ effects }) => effects.lastError?.prefix === prefix));
}
