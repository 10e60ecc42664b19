/** Says why a command is refused or a fact ignored, and what would be allowed: read off the graph, not written twice. */
import type { AnyStateNode } from 'xstate';
import type { Args } from './base.ts';
import type { Emitted, Fault } from './emitted.ts';
import { commandTypes, eventTable, isCommandType } from './event-table.ts';
import type { CommandType, EventType } from './events.ts';
import { type ConditionName, condition } from './guards.ts';
import { currentImageStates, operations, type PoolState, pendingImageStates, taskStates } from './vocabulary.ts';

/** Whether a condition of the graph, or a region's state, holds now. */
export interface Situation {
  readonly holds: (name: ConditionName) => boolean;
  readonly isIn: (region: keyof PoolState, state: string) => boolean;
}

const states = { operation: operations, pendingImage: pendingImageStates, currentImage: currentImageStates, task: taskStates } as const;
const regions = Object.keys(states) as readonly (keyof PoolState)[];

/** The conditions on a transition, in order, however its guard combines them. */
export function conditionsOf(guard: unknown): ConditionName[] {
  if (typeof guard === 'string') return [guard as ConditionName];
  const parts = (guard as { guards?: readonly unknown[] } | undefined)?.guards ?? [];
  return parts.flatMap(conditionsOf);
}

/** What the wildcards emit for an event that no region took. */
export function explain(root: AnyStateNode, args: Args, situation: Situation): Emitted[] {
  const now = remembering(situation);
  const { at } = args.event;
  const type = args.event.type as EventType;
  const { needs, name, field } = whyNot(root, args, now);
  if (!isCommandType(type)) {
    return [{ type: 'ignored', at, fact: type, reason: `${type} needs ${needs}; ${present(now)}.` }];
  }
  const asked = nameOf(type);
  const gone = now.isIn('operation', 'DELETED');
  const message = gone
    ? `${asked}: pool ${args.context.name} has been deleted. Nothing is allowed any more.`
    : `${asked}${object(args.event)} needs ${needs}; ${present(now)}. Allowed now: ${allowed(root, now, type).join(', ')}.`;
  const fault: Fault = { name: gone ? 'EntityNotFound' : name, command: type, message, ...(field && !gone ? { field } : {}) };
  const audit = eventTable[type].refused;
  return [{ type: 'fault', at, fault }, ...(audit ? [{ type: 'audit', at, audit: { name: audit } } as const] : [])];
}

/** Asks everything once: the same states and conditions are looked at for every command that might be allowed instead. */
function remembering({ holds, isIn }: Situation): Situation {
  const known = new Map<string, boolean>();
  const once = (question: string, ask: () => boolean): boolean => {
    const answer = known.get(question) ?? ask();
    known.set(question, answer);
    return answer;
  };
  return {
    holds: (name) => once(name, () => holds(name)),
    isIn: (region, state) => once(`${region} ${state}`, () => isIn(region, state)),
  };
}

/** A command as people call it. */
const nameOf = (type: CommandType): string => type.slice('command.'.length);

/** Whether a condition holds, where what an event says of itself counts as met. */
const heldByState = (now: Situation) => (name: ConditionName) => condition(name).field !== undefined || now.holds(name);

/** Why no event of a type can be taken now, whatever its members are; undefined where one can. */
export function whyImpossible(root: AnyStateNode, args: Args, now: Situation): string | undefined {
  const type = args.event.type as EventType;
  if (now.isIn('operation', 'DELETED')) return `pool ${args.context.name} has been deleted`;
  const holds = heldByState(now);
  if (transitionsHere(root, now, type).some(({ guard }) => conditionsOf(guard).every(holds))) return undefined;
  return `needs ${whyNot(root, args, { ...now, holds }).needs}; ${present(now)}`;
}

/**
 * The first of some events of a type that can be taken now, or why none can, where `whyImpossible` finds no reason. Together
 * they choose all that can be chosen; members that they leave out count as met.
 */
export function firstTaken<E extends Args['event']>(
  root: AnyStateNode,
  type: EventType,
  events: readonly E[],
  now: Pick<Situation, 'isIn'> & { readonly holds: (name: ConditionName, event: E) => boolean },
): E | string {
  let needs = '';
  let furthest = -1;
  for (const { guard } of transitionsHere(root, now, type)) {
    const conditions = conditionsOf(guard).map((name) => ({ name, ...condition(name) }));
    for (const event of events) {
      const counts = (field: string | undefined) => field === undefined || Object.hasOwn(event, field);
      const at = conditions.findIndex(({ name, field }) => counts(field) && !now.holds(name, event));
      const unmet = conditions[at];
      if (!unmet) return event;
      if (unmet.field === undefined || at <= furthest) continue;
      furthest = at;
      needs = unmet.label;
    }
  }
  return `needs ${needs}; this pool has none`;
}

