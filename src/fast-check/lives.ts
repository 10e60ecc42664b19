/** Lives that shrink: fewer events, simpler events, plainer payload. */
import fc from 'fast-check';
import type { Format } from '../api/formats.ts';
import { findRelease, type Release, type ReleaseName } from '../api/releases.ts';
import { HvsimError } from '../errors.ts';
import { stateKey } from '../fixtures/cover.ts';
import { liveAlong, type Moment } from '../fixtures/life.ts';
import { categoryOf } from '../fixtures/mix.ts';
import { type Plan, plansOf } from '../fixtures/plans.ts';
import { newSupply } from '../fixtures/supply.ts';
import { assertReachable, meets, readWhere, type Where } from '../fixtures/where.ts';
import { type LifecycleEdge, type LifecycleNode, lifecycleOf, showingOf, type VariantName } from '../lifecycle/index.ts';
import { Earliest } from './earliest.ts';

/** The payload of a life: two numbers that everything in it is drawn from. */
const keys = fc.record({ a: fc.nat({ max: 0x7fffffff }), b: fc.nat({ max: 0x7fffffff }) });

/** How many images the lives share: few, so that counterexamples are easily read. */
const imageCount = 8;

interface LifeConstraints {
  readonly release: Release;
  readonly format: Format;
  readonly where?: Where | string | undefined;
  /** Only lives that end in such nodes. */
  readonly accepts?: (node: LifecycleNode) => boolean;
}

/** Short lives to every state that is wanted, as statuses show them, each state alike. They shrink to an idle pool and to few events. */
export function shortLives({ release, format, where, accepts = () => true }: LifeConstraints): fc.Arbitrary<readonly Moment[]> {
  const lifecycle = lifecycleOf(release);
  const showing = showingOf(release, format);
  const wanted = where === undefined ? undefined : readWhere(where);
  if (wanted) assertReachable(wanted, { release, format, lifecycle, showing, of: 'statuses' });
  const supply = newSupply(release, imageCount);
  const rank = ({ edges, node }: Plan) => edges.length - (categoryOf(node) === 'idle' ? 3 : 0);
  const plans = plansOf(lifecycle)
    .filter(({ node }) => accepts(node) && (!wanted || meets(wanted, showing.state(node))))
    .sort((a, b) => rank(a) - rank(b));
  const byState: Record<string, number[]> = {};
  for (const [position, { node }] of plans.entries()) {
    const key = stateKey(showing.state(node));
    byState[key] = [...(byState[key] ?? []), position];
  }
  return fc
    .tuple(new Earliest(Object.values(byState)), keys)
    .map(([position, key]) => liveAlong(plans[position] as Plan, supply, key, lifecycle.nodes));
}

/** What simple lives consist of comes first: an engine that succeeds, then commands, then mishaps. */
const simpleFirst: readonly VariantName[] = [
  'publish started',
  'publish succeeded',
  'pending image unpublished',
  'current image unpublish started',
  'current image unpublished',
  'start time reached',
  'push now',
];
const rankOf = ({ variant }: LifecycleEdge) => [...simpleFirst, variant.name].indexOf(variant.name);

/** Lives of any events that a pool accepts, one after the other. */
export function longLives(name: ReleaseName, maxEvents = 40): fc.Arbitrary<readonly Moment[]> {
  if (!(Number.isInteger(maxEvents) && maxEvents >= 0 && maxEvents <= 0x7fffffff))
    throw new HvsimError('wrong-options', `maxEvents is ${JSON.stringify(maxEvents)}; it must be a whole number from 0.`);
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
      const possible = (choices[node.id] ?? []).filter(({ event }) => event !== 'command.delete' || pick === 99);
      const edge = possible[pick === 99 ? possible.length - 1 : pick % possible.length];
      if (!edge) break;
      edges.push(edge);
      node = lifecycle.nodes[edge.to] as LifecycleNode;
    }
    return liveAlong({ initial, edges, node }, supply, key, lifecycle.nodes);
  });
}
