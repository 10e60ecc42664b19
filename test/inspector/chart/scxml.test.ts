import { describe, expect, it } from 'vitest';
import type { ConditionName } from '../../../machines/guards.ts';
import { poolMachine } from '../../../machines/pool.machine.ts';
import { transitionTable } from '../../../machines/transitions.ts';
import { graph } from '../../../src/inspector/chart/graph.ts';
import { scxmlCondition, scxmlDocument } from '../../../src/inspector/chart/scxml.ts';
import { all, type Element, parseXml } from './parse-xml.ts';

const root = parseXml(scxmlDocument(graph()));
const elements = [...all(root)];
const stateNames = ['state', 'parallel', 'final'];
const ids = elements.flatMap(({ attributes }) => attributes.id ?? []);
const stateIds = elements.flatMap(({ name, attributes }) => (stateNames.includes(name) ? [attributes.id] : []));

/** What the specification lets an element have in it; sections 3.2 to 3.14 and 5.2. */
const inside: Record<string, readonly string[]> = {
  scxml: ['state', 'parallel', 'final', 'datamodel'],
  parallel: ['state', 'parallel', 'transition', 'datamodel'],
  state: ['state', 'parallel', 'final', 'transition', 'datamodel'],
  final: [],
  transition: ['raise'],
  raise: [],
  datamodel: ['data'],
  data: [],
};
const having: Record<string, readonly string[]> = {
  scxml: ['initial', 'name', 'xmlns', 'version', 'datamodel', 'binding'],
  parallel: ['id'],
  state: ['id', 'initial'],
  final: ['id'],
  transition: ['event', 'cond', 'target', 'type'],
  raise: ['event'],
  datamodel: [],
  data: ['id', 'src', 'expr'],
};

describe('the SCXML document', () => {
  it('has the namespace and the version of the specification', () => {
    expect(root).toMatchObject({ name: 'scxml', attributes: { xmlns: 'http://www.w3.org/2005/07/scxml', version: '1.0' } });
  });

  it('nests elements and gives attributes as the specification allows; others are of our namespace', () => {
    for (const { name, children, attributes } of elements) {
      expect(Object.keys(inside)).toContain(name);
      expect(inside[name]).toEqual(expect.arrayContaining([...new Set(children.map((child) => child.name))]));
      const own = Object.keys(attributes).filter((attribute) => !/^(hvsim|xmlns):/.test(attribute));
      expect(having[name]).toEqual(expect.arrayContaining(own));
    }
    expect(root.attributes['xmlns:hvsim']).toBeDefined();
  });

  it('gives every state an id of its own that is an XML name', () => {
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[A-Za-z_][\w.-]*$/);
  });

  it('names only states that exist, and initial states that are within', () => {
    for (const { name, attributes, children } of elements) {
      if (attributes.target !== undefined) expect(stateIds).toContain(attributes.target);
      for (const [, id] of (attributes.cond ?? '').matchAll(/In\('([^']*)'\)/g)) expect(stateIds).toContain(id);
      if (attributes.initial !== undefined) expect(children.map((child) => child.attributes.id)).toContain(attributes.initial);
      if (name === 'transition') expect(attributes.event ?? attributes.cond ?? attributes.target).toBeDefined();
    }
  });

  it('declares every name that a condition uses, and no other', () => {
    const declared = elements.flatMap(({ name, attributes }) => (name === 'data' ? [attributes.id] : []));
    const used = elements.flatMap(({ attributes }) => (attributes.cond ?? '').replace(/In\('[^']*'\)/g, '').match(/\w+/g) ?? []);
    expect(new Set(declared)).toEqual(new Set(used));
  });

  it('read back has the states of the machine, with the same beginnings and ends', () => {
    const [parallel] = root.children.filter(({ name }) => name === 'parallel');
    const read = parallel?.children.map(({ attributes, children }) => ({
      region: attributes.id,
      initial: attributes.initial,
      states: children.flatMap((child) =>
        child.name === 'transition' ? [] : [[child.attributes.id, child.name, child.attributes['hvsim:description']]],
      ),
    }));
    expect(read).toEqual(
      Object.values(poolMachine.root.states).map((region) => ({
        region: region.key,
        initial: `${region.key}.${region.initial.target[0]?.key}`,
        states: Object.values(region.states as Record<string, typeof region>).map(({ key, type, description }) => [
          `${region.key}.${key}`,
          type === 'final' ? 'final' : 'state',
          description,
        ]),
      })),
    );
  });

  it('raises what the machine raises', () => {
    const read = elements.flatMap(({ name, children }) =>
      name === 'transition' ? [children.map(({ attributes }) => attributes.event)] : [],
    );
    const rows = graph().flatMap(({ edges }) => edges.flatMap(({ transitions }) => transitions));
    expect(read).toEqual(rows.toSorted((a, b) => a.index - b.index).map(({ raises }) => raises));
  });

  it('read back has the transitions of the machine, in its order', () => {
    const read = elements
      .filter(({ name }) => name === 'state' || name === 'final')
      .flatMap(({ attributes: { id = '' }, children }) => {
        const [region = '', from = region] = id.split('.');
        return children.flatMap(({ name, attributes }) => (name === 'transition' ? [rowOf(region, from, attributes)] : []));
      });
    expect(read).toEqual(
      transitionTable().map(({ conditions, ...row }) => ({ ...row, cond: conditions.map(scxmlCondition).join(' && ') })),
    );
  });
});

function rowOf(region: string, from: string, { event = '', cond = '', target, ...more }: Element['attributes']) {
  return { region, from, event, cond, ...(target ? { to: target.slice(region.length + 1) } : {}), evidence: more['hvsim:evidence'] };
}

describe('scxmlCondition', () => {
  it.each([
    ['poolExists', "!In('operation.DELETED')"],
    ['poolIsNotBeingDeleted', "!In('operation.FINAL_UNPUBLISH')"],
    ['removalFailed', "(In('pendingImage.FAILED') || In('currentImage.FAILED'))"],
    ['imageIsHeld', "In('pendingImage.READY_HELD')"],
    ['nothingIsPending', "(In('pendingImage.ABSENT') || In('pendingImage.FAILED'))"],
    ['currentImageIsAbsent', "In('currentImage.ABSENT')"],
    ['selectivePushHasCurrentImage', 'selectivePushHasCurrentImage'],
    ['pushIsDue', 'pushIsDue'],
  ] as const)('writes %s as %s', (name, expected) => {
    expect(scxmlCondition(name)).toBe(expected);
  });

  it('keeps the name, or speaks of states alone', () => {
    const used = new Set<ConditionName>(transitionTable().flatMap(({ conditions }) => conditions));
    expect(used.size).toBeGreaterThan(30);
    for (const name of used) expect(scxmlCondition(name) === name || /^[!(]*In\(/.test(scxmlCondition(name))).toBe(true);
  });
});
