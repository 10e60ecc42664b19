/** Requests that go wrong on purpose: late, with an error, or not answered at all. */
import * as v from 'valibot';
import { draw } from '../engine/random.ts';
import { HvsimError } from '../errors.ts';
import { toProblems, toSentence } from '../simulator/input/read.ts';

/** One way in which a request goes wrong. Both a delay and an error may be said. */
export interface FaultOutcome {
  /** How often it is chosen among the others of its rule; 1 when absent. */
  readonly weight?: number;
  /** Milliseconds of wall time before the request is looked at, or between which bounds. */
  readonly latency?: number | { readonly minMs: number; readonly maxMs: number };
  /** Answered with this status and the product's error body, and not looked at; 429 as throttling is, from 2406 on. */
  readonly status?: number;
  /** The text of that error. */
  readonly message?: string;
  /** The connection is closed without an answer: `before` the request is looked at, or `after` it has done its work. */
  readonly drop?: 'before' | 'after';
}

/** Which requests go wrong, how often, and how. The first rule that fits a request and is drawn is the one that counts. */
export interface FaultRule {
  /** The begin of the path, such as `/rest/inventory`; `*` stands for one segment. Every path of the product when absent. */
  readonly path?: string;
  /** GET, POST, …; every method when absent. */
  readonly method?: string;
  /** The share of these requests that go wrong, above 0 to 1; all when absent. */
  readonly share?: number;
  /** For so many requests only. */
  readonly times?: number;
  readonly outcomes: readonly FaultOutcome[];
}

const ms = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(600_000));
const outcome = v.pipe(
  v.strictObject({
    weight: v.optional(v.pipe(v.number(), v.gtValue(0), v.finite())),
    latency: v.optional(
      v.union(
        [
          ms,
          v.pipe(
            v.strictObject({ minMs: ms, maxMs: ms }),
            v.check(({ minMs, maxMs }) => minMs <= maxMs, 'Expected minMs not above maxMs'),
          ),
        ],
        'Expected milliseconds, or an object with minMs and maxMs',
      ),
    ),
    status: v.optional(v.pipe(v.number(), v.integer(), v.minValue(400), v.maxValue(599))),
    message: v.optional(v.string()),
    drop: v.optional(v.picklist(['before', 'after'])),
  }),
  v.check(
    ({ latency, status, drop }) => latency !== undefined || status !== undefined || drop !== undefined,
    'Expected latency, status or drop',
  ),
  v.check(({ status, drop }) => status === undefined || drop === undefined, 'Expected status or drop, not both'),
);
const rule = v.strictObject({
  path: v.optional(v.pipe(v.string(), v.startsWith('/rest', 'Expected a path of the product, which begins with /rest'))),
  method: v.optional(v.pipe(v.string(), v.toUpperCase(), v.picklist(['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH']))),
  share: v.optional(v.pipe(v.number(), v.gtValue(0), v.maxValue(1))),
  times: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  outcomes: v.pipe(v.array(outcome), v.minLength(1, 'Expected at least one outcome')),
});
const rules = v.pipe(v.array(rule), v.maxLength(100));

/**
 * Reads rules as the control API takes them: a list, or one rule.
 *
 * @throws HvsimError `wrong-payload`
 */
export function readFaultRules(value: unknown): readonly FaultRule[] {
  const isList = Array.isArray(value);
  const parsed = v.safeParse(isList ? rules : rule, value);
  if (parsed.success) return JSON.parse(JSON.stringify(isList ? parsed.output : [parsed.output]));
  const example = 'Rules are a list such as [{"path":"/rest/inventory","outcomes":[{"status":503}]}], or one of them.';
  throw new HvsimError('wrong-payload', `${toSentence(toProblems(parsed.issues))} ${example}`);
}

/** What is to happen to a request: the outcome that was chosen, with its delay drawn. */
export interface Misfortune extends Omit<FaultOutcome, 'latency' | 'weight'> {
  readonly latencyMs: number;
}

/** Draws what goes wrong: the same for the same seed, rules and order of requests. */
export class Faults {
  readonly rules: readonly FaultRule[];
  readonly #seed: number;
  readonly #left: number[];
  #count = 0;

  constructor(seed: number, rules: readonly FaultRule[]) {
    this.rules = rules;
    this.#seed = seed;
    this.#left = rules.map(({ times = Number.POSITIVE_INFINITY }) => times);
  }

  /** What is to happen to the next request; undefined where it goes well. */
  strike(method: string, path: string): Misfortune | undefined {
    if (this.rules.length === 0) return undefined;
    this.#count += 1;
    const index = this.rules.findIndex(
      (each, position) =>
        (this.#left[position] as number) > 0 && fits(each, method, path) && draw(this.#seed, this.#count, position, 1) < (each.share ?? 1),
    );
    const struck = this.rules[index];
    if (!struck) return undefined;
    (this.#left[index] as number) -= 1;
    const { latency = 0, weight: _, ...chosen } = this.#choose(struck.outcomes);
    const { minMs, maxMs } = typeof latency === 'number' ? { minMs: latency, maxMs: latency } : latency;
    return { ...chosen, latencyMs: minMs + Math.floor(draw(this.#seed, this.#count, 3) * (maxMs - minMs + 1)) };
  }

  #choose(outcomes: readonly FaultOutcome[]): FaultOutcome {
    let rest = draw(this.#seed, this.#count, 2) * outcomes.reduce((sum, { weight = 1 }) => sum + weight, 0);
    for (const each of outcomes) {
      rest -= each.weight ?? 1;
      if (rest < 0) return each;
    }
    return outcomes.at(-1) as FaultOutcome;
  }
}

function fits(rule: FaultRule, method: string, path: string): boolean {
  if (rule.method !== undefined && rule.method !== method) return false;
  if (rule.path === undefined) return true;
  const [wanted, given] = [rule.path.split('/'), path.split('/')];
  return wanted.every((segment, index) => segment === '*' || segment === given[index]);
}
