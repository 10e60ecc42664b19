/** Shows a run as it goes, at the speed that was asked for: as a table for people, or as records for programs. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Mismatch } from '../scenario/expectations.ts';
import type { TimelineEntry, TimelineRecord } from '../simulator/timeline.ts';
import type { Io, LineWriter } from './io.ts';
import { painter, renderEntry, renderHeader } from './render-timeline.ts';

export interface Show {
  /** For people alone. */
  title(text: string): Promise<void>;
  entry(entry: TimelineEntry): Promise<void>;
}

/**
 * @param severalPools whether a line must say which pool it is about
 * @param toRecord makes the record of an entry
 */
export function newShow(
  { json, out }: { readonly json: boolean; readonly out: boolean },
  writer: LineWriter,
  io: Io,
  severalPools: boolean,
  toRecord: (entry: TimelineEntry) => TimelineRecord,
): Show {
  if (json) return { title: async () => {}, entry: (entry) => writer.write(JSON.stringify(toRecord(entry))) };
  const paint = painter(!out && io.stdout.isTTY === true && !io.env.NO_COLOR);
  let begun = false;
  return {
    title: (text) => writer.write(paint('bold', text)),
    async entry(entry) {
      if (!begun) await writer.write(renderHeader(paint, severalPools));
      begun = true;
      await writer.write(renderEntry(entry, paint, severalPools));
    },
  };
}

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

/** What was expected beside what happened: a table of three columns. */
export function sideBySide(mismatches: readonly Mismatch[]): string {
  const rows = [['', 'expected', 'actual'], ...mismatches.map(({ path, expected, actual }) => [path, cell(expected), cell(actual)])] as [
    string,
    string,
    string,
  ][];
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => (row[column] as string).length)) + 2);
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('')}`.trimEnd()).join('\n');
}

const cell = (value: unknown): string =>
  value === null || value === undefined ? '(absent)' : typeof value === 'string' ? value : JSON.stringify(value);
