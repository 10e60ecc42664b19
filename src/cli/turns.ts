/** Long work that lets others have their turn: a signal can only be noticed then, and a progress bar drawn. */
import { elapsed } from './elapsed.ts';

const betweenMs = 50;

export interface Turns {
  /** It is time to let others have their turn. */
  isDue(): boolean;
  /** Lets them; false when the signal came. */
  take(): Promise<boolean>;
}

export function newTurns(signal: AbortSignal): Turns {
  let due = elapsed() + betweenMs;
  return {
    isDue: () => elapsed() >= due,
    async take() {
      await new Promise<void>((resolve) => setImmediate(resolve));
      due = elapsed() + betweenMs;
      return !signal.aborted;
    },
  };
}
