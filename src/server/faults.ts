/** Requests that go wrong on purpose: late, with an error, or not answered at all. */
import * as v from 'valibot';
import { draw, drawSpan, pickByWeight } from '../engine/random.ts';
import { HvsimError } from '../errors.ts';
import { toProblems, toSentence } from '../simulator/input/read.ts';

const ms = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(600_000));
const span = v.pipe(
  v.strictObject({ minMs: ms, maxMs: ms }),
  v.check(({ minMs, maxMs }) => minMs <= maxMs, 'Expected minMs not above maxMs'),
);
const outcome = v.pipe(
  v.strictObject({
    /** How often it is chosen among the others of its rule; 1 when absent. */
    weight: v.optional(v.pipe(v.number(), v.gtValue(0), v.finite())),
    /** Milliseconds of wall time before the request is looked at, or between which bounds. */
    latency: v.optional(v.union([ms, span], 'Expected milliseconds, or an object with minMs and maxMs')),
    /** Answered with this status and the product's error body, and not looked at; 429 as throttling is, from 2406 on. */
    status: v.optional(v.pipe(v.number(), v.integer(), v.minValue(400), v.maxValue(599))),
    /** The text of that error. */
    message: v.optional(v.string()),
    /** The connection is closed without an answer: `before` the request is looked at, or `after` it has done its work. */
    drop: v.optional(v.picklist(['before', 'after'])),
  }),
  v.check(
    ({ latency, status, drop }) => latency !== undefined || status !== undefined || drop !== undefined,
    'Expected latency, status or drop',
  ),
  v.check(({ status, drop }) => status === undefined || drop === undefined, 'Expected status or drop, not both'),
  v.readonly(),
);
const rule = v.pipe(
  v.strictObject({
    /** The begin of the path, such as `/rest/inventory`; `*` stands for one segment. Every path of the product when absent. */
    path: v.optional(v.pipe(v.string(), v.startsWith('/rest', 'Expected a path of the product, which begins with /rest'))),
    /** GET, POST, …; every method when absent. */
    method: v.optional(v.pipe(v.string(), v.toUpperCase(), v.picklist(['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH']))),
    /** The share of these requests that go wrong, above 0 to 1; all when absent. */
    share: v.optional(v.pipe(v.number(), v.gtValue(0), v.maxValue(1))),
    /** For so many requests only. */
    times: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
    outcomes: v.pipe(v.array(outcome), v.minLength(1, 'Expected at least one outcome'), v.readonly()),
  }),
  v.readonly(),
);

/** One way in which a request goes wrong. Both a delay and an error may be said. */
export type FaultOutcome = Readonly<v.InferInput<typeof outcome>>;

/** Which requests go wrong, how often, and how. The first rule that fits a request and is drawn is the one that counts. */
export type FaultRule = Readonly<Omit<v.InferInput<typeof rule>, 'outcomes'>> & { readonly outcomes: readonly FaultOutcome[] };

const rules = v.pipe(v.array(rule), v.maxLength(100));

export function readFaultRules(value: unknown): readonly FaultRule[] {
  const isList = Array.isArray(value);
  const parsed = v.safeParse(isList ? rules : rule, value);
  if (parsed.success) return JSON.parse(JSON.stringify(isList ? parsed.output : [parsed.output]));
  const example = 'Rules are a list such as [{"path":"/rest/inventory","outcomes":[{"status":503}]}], or one of them.';
  throw new HvsimError('wrong-payload', `${toSentence(toProblems(parsed.issues))} ${example}`);
}

/** What is to happen to a request: the outcome that was chosen, with its delay drawn. */
export type InjectedFault = NonNullable<ReturnType<Faults['next']>>;

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

  next(method: string, path: string) {
    if (this.rules.length === 0) return undefined;
    this.#count += 1;
    const keys = [this.#seed, this.#count];
    const isDrawn = (each: FaultRule, position: number) => fits(each, method, path) && draw(...keys, position, 1) < (each.share ?? 1);
    const index = this.rules.findIndex((each, position) => this.#left[position] !== 0 && isDrawn(each, position));
    const drawn = this.rules[index];
    if (!drawn) return undefined;
    (this.#left[index] as number) -= 1;
    const outcomes = drawn.outcomes.map((each) => ({ ...each, weight: each.weight ?? 1 }));
    const { latency = 0, weight: _, ...chosen } = pickByWeight(outcomes, draw(...keys, 2)) as (typeof outcomes)[number];
    const span = typeof latency === 'number' ? { minMs: latency, maxMs: latency } : latency;
    return { ...chosen, latencyMs: drawSpan(span, ...keys, 3) };
  }
}

function fits(rule: FaultRule, method: string, path: string): boolean {
  if (rule.method !== undefined && rule.method !== method) return false;
  if (rule.path === undefined) return true;
  const [wanted, given] = [rule.path.split('/'), path.split('/')];
  return wanted.every((segment, index) => segment === '*' || segment === given[index]);
}
