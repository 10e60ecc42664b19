/** `hvsim/vitest`: importing it, in a test or in `setupFiles`, adds the matchers to Vitest's `expect`. */
import { expect } from 'vitest';
import type { Format } from '../api/formats.ts';
import type { ReleaseName } from '../api/releases.ts';
import type { ExpectedStates, FollowOptions } from '../conformance/assertions.ts';
import { matchers } from './matchers.ts';

export type { ExpectedStates, FollowOptions } from '../conformance/assertions.ts';
export { matchers } from './matchers.ts';
export { type TracedOptions, traced, tracedRun } from './traced.ts';

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: the augmentation must have Vitest's own type parameter
  interface Matchers<T = any> {
    /**
     * The status (bare, in its parent, or in a pool) is one that the release and format can show.
     *
     * @example expect(status).toConformTo('2206', 'rest-v2')
     */
    toConformTo(release: ReleaseName, format: Format): void;
    /**
     * The status shows these states; those that are not named may be any. ABSENT stands for no image.
     *
     * @example expect(status).toBeIn({ operation: 'NONE', pendingImage: 'ABSENT', currentImage: 'READY' })
     */
    toBeIn(states: ExpectedStates): void;
    /**
     * The status can be the next one that is seen of a pool; by default 30 seconds after the previous one.
     *
     * @example expect(status).toFollow(previous, { within: '5m' })
     */
    toFollow(previous: unknown, options?: FollowOptions): void;
  }
}

expect.extend(matchers);
