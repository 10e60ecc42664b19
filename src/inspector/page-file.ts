/** The page that comes with hvsim, one file with all it needs: with a recording in it, or as a server answers with it. */
import { existsSync, readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { HvsimError } from '../errors.ts';
import type { Recording, Start } from './protocol.ts';
import type { Session } from './session.ts';

/** Beside the built program, which is at the same depth on its own and in the command's bundle; sources show what was built of them. */
const places = ['../../inspector/page.html', '../../dist/inspector/page.html'].map((place) => new URL(place, import.meta.url));

/** A run of so many steps is in the page when it comes; a longer one follows, so that the page comes at once. */
const mostAtOnce = 500;

let built: string | undefined;

/** The page as it was built: it asks its server for everything. */
function readPage(): string {
  try {
    built ??= readFileSync(places.find(existsSync) ?? '', 'utf8');
    return built;
  } catch (cause) {
    throw new HvsimError('not-built', 'The page of the inspector is missing: run "npm run build" in the folder of hvsim.', { cause });
  }
}

/** The page with what it shows: `recording` without a server, `start` with one. */
function fill(id: 'recording' | 'start', value: Recording | Start): string {
  const empty = `<script type="application/json" id="${id}">null</script>`;
  return readPage().replace(empty, () => empty.replace('null', () => JSON.stringify(value).replaceAll('<', '\\u003c')));
}

/** The page with a recording in it: it opens from disk. @throws HvsimError `not-built` */
export const pageWith = (recording: Recording): string => fill('recording', recording);

/** Answers with the page, which may do nothing but be itself. @throws HvsimError `not-built` */
export function servePage(response: ServerResponse, session: Session): void {
  response.setHeader('Content-Security-Policy', policyOf(readPage()));
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.end(session.steps.length > mostAtOnce ? readPage() : fill('start', startOf(session)));
}

function startOf(session: Session): Start {
  const { description, steps, clock } = session;
  const [first] = steps;
  const isDrivable = first && description.mode === 'live' && !description.readonly;
  return { description, steps, ...(clock ? { clock } : {}), ...(isDrivable ? { possible: session.possible(first.pool) } : {}) };
}

/** What the page says that it may do, and that no other page may have it in a frame, which only a header can say. */
function policyOf(html: string): string {
  const [, own = "default-src 'none'"] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html) ?? [];
  return `${own}; frame-ancestors 'none'`;
}
