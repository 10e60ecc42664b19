/** Shows a run as it goes: as a table for people, or as records for programs. */
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
