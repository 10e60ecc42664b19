/** What a world writes, and what an earlier run has written already: that must come out again, line by line. */
import { HvsimError } from '../errors.ts';
import type { WorldInput } from './inputs.ts';
import { damaged, type Journal, type JournalEntry, type RunHead, readEntry, readHead, toHeadLine } from './journal.ts';

const noJournal: Journal = { name: '', earlier: [], write: () => {}, settled: () => Promise.resolve(), startOver: () => {} };

/** What the inputs of a journal are replayed on. */
export interface Replayable {
  /** Lets virtual time pass, to a time in epoch milliseconds. */
  advance(until: number): void;
  do(input: WorldInput): void;
}

export class JournalReplay {
  /** What an earlier run was made with; undefined where there was none. */
  readonly head: RunHead | undefined;
  /** Whether anybody reads what is written. */
  readonly isKept: boolean;
  readonly #journal: Journal;
  readonly #earlier: readonly JournalEntry[];
  /** How many of the earlier lines have come out again. */
  #passed = 0;

  /** @throws HvsimError `wrong-state` */
  constructor(journal: Journal = noJournal) {
    const [first, ...rest] = journal.earlier;
    this.#journal = journal;
    this.isKept = journal !== noJournal;
    this.head = first && readHead(first, journal.name);
    this.#earlier = rest.map((each) => readEntry(each, journal.name));
  }

  /** What to call the journal in errors. */
  get name(): string {
    return this.#journal.name;
  }

  /** Writes what a run is made with. Where that is written already, the run goes on. */
  begin(head: RunHead): void {
    if (!this.head) this.#journal.write(toHeadLine(head));
  }

  /** Forgets everything that was written, and begins again. */
  startOver(head: RunHead): void {
    this.#journal.startOver();
    this.#journal.write(toHeadLine(head));
  }

  /**
   * Writes a line, or passes over one that is written already.
   *
   * @throws HvsimError `wrong-state` where the earlier line is another
   */
  write(text: string): void {
    const earlier = this.#earlier[this.#passed];
    if (!earlier) {
      this.#journal.write(text);
      return;
    }
    if (earlier.text !== text) throw this.#contradiction(earlier);
    this.#passed += 1;
  }

  /**
   * Replays everything that an earlier run has written, and makes sure that the same comes of it.
   *
   * @throws HvsimError `wrong-state`
   */
  replay(run: Replayable): void {
    const earlier = this.#earlier;
    while (this.#passed < earlier.length) {
      let next = this.#passed;
      while (next < earlier.length && !earlier[next]?.input) next += 1;
      const entry = earlier[next];
      const until = entry ?? (earlier.at(-1) as JournalEntry);
      this.#attempt(until, () => run.advance(until.at));
      if (this.#passed !== next) throw this.#contradiction(earlier[this.#passed] as JournalEntry);
      if (!entry?.input) return;
      const { input } = entry;
      this.#attempt(entry, () => run.do(input));
      if (this.#passed !== next + 1) throw this.#contradiction(entry);
    }
  }

  /** Comes when everything that was written is as safe as was asked for. */
  settled(): Promise<void> {
    return this.#journal.settled();
  }

  /** Does what a line says, and names the line where that cannot be done. */
  #attempt(entry: JournalEntry, action: () => void): void {
    try {
      action();
    } catch (error) {
      if (!(error instanceof HvsimError) || error.code === 'wrong-state') throw error;
      throw damaged(this.name, entry, `cannot be done again: ${error.message.replace(/\.$/, '')}`);
    }
  }

  #contradiction(entry: JournalEntry): HvsimError {
    return damaged(this.name, entry, 'is not what comes of the lines before it: it was changed, or written by another version of hvsim');
  }
}
