/** Headers as the documents spell them. Case means nothing in HTTP, and a script with grep does not know that. */
import { type OutgoingHttpHeaders, ServerResponse } from 'node:http';

/** Those that are not written Like-This. */
const spellings = new Map(['HAS_MORE_RECORDS', 'X-TOTAL-COUNT'].map((name) => [name.toLowerCase(), name]));

function spelled(name: string): string {
  const lower = name.toLowerCase();
  let spelling = spellings.get(lower);
  if (spelling === undefined) {
    spelling = lower.replace(/(^|-)[a-z]/g, (letters) => letters.toUpperCase());
    spellings.set(lower, spelling);
  }
  return spelling;
}

/** What answers are written with: everything made of Fetch's Headers comes in lower case. */
export class SpelledResponse extends ServerResponse {
  override writeHead(status: number, headers?: unknown): this {
    return headers === undefined ? super.writeHead(status) : super.writeHead(status, respelled(headers as OutgoingHttpHeaders));
  }
}

function respelled(headers: OutgoingHttpHeaders): OutgoingHttpHeaders {
  const names: OutgoingHttpHeaders = {};
  for (const name in headers) names[spelled(name)] = headers[name];
  return names;
}