/** What a command was about, in words. */
function object(event: Args['event']): string {
  if (event.type === 'command.applyImage') return ` of the ${event.pendingImage ? 'pending' : 'current'} image`;
  if (event.type !== 'command.schedulePushImage') return '';
  const { spec } = event;
  return ` of ${'parentVm' in spec ? `${spec.parentVm}/${spec.snapshot}` : `${spec.imageManagementStream}/${spec.imageManagementTag}`}`;
}

interface Reason {
  readonly needs: string;
  readonly name: Fault['name'];
  readonly field?: string;
}

/** A way the event could have been taken, and what it lacks. */
interface Way {
  /** "operation NONE", where the region is in another state. */
  readonly place: string | undefined;
  readonly unmet: readonly ConditionName[];
}

/** What the nearest way lacks, and what any other way lacks that this very request could go. */
function whyNot(root: AnyStateNode, args: Args, now: Situation): Reason {
  const ways = meant(merged(waysOf(root, args.event.type, now))).sort((a, b) => lacks(a) - lacks(b));
  const isRequest = (name: ConditionName) => condition(name).field !== undefined;
  const shown = nearer(ways).filter(({ unmet }, index) => index === 0 || !unmet.some(isRequest));
  const words = (name: ConditionName) => {
    const { label, found } = condition(name);
    return found ? `${label} (${found(args)})` : label;
  };
  const needs = shown.map(({ place, unmet }) => [...(place ? [place] : []), ...firstOfField(unmet).map(words)].join(' and ')).join(', or ');
  const first = shown[0]?.place ? undefined : shown[0]?.unmet[0];
  const { fault = 'InvalidArgument', field } = first ? condition(first) : {};
  return { needs, name: fault, ...(field ? { field } : {}) };
}

/** Of several conditions on one member of the event only the first says something: the others build on it. */
const firstOfField = (unmet: readonly ConditionName[]): ConditionName[] =>
  unmet.filter((name, index) => {
    const { field } = condition(name);
    return field === undefined || unmet.findIndex((other) => condition(other).field === field) === index;
  });

/** How far away a way is; of two that are equally far, the one that is open in the present states comes first. */
const lacks = ({ place, unmet }: Way): number => (place ? 1.5 : 0) + unmet.length;

/** Without the ways that lack all that a nearer one lacks. The nearest comes first. */
const nearer = (ways: readonly Way[]): Way[] =>
  ways.filter(({ place, unmet }, index) =>
    ways.slice(0, index).every((other) => other.place !== place || other.unmet.some((name) => !unmet.includes(name))),
  );

/** The ways of the form of the command that was asked for, where a command has two. */
function meant(ways: Way[]): Way[] {
  const chosen = ways.filter(({ unmet }) => !unmet.some((name) => condition(name).chooses));
  return chosen.length > 0 ? chosen : ways;
}

/** Every transition of the graph for an event, with what it lacks now. */
function waysOf(root: AnyStateNode, type: string, now: Situation): { region: string; state?: string; unmet: ConditionName[] }[] {
  return regions.flatMap((region) => {
    const node: AnyStateNode | undefined = root.states[region];
    return [node, ...Object.values(node?.states ?? {})].flatMap((from) =>
      (from?.transitions.get(type) ?? []).map(({ guard }) => ({
        region,
        ...(from && from !== node && !now.isIn(region, from.key) ? { state: from.key } : {}),
        unmet: conditionsOf(guard).filter((name) => !now.holds(name)),
      })),
    );
  });
}

/** Ways that lack the same, but start in different states, are one: "pendingImage PENDING_PUBLISH or PUBLISHING". */
function merged(ways: ReturnType<typeof waysOf>): Way[] {
  const groups = new Map<string, typeof ways>();
  for (const way of ways) {
    const key = JSON.stringify([way.region, way.state !== undefined, way.unmet]);
    groups.set(key, [...(groups.get(key) ?? []), way]);
  }
  return [...groups.values()].map((group) => {
    const [first] = group;
    const states = [...new Set(group.flatMap(({ state }) => state ?? []))];
    return { place: states.length > 0 ? `${first?.region} ${states.join(' or ')}` : undefined, unmet: first?.unmet ?? [] };
  });
}

/** Other commands that the state alone does not forbid. */
function allowed(root: AnyStateNode, now: Situation, asked: CommandType): string[] {
  const holds = heldByState(now);
  return commandTypes
    .filter((type) => type !== asked && transitionsHere(root, now, type).some(({ guard }) => conditionsOf(guard).every(holds)))
    .map(nameOf);
}

/** The transitions that are open in the present states. */
function transitionsHere(root: AnyStateNode, now: Pick<Situation, 'isIn'>, type: string) {
  return regions.flatMap((region) => {
    const node: AnyStateNode | undefined = root.states[region];
    const active = node?.states[presentState(now, region)];
    return [active, node].flatMap((each) => each?.transitions.get(type) ?? []);
  });
}

const presentState = (now: Pick<Situation, 'isIn'>, region: keyof PoolState): string =>
  states[region].find((state) => now.isIn(region, state)) ?? 'unknown';

const present = (now: Situation): string => `now ${regions.map((region) => `${region} is ${presentState(now, region)}`).join(', ')}`;
