/** What the statuses of one source are judged as: what the caller says, else what a timeline says of itself, else what they look like. */
import { formatsOf, isFormat } from '../../api/formats.ts';
import { describeRelease, findRelease, isRelease } from '../../api/releases.ts';
import type { RunMark } from '../../simulator/timeline.ts';
import { isRecord } from '../observation.ts';
import { Guess, type GuessedTarget, type Known } from './guess.ts';
import { type Style, styleOfFormat } from './style.ts';

/**
 * @example
 * const targets = new Targets({});
 * targets.note({ run: { hvsim: 1, release: '2111', format: 'rest-v1' } });
 * targets.of('rest').target //=> { release: '2111', format: 'rest-v1' }
 */
export class Targets {
  readonly #asked: Known;
  #known: Known;
  #said: RunMark | undefined;
  readonly #guesses = new Map<Style, Guess>();
  readonly #sentences = new Set<string>();

  /** @param asked what the caller says, which goes before what a timeline says */
  constructor(asked: Known) {
    this.#asked = asked;
    this.#known = asked;
  }

  /** Takes note of what a value says of the run it comes from; for what comes after it, and of a value without it nothing. */
  note(value: unknown): void {
    const said = markOf(value);
    if (said === undefined || (said.release === this.#said?.release && said.format === this.#said.format)) return;
    for (const guess of this.#guesses.values()) if (guess.isGuess) this.#sentences.add(guess.describe());
    this.#guesses.clear();
    this.#said = said;
    this.#known = withSaid(this.#asked, said);
    const sentence = describeSaid(this.#asked, said, this.#known);
    if (sentence !== undefined) this.#sentences.add(sentence);
  }

  /** The guess for statuses that are written in a style; where that is unknown, for those like the ones before. */
  of(style: Style | undefined): Guess {
    const own = style ?? this.#knownStyle ?? [...this.#guesses.keys()][0] ?? 'view';
    const guess = this.#guesses.get(own) ?? new Guess(this.#known, own);
    this.#guesses.set(own, guess);
    return guess;
  }

  /** What a pool is judged as of which no status was seen. */
  get first(): GuessedTarget {
    const [guess] = this.#guesses.values();
    return (guess ?? new Guess(this.#known, this.#knownStyle ?? 'view')).target;
  }

  get #knownStyle(): Style | undefined {
    return this.#known.format && styleOfFormat(this.#known.format);
  }

  /** What was not asked for but read or guessed, and what was asked for against it, in words. */
  describe(): string[] {
    const guesses = [...this.#guesses.values()].filter(({ isGuess }) => isGuess);
    return [...new Set([...this.#sentences, ...guesses.map((guess) => guess.describe())])];
  }
}

/** What a line of a timeline or a journal says of its run; a release or format that is not known here says nothing. */
function markOf(value: unknown): RunMark | undefined {
  if (!isRecord(value) || !isRecord(value.run)) return undefined;
  const { hvsim, release, format } = value.run;
  if (hvsim !== 1 || typeof release !== 'string' || typeof format !== 'string' || !isRelease(release) || !isFormat(format))
    return undefined;
  return { hvsim, release, format };
}

/** What was asked for and what the timeline says, as far as they go together. */
function withSaid(asked: Known, { release, format }: RunMark): Known {
  const both = { release, format, ...asked };
  return formatsOf(both.release).includes(both.format) ? both : asked;
}

function describeSaid(asked: Known, said: RunMark, known: Known): string | undefined {
  const isOther = findRelease(asked.release ?? said.release) !== said.release || (asked.format ?? said.format) !== said.format;
  const says = `${said.format} of ${describeRelease(said.release)}`;
  if (isOther) return `judged as ${describeKnown(known)} as asked, although the timeline says ${says}`;
  const read = (['format', 'release'] as const).filter((name) => asked[name] === undefined);
  return read.length === 0 ? undefined : `${read.join(' and ')} as the timeline says: ${says}`;
}

const describeKnown = ({ release, format }: Known): string => {
  const name = release === undefined ? undefined : describeRelease(findRelease(release));
  return format === undefined ? `${name}` : `${format}${name === undefined ? '' : ` of ${name}`}`;
};
