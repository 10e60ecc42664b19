/** What observers share. */
import type { Format } from '../../api/formats.ts';
import type { Release } from '../../api/releases.ts';
import { toTimings } from '../../engine/timings.ts';
import { Fitting } from './fitting.ts';
import type { ObserverOptions } from './observer.types.ts';
import { paceOf } from './pace.ts';
import { Steps } from './steps.ts';

interface Machinery {
  readonly fitting: Fitting;
  readonly steps: Steps;
}

const machineries = new Map<string, Machinery>();

/** Pools of one release, format and engine share what was found out about them. */
export function machineryFor(release: Release, format: Format, engine: NonNullable<ObserverOptions['engine']>): Machinery {
  const pace = paceOf(toTimings(engine));
  const key = `${release} ${format} ${JSON.stringify(pace)}`;
  let machinery = machineries.get(key);
  if (!machinery) {
    const fitting = new Fitting(release, format);
    machinery = { fitting, steps: new Steps(fitting, pace) };
    machineries.set(key, machinery);
  }
  return machinery;
}
