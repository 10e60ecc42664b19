/**
 * The machine as SCXML (W3C, State Chart XML 1.0), for other statechart tools. Conditions on states are `In()`; the others are data
 * by their names, false until whoever runs it says otherwise.
 */
import { type ConditionName, condition } from '../../../machines/guards.ts';
import { describeCondition } from '../../../machines/transitions.ts';
import type { GraphRegion, GraphState, GraphTransition } from './graph.ts';
import { indented, toXml } from './texts.ts';

const about = `The life cycle of an instant-clone desktop pool. A command that no region takes is refused, and a fact that none takes is
ignored; SCXML has no word for that. Of the actions it has what regions raise. hvsim:evidence says how a transition is known, hvsim:needs what its
condition demands.`;

/** Some regions as an SCXML document: parallel states, their transitions in order of priority. */
export function scxmlDocument(regions: readonly GraphRegion[]): string {
  const names = new Set(regions.flatMap(({ transitions }) => transitions.flatMap(({ conditions }) => conditions)));
  const data = [...names].filter((name) => scxmlCondition(name) === name);
  return `<?xml version="1.0" encoding="UTF-8"?>
<!--
${about}
-->
<scxml xmlns="http://www.w3.org/2005/07/scxml" xmlns:hvsim="urn:hvsim" version="1.0" datamodel="ecmascript" name="pool" initial="pool">
  <datamodel>
${data.map((name) => `    <data id="${name}" expr="false" hvsim:says="${toXml(describeCondition(name))}"/>`).join('\n')}
  </datamodel>
  <parallel id="pool">
${indented(indented(regions.flatMap(regionElement))).join('\n')}
  </parallel>
</scxml>`;
}

function regionElement({ region, description, states, transitions }: GraphRegion): string[] {
  const own = (from: string) => transitions.filter((row) => row.from === from).map(transitionElement);
  const initial = states.find((state) => state.initial)?.id;
  return [
    `<state id="${region}" initial="${initial}" hvsim:description="${toXml(description)}">`,
    ...indented([...own(region), ...states.flatMap((state) => stateElement(state, own(state.state)))]),
    '</state>',
  ];
}

function stateElement({ id, description, final }: GraphState, transitions: readonly string[]): string[] {
  const name = final ? 'final' : 'state';
  const begin = `<${name} id="${id}" hvsim:description="${toXml(description)}"`;
  return transitions.length === 0 ? [`${begin}/>`] : [`${begin}>`, ...indented(transitions), `</${name}>`];
}

function transitionElement({ region, from, event, conditions, to, raises, evidence }: GraphTransition): string {
  const attributes = {
    ...(event ? { event } : {}),
    ...(conditions.length > 0 ? { cond: conditions.map(scxmlCondition).join(' && ') } : {}),
    ...(to === undefined ? {} : { target: `${region}.${to}` }),
    ...(to !== undefined && from === region ? { type: 'internal' } : {}),
    'hvsim:evidence': evidence,
    ...(conditions.length > 0 ? { 'hvsim:needs': conditions.map(describeCondition).join('; ') } : {}),
  };
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${toXml(value)}"`);
  const begin = `<transition${written.join('')}`;
  return raises.length === 0 ? `${begin}/>` : `${begin}>${raises.map((type) => `<raise event="${type}"/>`).join('')}</transition>`;
}

/** How xstate keeps `stateIn`, `not` and `or`: functions with members. */
interface Guard {
  readonly stateValue?: Readonly<Record<string, string>>;
  readonly guards?: readonly Guard[];
}

/** A condition as SCXML has it: such as `!In('operation.DELETED')` where the machine's states alone decide, its name otherwise. */
export const scxmlCondition = (name: ConditionName): string => inStates(condition(name).test as Guard) ?? name;

function inStates({ stateValue, guards }: Guard): string | undefined {
  if (stateValue) {
    const [[region, state] = []] = Object.entries(stateValue);
    return `In('${region}.${state}')`;
  }
  const parts = guards?.map(inStates);
  if (!parts || parts.includes(undefined)) return undefined;
  return parts.length === 1 ? `!${parts[0]}` : `(${parts.join(' || ')})`;
}
