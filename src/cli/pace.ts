/** Lets virtual time pass in wall time. */
import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until a moment of virtual time has come. */
export type Pace = (at: number) => Promise<void>;

/** How often a run that does not wait lets Ctrl-C be heard. */
const breathEvery = 200;

/**
 * @param speed how many times faster than real time; as fast as can be when absent
 * @param begin virtual time at the begin, in epoch milliseconds
 */
export function newPace(speed: number | undefined, begin: number, signal: AbortSignal): Pace {
  if (speed !== undefined) {
    const started = performance.now();
    return async (at) => {
      const ms = (at - begin) / speed - (performance.now() - started);
      if (ms > 0) await sleep(Math.min(ms, 2 ** 31 - 1), undefined, { signal }).catch(() => {});
    };
  }
  let count = 0;
  return async () => {
    count += 1;
    if (count % breathEvery === 0) await new Promise((resolve) => setImmediate(resolve));
  };
}
