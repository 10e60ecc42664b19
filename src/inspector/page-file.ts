/** The page that comes with hvsim: one file with all it needs. */
import { readFileSync } from 'node:fs';
import { HvsimError } from '../errors.ts';
import type { Recording, Start } from './protocol.ts';

/** Where a page has what it shows: `recording` without a server, `start` with one. */
const markerOf = (id: 'recording' | 'start') => `<script type="application/json" id="${id}">null</script>`;

/** Beside the built program, which is at the same depth on its own and in the command's bundle. */
const file = new URL('../../inspector/page.html', import.meta.url);

let page: string | undefined;

/**
 * The page as it was built: it asks its server for everything.
 *
 * @throws HvsimError `not-built`
 */
export function readPage(): string {
  try {
    page ??= readFileSync(file, 'utf8');
    return page;
  } catch (error) {
    throw new HvsimError('not-built', 'The page of the inspector is missing: run "npm run build" in the folder of hvsim.', {
      cause: error,
    });
  }
}

/**
 * The page with a recording in it: it opens from disk.
 *
 * @throws HvsimError `not-built`
 */
export const pageWith = (recording: Recording): string => fill('recording', recording);

/**
 * The page as a server serves it, with what it would ask for first.
 *
 * @throws HvsimError `not-built`
 */
export const pageFrom = (start: Start): string => fill('start', start);

function fill(id: 'recording' | 'start', value: Recording | Start): string {
  const marker = markerOf(id);
  const [before, after, ...more] = readPage().split(marker);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new HvsimError('not-built', `The page of the inspector has no place for a ${id}: run "npm run build" in the folder of hvsim.`);
  }
  const json = JSON.stringify(value).replaceAll('<', '\\u003c');
  return `${before}${marker.replace('null', () => json)}${after}`;
}
