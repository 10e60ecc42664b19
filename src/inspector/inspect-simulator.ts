/** The page beside a running test or server. */
import { assertFormat, type Format } from '../api/formats.ts';
import type { Simulator } from '../simulator/simulator.ts';
import { type Inspection, listen, wall } from './listen.ts';
import { type CommandHandlers, LiveSession } from './live-session.ts';

export type { Inspection };

export interface InspectOptions extends CommandHandlers {
  /** The port on 127.0.0.1; 0, any that is free, when absent. */
  readonly port?: number;
  /** What the page is called. */
  readonly title?: string;
  /** Of the status that is shown first; `view` when absent. */
  readonly format?: Format;
  /** Viewers may look, and nothing more; false when absent. */
  readonly readonly?: boolean;
}

/**
 * Serves a page on 127.0.0.1 that shows a simulator while it runs, and lets viewers send events and move its clock.
 * What happened before is shown, and can be copied as a script, where the simulator records.
 *
 * @throws HvsimError `port-in-use`, `wrong-options`, `unknown-format`, `format-not-in-release`
 * @example
 * const { url, close } = await inspectSimulator(sim);
 */
export async function inspectSimulator(simulator: Simulator, options: InspectOptions = {}): Promise<Inspection> {
  const { port = 0, title = 'A simulator', format = 'view', readonly = false } = options;
  assertFormat(simulator.release, format);
  const session = new LiveSession({ simulator, title }, { format, wall, handlers: options, readonly });
  const { url, close } = await listen(session, { port }).catch((error) => {
    session.close();
    throw error;
  });
  return {
    url,
    close() {
      session.close();
      return close();
    },
  };
}
