/** A mutation that breaks one rule, and the means to write one. */
import type { PoolName } from './pools.ts';
import type { Draft, TestTarget } from './spoil.ts';

export interface Breach {
  readonly pool: PoolName;
  readonly target: TestTarget;
  readonly spoil: (status: Draft) => void;
  readonly path: string;
}

export const view: TestTarget = { release: '2512', format: 'view' };
export const powercli: TestTarget = { release: '2512', format: 'powercli' };
export const v1: TestTarget = { release: '2512', format: 'rest-v1' };
export const v2: TestTarget = { release: '2512', format: 'rest-v2' };

export function set(object: unknown, name: string, value: unknown): void {
  (object as Draft)[name] = value;
}

export function drop(object: unknown, name: string): void {
  if (!Object.hasOwn(object as Draft, name)) throw new Error(`there is no ${name} to drop`);
  delete (object as Draft)[name];
}
