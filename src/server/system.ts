/** The machine that a server runs on: its clock and its randomness. One of the few files here that touch them. */
import type { Surroundings } from './world.types.ts';

export const system: Surroundings = {
  wallTime: () => Date.now(),
  randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};
