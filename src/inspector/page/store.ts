/** What the page knows: the pools with their steps, which pool is open, and which moment is looked at. */
import type { Format } from '../../api/formats.ts';
import type { Release } from '../../api/releases.ts';
import type { ViewerCommand } from '../command.ts';
import type { Clock, CommandAnswer, Description, InspectedStep, Possible, ScriptFormat, Start } from '../protocol.ts';
import { Track } from './track.ts';

/** How the page stands to the server. `file`: there is none, and none is needed. */
export type Link = 'file' | 'connecting' | 'open' | 'lost' | 'ended';

/** A page's model. Every change tells the listener, which draws; drawing reads it and changes nothing. */
export class Store {
  description: Description | undefined;
  link: Link = 'connecting';
  clock: Clock | undefined;
  possible: Possible | undefined;
  release: Release | undefined;
  format: Format = 'view';
  /** What a screen reader is told. */
  announcement = '';
  /** What could not be done, until the next thing is. */
  problem = '';
  /** Why the server does not let the page in; empty where it does, or cannot be reached. */
  refusal = '';
  readonly tracks = new Map<string, Track>();
  lastSeq = 0;
  /** Virtual time of the run's first step. */
  startAt = 0;
  #openId: string | undefined;
  #selected: number | undefined;
  changed: () => void = () => {};
  /** Told when another pool is opened, or the present is looked at again. */
  onOpen: () => void = () => {};
  /** Asks the server for something, and says so where it could not be done. */
  command: (command: ViewerCommand) => Promise<CommandAnswer> = async () => ({ ok: false, code: 'recorded', message: '' });
  script: (format: ScriptFormat) => Promise<string> = async () => '';

  send(event: { readonly type: string }): Promise<CommandAnswer> {
    return this.command({ do: 'send', pool: this.track?.id ?? '', event });
  }

  begin({ description, steps, clock, possible }: Start, link: Link): void {
    this.describe(description);
    this.append(steps);
    this.clock = clock;
    this.possible = possible;
    this.link = link;
  }

  /** Takes a description; one of another session begins everything anew. */
  describe(description: Description): void {
    const before = this.description;
    this.description = description;
    if (before?.session === description.session) return;
    this.tracks.clear();
    this.lastSeq = 0;
    this.#openId = undefined;
    this.#selected = undefined;
    this.possible = undefined;
    this.clock = undefined;
    this.release = description.release;
    this.format = description.format;
  }

  /** Adds steps; one that is known already is left out. */
  append(steps: readonly InspectedStep[]): void {
    for (const step of steps) {
      if (step.seq <= this.lastSeq) continue;
      if (this.lastSeq === 0) this.startAt = step.at;
      this.lastSeq = step.seq;
      const track = this.tracks.get(step.pool) ?? new Track(step);
      this.tracks.set(step.pool, track);
      track.append(step);
    }
  }

  get live(): boolean {
    return this.description?.mode === 'live';
  }

  /** Whether the viewer may send events and move the clock. */
  get drivable(): boolean {
    return this.live && !this.description?.readonly;
  }

  /** The pool that is open: the first one, until another is chosen. */
  get track(): Track | undefined {
    return this.tracks.get(this.#openId ?? '') ?? this.tracks.values().next().value;
  }

  get #last(): number {
    return (this.track?.steps.length ?? 0) - 1;
  }

  get index(): number {
    return Math.min(this.#selected ?? this.#last, this.#last);
  }

  get step(): InspectedStep | undefined {
    return this.track?.steps[this.index];
  }

  /** Whether the present is looked at, and followed. */
  get following(): boolean {
    return this.#selected === undefined;
  }

  /** Looks at a step of the open pool; the last one means the present. */
  select(index: number): void {
    this.#selected = index >= this.#last ? undefined : Math.max(0, index);
    this.changed();
  }

  /** Opens another pool, at the moment that is looked at. */
  open(id: string): void {
    const seq = this.following ? Number.POSITIVE_INFINITY : (this.step?.seq ?? 0);
    this.#openId = id;
    this.possible = undefined;
    this.select(this.track?.indexOf(seq) ?? 0);
    this.onOpen();
  }
}
