/** A viewer without a browser. */

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface StreamEvent {
  readonly id: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Reads a stream of server-sent events until a condition holds of all that came. */
export async function streamed(
  url: string,
  until: (events: readonly StreamEvent[]) => boolean,
  headers: Record<string, string> = {},
): Promise<StreamEvent[]> {
  const abort = new AbortController();
  const response = await fetch(url, { headers, signal: abort.signal });
  const events: StreamEvent[] = [];
  let rest = '';
  const decoder = new TextDecoder();
  try {
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      rest += decoder.decode(chunk, { stream: true });
      const blocks = rest.split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? '';
        if (field('event') !== '') events.push({ id: field('id'), type: field('event'), data: JSON.parse(field('data')) });
      }
      if (until(events)) return events;
    }
    return events;
  } finally {
    abort.abort();
  }
}

/** A raw connection that has sent a request, and reads nothing until it is told to. */
export async function connected(url: string, request: string): Promise<Socket> {
  const { port } = new URL(url);
  const socket = connect(Number(port), '127.0.0.1');
  await once(socket, 'connect');
  socket.pause();
  socket.write(request);
  return socket;
}

/** The answer to a raw request, until the server ends it. */
export async function answered(url: string, request: string): Promise<string> {
  const socket = await connected(url, request);
  let text = '';
  socket.setEncoding('utf8').on('data', (part) => {
    text += part;
  });
  socket.on('error', () => {});
  await once(socket.resume(), 'close');
  return text;
}
