/** What `hvsim fixtures` is to write, as plain data: worker threads are given it. */
import { HvsimError } from '../errors.ts';
import { type FastCorpus, fastStatuses } from '../fixtures/fast/statuses.ts';
import {
  type Corpus,
  type Coverage,
  type FixtureOptions,
  fixtureCover,
  fixtureNearMisses,
  fixtureStatuses,
  fixtureTimelines,
} from '../fixtures/index.ts';

export type FixturePlan = { readonly options: FixtureOptions } & (
  | { readonly kind: 'count'; readonly count: number }
  | { readonly kind: 'timelines'; readonly count: number; readonly pollMs: number }
  | { readonly kind: 'invalid'; readonly count: number; readonly rules?: readonly string[] }
  | { readonly kind: 'cover'; readonly coverage: Coverage }
  | { readonly kind: 'scenario'; readonly scenario: string }
);

/** The corpus of a plan, and how many items of it are asked for. */
export interface Asked {
  readonly corpus: Corpus & Partial<Pick<FastCorpus, 'write'>>;
  readonly count: number;
}

/** @throws HvsimError whatever is wrong with the options, the scenario or the coverage */
export async function openPlan(plan: FixturePlan): Promise<Asked> {
  const { options } = plan;
  switch (plan.kind) {
    case 'count':
      return { corpus: options.envelope === undefined ? fastStatuses(options) : fixtureStatuses(options), count: plan.count };
    case 'timelines':
      return { corpus: fixtureTimelines({ ...options, pollMs: plan.pollMs }), count: plan.count };
    case 'invalid':
      return { corpus: fixtureNearMisses({ ...options, ...(plan.rules ? { rules: plan.rules } : {}) }), count: plan.count };
    case 'cover':
      return whole(fixtureCover(plan.coverage, options));
    case 'scenario': {
      const { findScenario } = await import('./catalogue.ts');
      const { name, scenario } = await findScenario(plan.scenario);
      const { fixtureScenario } = await import('../fixtures/fixture-scenario.ts');
      return whole(fixtureScenario(name.replace(/^.*[\\/]|\.[^.]*$/g, ''), scenario, options));
    }
  }
}

const whole = (corpus: Corpus): Asked => ({ corpus, count: corpus.size ?? 0 });

/** A part of some items: from `begin` up to `end`, which is no longer in it. */
export interface Part {
  readonly begin: number;
  readonly end: number;
  /** Which of how many it is, such as `1/4`; absent where it is the whole. */
  readonly shard?: string;
}

/**
 * The i-th of n parts. Joined in order they are the whole; the first ones have one more where it does not come out even.
 *
 * @param text `i/n`, such as `1/4`
 * @throws HvsimError `wrong-usage`
 */
export function toShard(text: string | undefined, count: number): Part {
  if (text === undefined) return { begin: 0, end: count };
  const [, part, parts] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
  if (part === undefined || parts === undefined || !(part >= 1 && part <= parts) || !Number.isSafeInteger(parts)) {
    throw new HvsimError('wrong-usage', `--shard is ${JSON.stringify(text)}; it must be i/n with i from 1 to n, such as 1/4.`);
  }
  const each = Math.floor(count / parts);
  const rest = count - each * parts;
  const begin = (part - 1) * each + Math.min(part - 1, rest);
  return { begin, end: begin + each + (part <= rest ? 1 : 0), shard: `${part}/${parts}` };
}
