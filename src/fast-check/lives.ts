/** Lives that shrink: fewer events, simpler events, plainer payload. */
import fc from 'fast-check';
import { findRelease, type ReleaseName } from '../api/releases.ts';
import { stateKey } from '../fixtures/cover.ts';
import { liveAlong, type Moment } from '../fixtures/life.ts';
import { categoryOf } from '../fixtures/mix.ts';
import { type Plan, plansOf } from '../fixtures/plans.ts';
import { newSupply } from '../fixtures/supply.ts';
import { assertReachable, meets, type Where } from '../fixtures/where.ts';
import { type LifecycleEdge, type LifecycleNode, lifecycleOf, type Variant } from '../lifecycle/index.ts';

/** The payload of a life: two numbers that everything in it is drawn from. */
const keys = fc.record({ a: fc.nat({ max: 0x7fffffff }), b: fc.nat({ max: 0x7fffffff }) });

/** How many images the lives share: few, so that counterexamples are easily read. */
const imageCount = 8;

/**
 * Short lives to every state that is wanted, each state alike. An idle pool and lives of few events come first, and that is where
 * it shrinks to: among the states, and among the ways to a state.
 *
 * @throws HvsimError `unknown-release`, `nothing-fits`
 */
export function shortLives(
  name: ReleaseName,
  where?: Where,
  accepts: (node: LifecycleNode) => boolean = () => true,
): fc.Arbitrary<readonly Moment[]> {
  const release = findRelease(name);
  const lifecycle = lifecycleOf(release);
  if (where) assertReachable(where, lifecycle, release);
  const supply = newSupply(release, imageCount);
  const rank = ({ edges, node }: Plan) => edges.length - (categoryOf(node) === 'idle' ? 3 : 0);
  const plans = plansOf(lifecycle)
    .filter(({ node }) => accepts(node) && (!where || meets(where, node.state)))
    .sort((a, b) => rank(a) - rank(b));
  const byState = new Map<string, Plan[]>();
  for (const plan of plans) {
    const known = byState.get(stateKey(plan.node));
    if (known) known.push(plan);
    else byState.set(stateKey(plan.node), [plan]);
  }
  const states = [...byState.values()];
  return fc.tuple(fc.nat({ max: states.length - 1 }), fc.nat({ max: 999 }), keys).map(([state, pick, key]) => {
    const ways = states[state] as readonly Plan[];
    return liveAlong(ways[pick % ways.length] as Plan, supply, key, lifecycle.nodes);
  });
}

/** What simple lives consist of comes first: an engine that succeeds, then commands, then mishaps. */
const simpleFirst: readonly Variant[] = [
  'publish started',
  'publish succeeded',
  'pending image unpublished',
  'current image unpublish started',
  'current image unpublished',
  'start time reached',
  'push now',
];
const rankOf = ({ variant }: LifecycleEdge) => (simpleFirst.includes(variant) ? simpleFirst.indexOf(variant) : simpleFirst.length);

/**
 * Lives of any events that a pool accepts, one after the other.
 *
 * @throws HvsimError `unknown-release`
 */
export function longLives(name: ReleaseName, maxEvents = 40): fc.Arbitrary<readonly Moment[]> {
  const release = findRelease(name);
  const lifecycle = lifecycleOf(release);
  const supply = newSupply(release, imageCount);
  const choices = lifecycle.nodes.map((node) => [...lifecycle.edgesFrom(node)].sort((a, b) => rankOf(a) - rankOf(b)));
  const { stopsOnError, goesOnAfterError } = lifecycle.initial;
  return fc.tuple(fc.array(fc.nat({ max: 99 }), { maxLength: maxEvents }), fc.boolean(), keys).map(([picks, goesOn, key]) => {
    const initial = goesOn ? goesOnAfterError : stopsOnError;
    let node = initial;
    const edges: LifecycleEdge[] = [];
    for (const pick of picks) {
      // A pool is deleted one time in a hundred where it could be: lives would be over too soon otherwise.
      const possible = (choices[node.id] ?? []).filter(({ variant }) => variant !== 'delete' || pick === 99);
      const edge = possible[pick === 99 ? possible.length - 1 : pick % possible.length];
      if (!edge) break;
      edges.push(edge);
      node = lifecycle.nodes[edge.to] as LifecycleNode;
    }
    return liveAlong({ initial, edges, node }, supply, key, lifecycle.nodes);
  });
}
