/** Which violations leave a status one that can be followed. */
import type { RuleId } from '../rules.ts';
import type { Violation } from '../violation.ts';

/** Rules whose violation says nothing against the states, the pending image and what belongs to it. */
const harmless: ReadonlySet<RuleId> = new Set([
  'structure/unknown-property',
  'structure/null',
  'compute-profile/cores-per-socket',
  'provisioning-error/time',
]);

/** Whether what the status shows of the pool can be relied on all the same. */
export const isHarmless = ({ rule }: Violation): boolean => harmless.has(rule);
