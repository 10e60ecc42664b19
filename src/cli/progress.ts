/** Long work: it lets others have their turn, and shows on a terminal how far it is, how fast, and how long still. */
import type { Io } from './io.ts';

export interface Progress {
  /** Tells how many are done. Drawn a few times a second at most. */
  show(done: number): void;
  /** Takes the bar away. */
  end(): void;
}

const between = 100;
const width = 24;

/**
 * @param total how many there are to be done
 * @param what their name, such as `statuses`
 */
export function newProgress(io: Io, total: number, what: string): Progress {
  if (io.env.TERM === 'dumb' || total === 0) return { show() {}, end() {} };
  const began = elapsed();
  let looked = began;
  let drawn = false;
  return {
    show(done) {
      const now = elapsed();
      if (now - looked < between) return;
      looked = now;
      if (io.stderr.isTTY !== true) return;
      drawn = true;
      io.stderr.write(`\r\u001b[K${renderProgress(done, total, (now - began) / 1_000, what)}`);
    },
    end() {
      if (drawn) io.stderr.write('\r\u001b[K');
    },
  };
}

/** The bar as text, without control characters. */
export function renderProgress(done: number, total: number, seconds: number, what: string): string {
  const share = done / total;
  const filled = Math.round(share * width);
  const rate = seconds > 0 ? done / seconds : 0;
  const left = rate > 0 ? `, ${sayDuration((total - done) / rate)} left` : '';
  return `[${'#'.repeat(filled)}${'-'.repeat(width - filled)}] ${Math.floor(share * 100)} % of ${sayNumber(total)} ${what}, ${sayNumber(rate)}/s${left}`;
}

/** 1234567 as `1.2 M`. */
function sayNumber(value: number): string {
  if (value < 1e6) return value >= 1e4 ? `${Math.round(value / 1e3)} k` : String(Math.round(value));
  return value >= 1e9 ? `${(value / 1e9).toFixed(1)} G` : `${(value / 1e6).toFixed(1)} M`;
}

/** Seconds as `1 h 05 min`, `2 min 03 s` or `4 s`. */
function sayDuration(seconds: number): string {
  const whole = Math.ceil(seconds);
  const two = (value: number) => String(value).padStart(2, '0');
  if (whole >= 3_600) return `${Math.floor(whole / 3_600)} h ${two(Math.floor((whole % 3_600) / 60))} min`;
  if (whole >= 60) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  return `${whole} s`;
}

const turnMs = 50;

/**
 * Long work lets others have their turn now and then: a signal can only be noticed then, and a progress bar drawn.
 *
 * @returns what is to be awaited again and again; false when the signal came
 */
export function newTurns(signal: AbortSignal): () => Promise<boolean> {
  let due = elapsed() + turnMs;
  return async () => {
    if (elapsed() < due) return true;
    await new Promise<void>((resolve) => setImmediate(resolve));
    due = elapsed() + turnMs;
    return !signal.aborted;
  };
}

/** Milliseconds of a clock that is never set. `performance` would load a dozen modules of Node's, which a short command need not wait for. */
function elapsed(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1_000 + nanoseconds / 1_000_000;
}
