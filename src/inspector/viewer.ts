/** One viewer's stream of server-sent events: it is sent as much as it reads, and what changed meanwhile when it has read. */
import type { ServerResponse } from 'node:http';
import type { ServerMessage } from './protocol.ts';
import type { Change, Session } from './session.ts';

/** How many characters of steps go into one message, a last step aside. */
const batch = 1 << 18;

export interface Viewer {
  changed(change: Change): void;
  /** Shows the viewer, and everything between, that the stream is alive; drops one that has read nothing for so many milliseconds. */
  beat(stallMs: number): void;
}

/** @param sent how many steps of the session it has already */
export function newViewer(session: Session, response: ServerResponse, sent: number): Viewer {
  let described = '';
  let isClockNew = true;
  let blockedSince: number | undefined;

  const write = (text: string) => {
    if (!response.write(text)) blockedSince = performance.now();
  };
  const send = (message: ServerMessage) => write(`event: ${message.type}\ndata: ${JSON.stringify(message)}\n\n`);
  const sendSteps = () => {
    const { steps, description } = session;
    const texts: string[] = [];
    for (let length = 0; length < batch && sent < steps.length; sent += 1) {
      const text = JSON.stringify(steps[sent]);
      length += text.length;
      texts.push(text);
    }
    write(`id: ${description.session}.${sent}\nevent: steps\ndata: {"type":"steps","steps":[${texts.join(',')}]}\n\n`);
  };
  /** Sends until there is nothing more, or until the viewer has to read first. */
  const pump = () => {
    const { description, steps, clock } = session;
    while (blockedSince === undefined && !response.writableEnded) {
      if (described !== description.session) {
        described = description.session;
        send({ type: 'description', description });
      } else if (sent < steps.length) {
        sendSteps();
      } else if (clock === undefined) {
        send({ type: 'end' });
        response.end();
      } else if (isClockNew) {
        isClockNew = false;
        send({ type: 'clock', clock });
      } else return;
    }
  };
  response.on('drain', () => {
    blockedSince = undefined;
    pump();
  });
  pump();
  return {
    changed(change) {
      if (change === 'session') sent = 0;
      isClockNew = true;
      pump();
    },
    beat(stallMs) {
      if (blockedSince === undefined) write(':\n\n');
      else if (performance.now() - blockedSince >= stallMs) response.destroy();
    },
  };
}
