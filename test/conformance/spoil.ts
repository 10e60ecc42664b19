/** Helpers that spoil a conforming status and see what `validate` says. */
import { type Format, fieldsOf, type PropertyName, type Release } from '../../src/api/index.ts';
import { type ValidateTarget, validate } from '../../src/conformance/index.ts';
import { encodeParent, encodeStatus } from '../../src/projector/index.ts';
import { type PoolName, pools } from './pools.ts';

export interface TestTarget {
  readonly release: Release;
  readonly format: Format;
  readonly object?: 'status' | 'parent';
}

/** An object that can be written to. */
export type Draft = Record<string, unknown>;

/** A conforming status, for the spoiling. */
export function encoded(pool: PoolName, { release, format, object }: TestTarget): Draft {
  const encode = object === 'parent' ? encodeParent : encodeStatus;
  return structuredClone(encode(pools[pool], { release, format })) as Draft;
}

/** The wire name of a property of the status; throws where the release and format do not have it. */
export function nameOf(property: PropertyName, { release, format }: TestTarget): string {
  const field = fieldsOf('status', release, format).find((candidate) => candidate.property.view === property);
  if (field === undefined) throw new Error(`${release} as ${format} has no ${property}`);
  return field.name;
}

/** The rules that a value breaks, each once. */
export function brokenRules(status: unknown, target: ValidateTarget): readonly string[] {
  return [...new Set(validate(status, target).map(({ rule }) => rule))];
}
