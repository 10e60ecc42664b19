/** Shows a run as it goes, at the speed that was asked for: as a table for people, or as records for programs. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Mismatch } from '../scenario/expectations.ts';
import type { TimelineEntry, TimelineRecord } from '../simulator/timeline.ts';
import type { Io, LineWriter } from './io.ts';
import { painter, renderEntry, renderHeader } from './render-timeline.ts';

export interface Show {
  /** For people alone. */
  title(text: string): Promise<void>;
  /** Shows entries, each when it is due, until the signal; resolves with how many it showed. */
  entries(entries: Iterable<TimelineEntry>): Promise<number>;
}

interface ShowOptions {
  readonly json?: boolean;
  /** A file that is written to. */
  readonly out?: string;
  /** How many times faster than real time; as fast as can be when absent. */
  readonly speed?: number;
}

/**
 * @param begin virtual time at the begin, in epoch milliseconds
 * @param severalPools whether a line must say which pool it is about
 * @param toRecord makes the record of an entry
 */
export function newShow(
  { json = false, out, speed }: ShowOptions,
  writer: LineWriter,
  io: Io,
  { begin, severalPools }: { readonly begin: number; readonly severalPools: boolean },
  toRecord: (entry: TimelineEntry) => TimelineRecord,
): Show {
  const pace = newPace(speed, begin, io.signal);
  const paint = painter(io, out === undefined);
  let hasHeader = json;
  return {
    title: async (text) => (json ? undefined : writer.write(paint('bold', text))),
    async entries(entries) {
      let shown = 0;
      for (const entry of entries) {
        await pace(entry.at);
        if (io.signal.aborted) break;
        if (!hasHeader) await writer.write(renderHeader(paint, severalPools));
        hasHeader = true;
        await writer.write(json ? JSON.stringify(toRecord(entry)) : renderEntry(entry, paint, severalPools));
        shown += 1;
      }
      return shown;
    },
  };
}

/** How often a run that does not wait lets Ctrl-C be heard. */
const breathEvery = 200;

/** Waits until a moment of virtual time has come. */
function newPace(speed: number | undefined, begin: number, signal: AbortSignal): (at: number) => Promise<void> {
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

/** What was expected beside what happened: a table of three columns. */
export function sideBySide(mismatches: readonly Mismatch[]): string {
  const rows = [['', 'expected', 'actual'], ...mismatches.map(({ path, expected, actual }) => [path, cell(expected), cell(actual)])];
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)) + 2);
  return rows.map((row) => `  ${row.map((text, column) => text.padEnd(widths[column] ?? 0)).join('')}`.trimEnd()).join('\n');
}

const cell = (value: unknown): string =>
  value === null || value === undefined ? '(absent)' : typeof value === 'string' ? value : JSON.stringify(value);
