/** The checks of `hvsim/conformance` as matchers. */
import type { Format } from '../api/formats.ts';
import type { ReleaseName } from '../api/releases.ts';
import {
  type Assertion,
  assertConforms,
  assertFollows,
  assertIn,
  type ExpectedStates,
  type FollowOptions,
} from '../conformance/assertions.ts';

/** What Vitest is told. */
interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

const toResult = ({ pass, message }: Assertion): MatcherResult => ({ pass, message: () => message });

/**
 * For `expect.extend`; importing `hvsim/vitest` does that already.
 *
 * @example
 * expect(status).toConformTo('2206', 'rest-v2');
 * expect(status).toBeIn({ operation: 'NONE', currentImage: 'READY' });
 * expect(status).toFollow(previous);
 */
export const matchers = {
  /** The status is one that the release and format can show. */
  toConformTo: (received: unknown, release: ReleaseName, format: Format): MatcherResult =>
    toResult(assertConforms(received, release, format)),
  /** The status shows these states; those that are not named may be any. */
  toBeIn: (received: unknown, states: ExpectedStates): MatcherResult => toResult(assertIn(received, states)),
  /** The status can be the next one that is seen of a pool, by default within 30 seconds. */
  toFollow: (received: unknown, previous: unknown, options?: FollowOptions): MatcherResult =>
    toResult(assertFollows(received, previous, options)),
};
