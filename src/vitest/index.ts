/**
 * `hvsim/vitest`: importing it adds the matchers to Vitest's `expect`, as people know it of such entries. Name it once in
 * `setupFiles` (`test: { setupFiles: ['hvsim/vitest'] }`), or import it in a test. It is the only entry of hvsim that does
 * something on import; the same checks without that are `assertConforms`, `assertIn` and `assertFollows` of `hvsim/conformance`.
 */
import { expect } from 'vitest';
import { type Assertion, assertConforms, assertFollows, assertIn } from '../conformance/assertions.ts';

export type { ExpectedStates, FollowOptions } from '../conformance/assertions.ts';
export { type TracedOptions, traced, tracedRun } from './traced.ts';

const toMatcher =
  <Args extends readonly unknown[]>(check: (received: unknown, ...args: Args) => Assertion) =>
  (received: unknown, ...args: Args): { readonly pass: boolean; readonly message: () => string } => {
    const { pass, message } = check(received, ...args);
    return { pass, message: () => message };
  };

/** The checks of `hvsim/conformance` as matchers, for `expect.extend`; importing `hvsim/vitest` does that already. */
export const matchers = {
  /**
   * The status (bare, in its parent, or in a pool) is one that the release and format can show.
   *
   * @example expect(status).toConformTo('2206', 'rest-v2')
   */
  toConformTo: toMatcher(assertConforms),
  /**
   * The status shows these states; those that are not named may be any. ABSENT stands for no image.
   *
   * @example expect(status).toBeIn({ operation: 'NONE', pendingImage: 'ABSENT', currentImage: 'READY' })
   */
  toBeIn: toMatcher(assertIn),
  /**
   * The status can be the next one that is seen of a pool; by default 30 seconds after the previous one.
   *
   * @example expect(status).toFollow(previous, { within: '5m' })
   */
  toFollow: toMatcher(assertFollows),
};

/** The matchers as `expect` has them: without what was received, and without an answer. */
type Expected = {
  [K in keyof typeof matchers]: (typeof matchers)[K] extends (received: unknown, ...args: infer Args) => unknown
    ? (...args: Args) => void
    : never;
};

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: the augmentation must have Vitest's own type parameter
  interface Matchers<T = any> extends Expected {}
}

expect.extend(matchers);
