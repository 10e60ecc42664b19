/** One viewer's stream of server-sent events: it is sent as much as it reads, and what changed meanwhile when it has read. */
import type { ServerResponse } from 'node:http';
import type { InspectedStep, ServerMessage } from './protocol.ts';
import type { Change, Session } from './session.ts';

/** How many characters of steps go into one message, a last step aside. */
const batch = 1 << 18;

export class Viewer {
  readonly #session: Session;
  readonly #response: ServerResponse;
  /** How many steps of the session have been sent. */
  #sent: number;
  #described = '';
  #clockIsNew = true;
  /** Since when it has not read what was sent, in the caller's time. */
  #blockedSince: number | undefined;
  readonly #now: () => number;

  constructor(session: Session, response: ServerResponse, sent: number, now: () => number) {
    this.#session = session;
    this.#response = response;
    this.#sent = sent;
    this.#now = now;
    response.on('drain', () => {
      this.#blockedSince = undefined;
      this.pump();
    });
  }

  /** For how many milliseconds it has read nothing of what it was sent. */
  get stalledFor(): number {
    return this.#blockedSince === undefined ? 0 : this.#now() - this.#blockedSince;
  }

  /** Takes note of a change, and sends what can be sent. */
  changed(change: Change): void {
    if (change === 'session') this.#sent = 0;
    this.#clockIsNew = true;
    this.pump();
  }

  /** Sends until there is nothing more, or until the viewer has to read first. */
  pump(): void {
    const { description, steps, clock } = this.#session;
    while (this.#blockedSince === undefined && !this.#response.writableEnded) {
      if (this.#described !== description.session) {
        this.#described = description.session;
        this.#send({ type: 'description', description });
      } else if (this.#sent < steps.length) {
        this.#sendSteps(steps, description.session);
      } else if (clock === undefined) {
        this.#send({ type: 'end' });
        this.#response.end();
      } else if (this.#clockIsNew) {
        this.#clockIsNew = false;
        this.#send({ type: 'clock', clock });
      } else return;
    }
  }

  /** Shows the viewer, and everything between, that the stream is alive. */
  beat(): void {
    if (this.#blockedSince === undefined) this.#write(':\n\n');
  }

  #send(message: ServerMessage): void {
    this.#write(`event: ${message.type}\ndata: ${JSON.stringify(message)}\n\n`);
  }

  /** As many steps as go into one message. */
  #sendSteps(steps: readonly InspectedStep[], session: string): void {
    const texts: string[] = [];
    for (let length = 0; length < batch && this.#sent < steps.length; this.#sent += 1) {
      const text = JSON.stringify(steps[this.#sent]);
      length += text.length;
      texts.push(text);
    }
    this.#write(`id: ${session}.${this.#sent}\nevent: steps\ndata: {"type":"steps","steps":[${texts.join(',')}]}\n\n`);
  }

  #write(text: string): void {
    if (!this.#response.write(text)) this.#blockedSince = this.#now();
  }
}
