/** The machine that a server runs on: its clock and its randomness. */
import { randomBytes } from 'node:crypto';

/** What the world takes from the machine it runs on. */
export interface Surroundings {
  /** Wall time in epoch milliseconds. */
  wallTime(): number;
  randomBytes(count: number): Uint8Array;
  /** Comes after some milliseconds of wall time. */
  wait(ms: number): Promise<void>;
}

export const thisMachine: Surroundings = {
  wallTime: () => Date.now(),
  randomBytes,
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};
