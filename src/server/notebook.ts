/** What a world notes, and what an earlier run has noted already: that must come out again, line by line. */
import { HvsimError } from '../errors.ts';
import { damaged, type JournalEntry, type RunHead, readEntry, readHead, toHeadLine, type WorldDeed } from './journal.ts';
import type { Journal } from './world.types.ts';

/** Notes nothing. */
const noJournal: Journal = { name: '', past: [], write: () => {}, settled: () => Promise.resolve(), startOver: () => {} };

/** Whoever does again what a journal tells. */
export interface Replayer {
  /** Lets virtual time pass, to a time in epoch milliseconds. */
  advance(until: number): void;
  do(deed: WorldDeed): void;
}

export class Notebook {
  /** What an earlier run was made with; undefined where there was none. */
  readonly head: RunHead | undefined;
  /** Whether anybody reads what is noted. */
  readonly isKept: boolean;
  readonly #journal: Journal;
  readonly #past: readonly JournalEntry[];
  /** How many lines of the past have come out again. */
  #passed = 0;

  /** @throws HvsimError `wrong-state` */
  constructor(journal: Journal = noJournal) {
    const [first, ...past] = journal.past;
    this.#journal = journal;
    this.isKept = journal !== noJournal;
    this.head = first && readHead(first, journal.name);
    this.#past = past.map((each) => readEntry(each, journal.name));
  }

  /** What to call the journal in errors. */
  get name(): string {
    return this.#journal.name;
  }

  /** Notes what a run is made with. Where that is noted already, the run goes on. */
  begin(head: RunHead): void {
    if (!this.head) this.#journal.write(toHeadLine(head));
  }

  /** Forgets everything that was noted, and begins again. */
  startOver(head: RunHead): void {
    this.#journal.startOver();
    this.#journal.write(toHeadLine(head));
  }

  /**
   * Notes a line, or passes over one that is noted already.
   *
   * @throws HvsimError `wrong-state` where the line of the past is another
   */
  note(text: string): void {
    const past = this.#past[this.#passed];
    if (!past) {
      this.#journal.write(text);
      return;
    }
    if (past.text !== text) throw this.#contradiction(past);
    this.#passed += 1;
  }

  /**
   * Has everything done again that an earlier run has noted, and makes sure that the same comes of it.
   *
   * @throws HvsimError `wrong-state`
   */
  replay(replayer: Replayer): void {
    while (this.#passed < this.#past.length) {
      const next = this.#nextDeed();
      const entry = this.#past[next];
      const until = entry ?? (this.#past.at(-1) as JournalEntry);
      this.#again(until, () => replayer.advance(until.at));
      if (!entry ? this.#passed < this.#past.length : this.#passed !== next)
        throw this.#contradiction(this.#past[this.#passed] as JournalEntry);
      const deed = entry?.deed;
      if (deed) this.#again(entry, () => replayer.do(deed));
      if (entry && this.#passed !== next + 1) throw this.#contradiction(entry);
    }
  }

  /** Comes when everything that was noted is as safe as was asked for. */
  settled(): Promise<void> {
    return this.#journal.settled();
  }

  /** The index of the next line with a deed; -1 where there is none. */
  #nextDeed(): number {
    for (let index = this.#passed; index < this.#past.length; index += 1) if (this.#past[index]?.deed !== undefined) return index;
    return -1;
  }

  /** Does what a line says, and names the line where that cannot be done. */
  #again(entry: JournalEntry, action: () => void): void {
    try {
      action();
    } catch (error) {
      if (!(error instanceof HvsimError) || error.code === 'wrong-state') throw error;
      throw damaged(this.#journal.name, entry, `cannot be done again: ${error.message.replace(/\.$/, '')}`);
    }
  }

  #contradiction(entry: JournalEntry): HvsimError {
    return damaged(
      this.#journal.name,
      entry,
      'is not what comes of the lines before it: it was changed, or written by another version of hvsim',
    );
  }
}
