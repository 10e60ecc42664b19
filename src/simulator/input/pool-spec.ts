/** What a pool is created with: everything optional, everything else a function of its position. */
import * as v from 'valibot';
import type { PoolInput } from '../../../machines/context.ts';
import { infrastructureMembers } from '../../../machines/event-table.ts';
import type { ImageSettings, Infrastructure } from '../../../machines/events.ts';
import type { ImageSpec } from '../../../machines/image.ts';
import { logoffSettings } from '../../../machines/vocabulary.ts';
import { HvsimError } from '../../errors.ts';
import { cloneId, cloneName, poolId, poolName } from '../names.ts';
import { type Problem, readWith, toSentence } from './read.ts';
import { defined, entriesOf, imageSpec } from './read-event.ts';

export interface PoolSpec {
  /** A GUID of its position when absent. */
  readonly id?: string;
  /** `ic-pool-1`, `ic-pool-2`, … when absent. */
  readonly name?: string;
  /** How many clones, 3 when absent; or their ids. */
  readonly clones?: number | readonly string[];
  /** vm-1 with snapshot-1 when absent. */
  readonly image?: ImageSpec;
  readonly settings?: Partial<ImageSettings> & {
    /** True when absent. */
    readonly stopProvisioningOnError?: boolean;
    /** True when absent. */
    readonly enableProvisioning?: boolean;
  };
  readonly infrastructure?: Infrastructure;
}

const text = v.pipe(v.string(), v.nonEmpty());
const clonesByIds = v.pipe(
  v.array(text),
  v.check((ids) => new Set(ids).size === ids.length, 'Expected ids of clones that differ'),
);
const clones = v.union(
  [v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100_000)), clonesByIds],
  'Expected a number of clones from 0 to 100000, or a list of their ids',
);

/** The members of a pool in scenario files and of `desktop.create`. */
export const poolSpecEntries = {
  id: v.optional(text),
  name: v.optional(text),
  clones: v.optional(clones),
  image: v.optional(imageSpec),
  settings: v.optional(
    v.strictObject({
      stopProvisioningOnError: v.optional(v.boolean()),
      enableProvisioning: v.optional(v.boolean()),
      logoffSetting: v.optional(v.picklist(logoffSettings)),
      stopOnFirstError: v.optional(v.boolean()),
    }),
  ),
  infrastructure: v.optional(v.strictObject(entriesOf(infrastructureMembers))),
};

const poolSpec = v.strictObject(poolSpecEntries) as unknown as v.GenericSchema<unknown, PoolSpec>;

/** Reads the specification of a pool. Unknown members are told to `warn` and left out; without it they are errors. */
export function toPoolSpec(value: unknown, warn?: (problems: readonly Problem[]) => void): PoolSpec {
  const reading = readWith(poolSpec, value);
  const problems = 'problems' in reading ? reading.problems : reading.warnings;
  if ('output' in reading && (warn || problems.length === 0)) {
    if (problems.length > 0) warn?.(problems);
    return reading.output;
  }
  throw new HvsimError('wrong-payload', `${toSentence(problems)} A pool may have: ${Object.keys(poolSpecEntries).join(', ')}.`);
}

/** The first image of a pool that names none. */
const firstImage: ImageSpec = { parentVm: 'vm-1', snapshot: 'snapshot-1' };
const firstPlace: Infrastructure = { hostOrCluster: 'domain-c1', datastores: ['datastore-1'] };

/** The machine's input, and the id by which the pool is known. */
export function toPoolInput(spec: PoolSpec, position: number, at: number, selectivePush: boolean): { id: string; input: PoolInput } {
  const { id = poolId(position), name = poolName(position), clones = 3, image = firstImage, infrastructure = firstPlace } = spec;
  const { stopProvisioningOnError = true, enableProvisioning = true, ...given } = spec.settings ?? {};
  const ids = typeof clones === 'number' ? Array.from({ length: clones }, (_, clone) => cloneId(position, clone)) : clones;
  const named = ids.map((each, clone) => ({ id: each, name: cloneName(name, clone) }));
  const settings = defined(given);
  return {
    id,
    input: { name, at, image, clones: named, selectivePush, stopProvisioningOnError, enableProvisioning, settings, infrastructure },
  };
}
