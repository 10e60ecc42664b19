/** Guesses the release and format of statuses from what is in them, and says what was guessed. */
import { hasSelectivePush, wireValues } from '../../api/enumerations.ts';
import { fieldsOf } from '../../api/fields.ts';
import { apiOf, type Format, formats, formatsOf, restVersionOf } from '../../api/formats.ts';
import {
  compareReleases,
  describeRelease,
  findRelease,
  newestRelease,
  type Release,
  type ReleaseName,
  releases,
} from '../../api/releases.ts';
import { validate } from '../validate.ts';
import type { Violation } from '../violation.ts';
import { type Style, styleOfFormat } from './style.ts';

/** Releases that write the same statuses in a format, by version. */
interface Dialect {
  readonly format: Format;
  readonly releases: readonly Release[];
}

const knownDialects = new Map<Style, readonly Dialect[]>();

/** The dialects of a style, newest first; of REST, the highest version of the status first. */
function dialectsOf(style: Style): readonly Dialect[] {
  const dialects = knownDialects.get(style) ?? makeDialects(style);
  knownDialects.set(style, dialects);
  return dialects;
}

function makeDialects(style: Style): Dialect[] {
  const byVersion = [...releases].sort(compareReleases);
  const own = formats.filter((format) => (restVersionOf(format) > 0 ? 'rest' : format) === style);
  return own
    .flatMap((format) => {
      const groups = new Map<string, Release[]>();
      for (const release of byVersion.filter((each) => formatsOf(each).includes(format))) {
        const key = signatureOf(release, format);
        groups.set(key, [...(groups.get(key) ?? []), release]);
      }
      return [...groups.values()].map((list) => ({ format, releases: list }));
    })
    .reverse();
}

/** What decides whether a status conforms. */
function signatureOf(release: Release, format: Format): string {
  const objects = ['parent', 'status', 'pushImageSettings', 'computeProfile'] as const;
  const names = objects.map((object) => fieldsOf(object, release, format).map(({ name }) => name));
  return JSON.stringify([names, wireValues('pendingImageState', release, apiOf(format)), hasSelectivePush(release)]);
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
  #dialects: readonly Dialect[];
  #target: GuessedTarget;
  /** Shapes that have narrowed the guess already: the same members with the same states say nothing new. */
  readonly #seen = new Set<string>();

  constructor(known: Known, style: Style) {
    this.#known = known;
    this.#style = style;
    const release = known.release === undefined ? undefined : findRelease(known.release);
    this.#dialects = dialectsOf(style)
      .map((dialect) => ({ ...dialect, releases: dialect.releases.filter((each) => release === undefined || each === release) }))
      .filter((dialect) => dialect.releases.length > 0 && (known.format === undefined || dialect.format === known.format));
    this.#target = this.#newest();
  }

  /** Whether something had to be guessed. */
  get isGuess(): boolean {
    return this.#known.release === undefined || this.#known.format === undefined;
  }

  /** Whether another status may change it. */
  get canChange(): boolean {
    return this.isGuess && this.#dialects.length > 1;
  }

  /** Judges a status, and narrows the guess by it. */
  judge(value: unknown, object: 'status' | 'parent'): GuessedTarget & { readonly violations: readonly Violation[] } {
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
    return this.#dialects.map(targetOf);
  }

  /** Keeps of these only those that something holds for, unless it holds for none. */
  narrow(holds: (target: GuessedTarget) => boolean): void {
    const fitting = this.#dialects.filter((dialect) => holds(targetOf(dialect)));
    if (fitting.length > 0) this.#dialects = fitting;
    this.#target = this.#newest();
  }

  #newest(): GuessedTarget {
    const newest = this.#dialects[0];
    const { release, format } = this.#known;
    if (newest) return targetOf(newest);
    return {
      release: release === undefined ? newestRelease : findRelease(release),
      format: format ?? formats.find((each) => styleOfFormat(each) === this.#style) ?? 'view',
    };
  }

  /** Narrows the guess by a status. */
  learn(value: unknown, object: 'status' | 'parent'): void {
    if (!this.isGuess || this.#dialects.length < 2) return;
    const shape = shapeOf(value);
    if (this.#seen.has(shape)) return;
    if (this.#seen.size < mostShapes) this.#seen.add(shape);
    const fitting = this.#dialects.filter(
      ({ format, releases: list }) => validate(value, { format, release: list.at(-1) as Release, object }).length === 0,
    );
    if (fitting.length > 0) this.#dialects = fitting;
    else if (this.#seen.size === 1)
      this.#dialects = [...this.#dialects].sort((a, b) => faults(a, value, object) - faults(b, value, object));
    this.#target = this.#newest();
  }

  /** What was guessed, in words. */
  describe(): string {
    const fitting = this.#dialects.flatMap(({ format }) => format);
    const { release, format } = this.target;
    const range = releasesOf(this.#dialects);
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

const targetOf = ({ format, releases: list }: Dialect): GuessedTarget => ({ release: list.at(-1) as Release, format });

const faults = ({ format, releases: list }: Dialect, value: unknown, object: 'status' | 'parent'): number =>
  validate(value, { format, release: list.at(-1) as Release, object }).length;

const releasesOf = (dialects: readonly Dialect[]): Release[] => {
  const all = new Set(dialects.flatMap((dialect) => dialect.releases));
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
