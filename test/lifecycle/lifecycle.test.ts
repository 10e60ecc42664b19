import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { eventTypes } from '../../machines/index.ts';
import { hasSelectivePush, releases } from '../../src/api/index.ts';
import { lifecycleOf, variants } from '../../src/lifecycle/index.ts';
import { readTable } from '../../src/lifecycle/lifecycle.ts';
import { compile, tableSource } from '../../src/tools/lifecycle/compile.ts';

const full = lifecycleOf('2512');
const plain = lifecycleOf('2106');

describe('the compiled life cycle', () => {
  it('is what the machine says today', () => {
    const path = new URL('../../src/lifecycle/table.ts', import.meta.url);
    expect(readFileSync(path, 'utf8')).toBe(tableSource(compile()));
  });

  it('is, without selective push, what a machine without it says', () => {
    const explored = readTable(compile(false), false);
    expect(explored.nodes).toEqual(plain.nodes);
    expect(explored.edges).toEqual(plain.edges);
  });

  it('has as many states and edges as were counted', () => {
    const counts = [full, plain].map(({ nodes, edges }) => ({
      nodes: nodes.length,
      edges: edges.length,
      states: new Set(nodes.map(({ state }) => Object.values(state).join())).size,
    }));
    expect(counts).toEqual([
      { nodes: 263, edges: 1570, states: 33 },
      { nodes: 210, edges: 1207, states: 32 },
    ]);
  });

  it.each(releases)('is one of the two graphs in %s', (release) => {
    expect(lifecycleOf(release)).toBe(hasSelectivePush(release) ? full : plain);
  });

  it('takes every variant somewhere', () => {
    expect(new Set(full.edges.map(({ variant }) => variant))).toEqual(new Set(variants));
  });

  it('has every event that changes what a status shows', () => {
    const unseen = eventTypes.filter((type) => !full.edges.some(({ event }) => event === type));
    expect(unseen.filter((type) => !type.startsWith('clone.'))).toEqual([
      'command.applyImage',
      'command.pauseTask',
      'command.resumeTask',
      'command.cancelTask',
    ]);
  });

  it('accepts an event in at most one way at a time', () => {
    for (const node of full.nodes) {
      const edges = full.edgesFrom(node);
      for (const edge of edges) {
        const same = edges.filter(({ variant, when }) => variant === edge.variant && (when === edge.when || when === 'always'));
        expect(same).toHaveLength(1);
      }
    }
  });

  it('can tell how weak the evidence of an edge is', () => {
    const edge = (variant: string, operation: string) =>
      full.edges.find((each) => each.variant.name === variant && full.nodes[each.from]?.state.operation === operation);
    expect(edge('publish started', 'INITIAL_PUBLISH')?.evidence).toBe('documented');
    expect(edge('cancel', 'NONE')?.evidence).toBe('observed');
    expect(edge('delete', 'NONE')?.evidence).toBe('assumed');
  });

  it('ends in DELETED alone, and can get there from everywhere', () => {
    const ends = full.nodes.filter((node) => full.edgesFrom(node).length === 0);
    expect(ends.map(({ state }) => state.operation)).toContain('DELETED');
    expect(new Set(ends.map(({ state }) => state.operation))).toEqual(new Set(['DELETED']));
    const reaching = new Set(ends.map(({ id }) => id));
    for (let size = 0; size !== reaching.size; ) {
      size = reaching.size;
      for (const { from, to } of full.edges) if (reaching.has(to)) reaching.add(from);
    }
    expect(reaching.size).toBe(full.nodes.length);
  });
});
