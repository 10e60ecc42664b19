/** Guesses the release and format of statuses from what is in them, and says what was guessed. */
import { hasSelectivePush, wireValues } from '../../api/enumerations.ts';
import { fieldsOf } from '../../api/fields.ts';
import { apiOf, type Format, formats, formatsOf } from '../../api/formats.ts';
import {
  compareReleases,
  describeRelease,
  findRelease,
  newestRelease,
  type Release,
  type ReleaseName,
  releases,
} from '../../api/releases.ts';
import { Memo } from '../memo.ts';
import { validate } from '../validate.ts';
import type { Violation } from '../violation.ts';
import { type Style, styleOfFormat } from './style.ts';

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

/** Releases that write the same statuses in a format, by version; the target is the newest of them. */
interface Dialect {
  readonly target: GuessedTarget;
  readonly releases: readonly Release[];
}

const knownDialects = new Memo<readonly Dialect[]>();

/** The dialects of a style that fit what is known, newest first; of REST, the highest version of the status first. */
function dialectsOf(style: Style, release: Release | undefined, format: Format | undefined): readonly Dialect[] {
  return knownDialects.of([style, release, format], () => {
    const found = new Map<string, Dialect>();
    const byVersion = [...releases].sort(compareReleases);
    for (const own of formats.filter((each) => styleOfFormat(each) === style && each === (format ?? each))) {
      for (const each of byVersion.filter((one) => one === (release ?? one) && formatsOf(one).includes(own))) {
        const key = signatureOf(each, own);
        found.set(key, { target: { release: each, format: own }, releases: [...(found.get(key)?.releases ?? []), each] });
      }
    }
    return [...found.values()].reverse();
  });
}

/** What decides whether a status conforms. */
function signatureOf(release: Release, format: Format): string {
  const objects = ['parent', 'status', 'pushImageSettings', 'computeProfile'] as const;
  const names = objects.map((object) => fieldsOf(object, release, format).map(({ name }) => name));
  return JSON.stringify([format, names, wireValues('pendingImageState', release, apiOf(format)), hasSelectivePush(release)]);
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
  /** Whether something had to be guessed. */
  readonly isGuess: boolean;
  #dialects: readonly Dialect[];
  /** What statuses are taken for that no release and format fits of what is known. */
  readonly #fallback: GuessedTarget;
  /** Shapes that have narrowed the guess already: the same members with the same states say nothing new. */
  readonly #seen = new Set<string>();

  constructor({ release: name, format }: Known, style: Style) {
    const release = name === undefined ? undefined : findRelease(name);
    this.isGuess = release === undefined || format === undefined;
    this.#dialects = dialectsOf(style, release, format);
    const first = formats.find((each) => styleOfFormat(each) === style) as Format;
    this.#fallback = { release: release ?? newestRelease, format: format ?? first };
  }

  /** Whether another status may change it. */
  get canChange(): boolean {
    return this.isGuess && this.#dialects.length > 1;
  }

  /** The newest release and format that fit. */
  get target(): GuessedTarget {
    return this.#dialects[0]?.target ?? this.#fallback;
  }

  /** Every release and format that fit, the one that is judged by first; of releases that write the same, the newest. */
  get targets(): readonly GuessedTarget[] {
    return this.#dialects.map(({ target }) => target);
  }

  /** Judges a status, and narrows the guess by it. */
  judge(value: unknown, object: 'status' | 'parent'): GuessedTarget & { readonly violations: readonly Violation[] } {
    this.learn(value, object);
    return { ...this.target, violations: validate(value, { ...this.target, object }) };
  }

  /** Keeps of these only those that something holds for, unless it holds for none. */
  narrow(holds: (target: GuessedTarget) => boolean): void {
    const fitting = this.#dialects.filter(({ target }) => holds(target));
    if (fitting.length > 0) this.#dialects = fitting;
  }

  /** Narrows the guess by a status. Of a first one that fits none, those that it breaks the fewest rules of go first. */
  learn(value: unknown, object: 'status' | 'parent'): void {
    if (!this.canChange) return;
    const shape = shapeOf(value);
    if (this.#seen.has(shape)) return;
    if (this.#seen.size < mostShapes) this.#seen.add(shape);
    const faults = new Map(this.targets.map((target) => [target, validate(value, { ...target, object }).length]));
    const faultsOf = (target: GuessedTarget) => faults.get(target) as number;
    this.narrow((target) => faultsOf(target) === 0);
    if (this.#seen.size === 1) this.#dialects = [...this.#dialects].sort((a, b) => faultsOf(a.target) - faultsOf(b.target));
  }

  /** What was guessed, in words. */
  describe(): string {
    const { release, format } = this.target;
    const range = releases.filter((each) => this.#dialects.some((dialect) => dialect.releases.includes(each)));
    const [first, last] = [range[0] ?? release, range.at(-1) ?? release];
    const span = first === last ? describeRelease(first) : `${describeRelease(first)} to ${describeRelease(last)}`;
    const others = [...new Set(this.targets.map((each) => each.format))].filter((each) => each !== format);
    const also = others.length > 0 ? ` (as ${others.join(' and ')} just as well)` : '';
    return `taken for ${format}${also} of ${span}${range.length > 1 ? `, judged as ${describeRelease(release)}` : ''}`;
  }
}

/** How many shapes are remembered: more than statuses have, unless somebody makes them up. */
const mostShapes = 10_000;

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
