/** The machine that a server runs on: its clock and its randomness. One of the few files here that touch them. */
import { randomBytes } from 'node:crypto';
import type { Surroundings } from './world.types.ts';

export const system: Surroundings = {
  wallTime: () => Date.now(),
  randomBytes,
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};
