/** The world behind the mock server: pools that a simulator steps, and what a Connection Server knows beside them. */
import type { Release } from '../api/releases.ts';
import type { PoolSpec } from '../simulator/pool-spec.ts';
import type { EventInput } from '../simulator/read-event.ts';
import type { SendResult, Simulator } from '../simulator/simulator.types.ts';
import type { Directory } from './directory.ts';

/** What a Connection Server keeps of a pool and the life cycle does not care about: names, texts, switches, by their REST names. */
export type PoolAttributes = Readonly<Record<string, unknown>>;

/** An administrator who can log in. */
export interface Account {
  readonly user: string;
  readonly password: string;
  readonly domain: string;
  /** Privileges such as POOL_VIEW; `ALL` for an administrator of everything. */
  readonly privileges: readonly string[];
}

export interface World {
  readonly release: Release;
  readonly simulator: Simulator;
  /** vCenters, datacenters, base VMs, snapshots: what images can be pushed. */
  readonly directory: Directory;
  readonly accounts: readonly Account[];
  /** Virtual time in epoch milliseconds, after everything that is due by now has happened. Every request begins with it. */
  now(): number;
  /** Wall time in epoch milliseconds: tokens live by it. */
  wallTime(): number;
  /** Random bytes, for tokens. */
  randomBytes(count: number): Uint8Array;
  /** Sends an event at the present virtual time, and notes it in the journal. */
  send(pool: string, event: EventInput): SendResult;
  /** Creates a pool, and notes it in the journal. Returns its id. */
  createPool(spec: PoolSpec, attributes: PoolAttributes): string;
  attributes(pool: string): PoolAttributes;
  /** Changes some attributes, and notes it in the journal. */
  setAttributes(pool: string, changes: PoolAttributes): void;
  /** Comes when everything that was noted so far is as safe as was asked for. An answer to a change waits for it. */
  settled(): Promise<void>;
}
