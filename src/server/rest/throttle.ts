/** What a Connection Server answers who asks too often, since 2406. */
import { isAvailable } from '../../api/availability.ts';
import type { Release } from '../../api/releases.ts';

export const mayThrottle = (release: Release): boolean => isAvailable(release, '2406');

export const throttleError = {
  key: 'common.api-throttle-limit.exceeded.error',
  message: 'API throttling limit have been exceeded. Retry after some time.',
  headers: { 'X-Rate-Limit-Retry-After-Seconds': '1' },
} as const;
