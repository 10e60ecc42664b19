/** Answers a request for the page: with what it would ask for first, and with what it may do. */
import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { pageFrom, readPage } from './page-file.ts';
import type { Start } from './protocol.ts';
import type { Shown } from './shown.ts';

/** A run of so many steps is in the page when it comes; a longer one follows, so that the page comes at once. */
const mostAtOnce = 500;

/**
 * Answers with the page, which may do nothing but be itself.
 *
 * @throws HvsimError `not-built`
 */
export function servePage(response: ServerResponse, shown: Shown): void {
  const page = readPage();
  response.setHeader('Content-Security-Policy', policyOf(page));
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.end(shown.steps.length > mostAtOnce ? page : pageFrom(startOf(shown)));
}

/** What the page would ask for first. */
function startOf(shown: Shown): Start {
  const { description, steps, clock } = shown;
  const [first] = steps;
  const isDrivable = first && description.mode === 'live' && !description.readonly;
  return { description, steps, ...(clock ? { clock } : {}), ...(isDrivable ? { possible: shown.possible(first.pool) } : {}) };
}

/** What the page may do: run its own script, wear its own style, and talk to its own server. */
function policyOf(page: string): string {
  const hashes = (pattern: RegExp) =>
    [...page.matchAll(pattern)].map(([, text = '']) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`).join(' ');
  return [
    "default-src 'none'",
    `script-src ${hashes(/<script(?![^>]*application\/json)[^>]*>([\s\S]*?)<\/script>/g) || "'none'"}`,
    `style-src ${hashes(/<style[^>]*>([\s\S]*?)<\/style>/g) || "'none'"}`,
    "connect-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
