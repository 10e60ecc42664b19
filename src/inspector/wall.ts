/** The wall clock, for sessions that run in this process. It keeps no process alive. */
import type { Wall } from './session.ts';

export const wall: Wall = {
  now: () => performance.now(),
  every(ms, callback) {
    const timer = setInterval(callback, ms);
    timer.unref();
    return () => clearInterval(timer);
  },
};
