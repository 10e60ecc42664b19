/** What a world writes, and what an earlier run has written already: that must come out again, line by line. */
import { HvsimError } from '../errors.ts';
import { attempt } from './attempt.ts';
import { damaged, type Journal, type JournalEntry, type RunHead, readEntry, readHead, type WorldInput } from './journal.ts';

export class JournalReplay {
  /** What an earlier run was made with; undefined where there was none. */
  readonly head: RunHead | undefined;
  /** Undefined where nobody reads what is written. */
  readonly journal: Journal | undefined;
  readonly name: string;
  readonly #earlier: readonly JournalEntry[];
  /** How many of the earlier lines have come out again. */
  #passed = 0;

  /** @throws HvsimError `wrong-state` */
  constructor(journal: Journal | undefined) {
    const [first, ...rest] = journal?.earlier ?? [];
    this.journal = journal;
    this.name = journal?.name ?? '';
    this.head = first && readHead(first, this.name);
    this.#earlier = rest.map((each) => readEntry(each, this.name));
  }

  begin(run: RunHead): void {
    this.journal?.write(JSON.stringify({ run }));
  }

  /** Writes a line, or passes over one that is written already and must be the same. */
  write(text: string): void {
    const earlier = this.#earlier[this.#passed];
    if (earlier && earlier.text !== text) throw this.#contradiction(earlier);
    if (earlier) this.#passed += 1;
    else this.journal?.write(text);
  }

  /** Replays everything that an earlier run has written, and makes sure that the same comes of it. */
  replay(run: { advance(until: number): void; do(input: WorldInput): void }): void {
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

  /** Does what a line says, and names the line where that cannot be done. */
  #attempt(entry: JournalEntry, action: () => void): void {
    attempt(action, (error) => {
      if (!(error instanceof HvsimError) || error.code === 'wrong-state') return error;
      return damaged(this.name, entry, `cannot be done again: ${error.message.replace(/\.$/, '')}`);
    });
  }

  #contradiction(entry: JournalEntry): HvsimError {
    return damaged(this.name, entry, 'is not what comes of the lines before it: it was changed, or written by another version of hvsim');
  }
}
