/** Guesses the release and format of statuses from what is in them, and says what was guessed. */
import { type Format, formats } from '../../api/formats.ts';
import { describeRelease, findRelease, type Release, type ReleaseName, releases } from '../../api/releases.ts';
import { validate } from '../validate.ts';
import type { Violation } from '../violation.ts';
import { type Kind, kindsOf } from './kinds.ts';
import { type Style, styleOfFormat } from './style.ts';

/** A status that was judged, and what it was taken for. */
export interface Judgement {
  readonly release: Release;
  readonly format: Format;
  readonly violations: readonly Violation[];
}

/** What the caller knows of the statuses. */
export interface Known {
  readonly release?: ReleaseName;
  readonly format?: Format;
}

/** What statuses are taken for. */
export interface GuessedTarget {
  readonly release: Release;
  readonly format: Format;
}

/**
 * Judges the statuses of one source. Where release or format are not given it keeps every pair that fits all statuses so far,
 * and judges by the newest; a status that fits none of them is judged by that one and narrows nothing.
 *
 * @throws HvsimError `unknown-release` from the constructor
 * @example
 * new Guess({}, 'rest').judge({ instant_clone_operation: 'NONE', instant_clone_current_image_state: 'READY' }, 'status').format //=> rest-v3
 */
export class Guess {
  readonly #known: Known;
  readonly #style: Style;
  #kinds: readonly Kind[];
  #target: GuessedTarget;
  /** Shapes that have narrowed the guess already: the same members with the same states say nothing new. */
  readonly #seen = new Set<string>();

  constructor(known: Known, style: Style) {
    this.#known = known;
    this.#style = style;
    const release = known.release === undefined ? undefined : findRelease(known.release);
    this.#kinds = kindsOf(style)
      .map((kind) => ({ ...kind, releases: kind.releases.filter((each) => release === undefined || each === release) }))
      .filter((kind) => kind.releases.length > 0 && (known.format === undefined || kind.format === known.format));
    this.#target = this.#newest();
  }

  /** Whether something had to be guessed. */
  get isGuess(): boolean {
    return this.#known.release === undefined || this.#known.format === undefined;
  }

  /** Whether another status may change it. */
  get canChange(): boolean {
    return this.isGuess && this.#kinds.length > 1;
  }

  /** Judges a status, and narrows the guess by it. */
  judge(value: unknown, object: 'status' | 'parent'): Judgement {
    this.learn(value, object);
    const { release, format } = this.#target;
    return { release, format, violations: validate(value, { release, format, object }) };
  }

  /** The newest release and format that fit. */
  get target(): GuessedTarget {
    return this.#target;
  }

  /** Every release and format that fit, the one that is judged by first; of releases that write the same, the newest. */
  get targets(): readonly GuessedTarget[] {
    return this.#kinds.map(targetOf);
  }

  /** Keeps of these only those that something holds for, unless it holds for none. */
  narrow(holds: (target: GuessedTarget) => boolean): void {
    const fitting = this.#kinds.filter((kind) => holds(targetOf(kind)));
    if (fitting.length > 0) this.#kinds = fitting;
    this.#target = this.#newest();
  }

  #newest(): GuessedTarget {
    const newest = this.#kinds[0];
    const { release, format } = this.#known;
    if (newest) return targetOf(newest);
    return {
      release: release === undefined ? '2512' : findRelease(release),
      format: format ?? formats.find((each) => styleOfFormat(each) === this.#style) ?? 'view',
    };
  }

  /** Narrows the guess by a status. */
  learn(value: unknown, object: 'status' | 'parent'): void {
    if (!this.isGuess || this.#kinds.length < 2) return;
    const shape = shapeOf(value);
    if (this.#seen.has(shape)) return;
    if (this.#seen.size < mostShapes) this.#seen.add(shape);
    const fitting = this.#kinds.filter(
      ({ format, releases: list }) => validate(value, { format, release: list.at(-1) as Release, object }).length === 0,
    );
    if (fitting.length > 0) this.#kinds = fitting;
    else if (this.#seen.size === 1) this.#kinds = [...this.#kinds].sort((a, b) => faults(a, value, object) - faults(b, value, object));
    this.#target = this.#newest();
  }

  /** What was guessed, in words. */
  describe(): string {
    const fitting = this.#kinds.flatMap(({ format }) => format);
    const { release, format } = this.target;
    const range = releasesOf(this.#kinds);
    const [first, last] = [range[0], range.at(-1)];
    const span =
      first === last || first === undefined ? describeRelease(release) : `${describeRelease(first)} to ${describeRelease(last as Release)}`;
    const others = [...new Set(fitting)].filter((each) => each !== format);
    const also = others.length > 0 ? ` (as ${others.join(' and ')} just as well)` : '';
    return `taken for ${format}${also} of ${span}${range.length > 1 ? `, judged as ${describeRelease(release)}` : ''}`;
  }
}

/** How many shapes are remembered: more than statuses have, unless somebody makes them up. */
const mostShapes = 10_000;

const targetOf = ({ format, releases: list }: Kind): GuessedTarget => ({ release: list.at(-1) as Release, format });

const faults = ({ format, releases: list }: Kind, value: unknown, object: 'status' | 'parent'): number =>
  validate(value, { format, release: list.at(-1) as Release, object }).length;

const releasesOf = (kinds: readonly Kind[]): Release[] => {
  const all = new Set(kinds.flatMap((kind) => kind.releases));
  return releases.filter((release) => all.has(release));
};

/** The members that are there, and the states, which differ between releases. */
function shapeOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return typeof value;
  const parts: string[] = [];
  for (const [name, member] of Object.entries(value)) {
    if (member === null) parts.push(`${name}-`);
    else if (typeof member === 'object') parts.push(`${name}{${Object.keys(member).join()}}`);
    else parts.push(typeof member === 'string' && /^[A-Z_]{4,30}$/.test(member) ? `${name}=${member}` : name);
  }
  return parts.join();
}
