/** The wall clock and chance, for sessions that run in this process. The clock keeps no process alive. */
import { randomUUID } from 'node:crypto';
import type { Wall } from './shown.ts';

export const wall: Wall = {
  now: () => performance.now(),
  every(ms, callback) {
    const timer = setInterval(callback, ms);
    timer.unref();
    return () => clearInterval(timer);
  },
};

/** Of a session, so that a page notices that it is another one. */
export const newSessionId = (): string => randomUUID();
