import { describe, expect, it } from 'vitest';
import { eventTypes } from '../../../machines/event-table.ts';
import type { EventType } from '../../../machines/events.ts';
import { describeCondition, transitionTable } from '../../../machines/transitions.ts';
import { dotGraph } from '../../../src/inspector/chart/dot.ts';
import { drawing } from '../../../src/inspector/chart/drawing.ts';
import { graph } from '../../../src/inspector/chart/graph.ts';
import { graphData } from '../../../src/inspector/chart/graph-json.ts';
import { mermaidGraph, mermaidSketch } from '../../../src/inspector/chart/mermaid.ts';

const regions = graph();
const table = transitionTable();
const states = regions.flatMap((region) => region.states);
const edges = regions.flatMap((region) => region.edges);

describe('graph', () => {
  it('has every transition once, each between states of its region', () => {
    expect(edges.flatMap(({ transitions }) => transitions.map(({ index }) => index)).toSorted((a, b) => a - b)).toEqual(
      table.map((_, index) => index),
    );
    const ends = new Set([...states.map(({ id }) => id), ...regions.map(({ region }) => region)]);
    for (const { from, to } of edges) expect(ends.has(from) && ends.has(to)).toBe(true);
  });
});

describe('what transitions raise', () => {
  const raised = new Set(edges.flatMap(({ transitions }) => transitions.flatMap(({ raises }) => raises)));
  const taken = new Set(table.map(({ event }) => event).filter((event) => event !== '' && !eventTypes.includes(event as EventType)));

  it('is taken by some region, and what comes from no one outside is raised by some', () => {
    expect(raised.size).toBeGreaterThan(10);
    expect([...raised].toSorted()).toEqual([...taken].toSorted());
  });

  it('is what the machine does: a push orders its image to be published', () => {
    const push = edges
      .flatMap(({ transitions }) => transitions)
      .filter(({ event, from }) => event === 'command.schedulePushImage' && from === 'NONE');
    expect(push.map(({ raises }) => raises)).toEqual([['pendingImage.publish']]);
  });
});

describe('mermaidGraph', () => {
  const lines = mermaidGraph(regions)
    .split('\n')
    .map((line) => line.trim());
  const arrows = lines.flatMap((line) => [...line.matchAll(/^(\w+) --> (\w+): (.*)$/g)]);

  it('has every state with its name and meaning', () => {
    for (const { id, state, description } of states) {
      expect(lines).toContain(`state "${state}" as ${id.replace('.', '_')}`);
      expect(lines).toContain(`%% ${state}: ${description}`);
    }
  });

  it('has every transition with event, conditions and evidence on the arrow of its ends', () => {
    expect(arrows).toHaveLength(edges.length);
    for (const { region, from, event, conditions, to, evidence } of table) {
      const origin = `${region}_${from === region ? 'any' : from}`;
      const [, , , labels = ''] = arrows.find(([, a, b]) => a === origin && b === (to === undefined ? origin : `${region}_${to}`)) ?? [];
      const guard = conditions.length > 0 ? ` [${conditions.join(', ')}]` : '';
      expect(labels.split('<br/>')).toContain(`${event || 'by itself'}${guard}${evidence === 'documented' ? '' : ` (${evidence})`}`);
    }
  });

  it('writes nothing in a label that Mermaid takes for its own', () => {
    for (const [, , , label = ''] of arrows) expect(label).not.toMatch(/[:;#{}"]/);
  });
});

describe('mermaidSketch', () => {
  it.each(regions)('has an arrow in $region for everything that leads elsewhere', (region) => {
    const text = mermaidSketch(region);
    const elsewhere = region.edges.filter(({ from, to }) => from !== to);
    expect(text.match(/-->.*:/g)).toHaveLength(elsewhere.length);
    for (const { transitions } of elsewhere) for (const { event } of transitions) expect(text).toContain(event);
  });
});

describe('dotGraph', () => {
  const text = dotGraph(regions);

  it('has every state and every edge with all of its transitions', () => {
    for (const { id, state } of states) expect(text).toContain(`"${id}" [label="${state}"`);
    expect(text.match(/ -> .*label=/g)).toHaveLength(edges.length);
    for (const { from, to, transitions } of edges) {
      const line = text.split('\n').find((each) => each.trim().startsWith(`"${from}" -> "${to}" `)) ?? '';
      const labels = /label="([^"]*)"/.exec(line)?.[1]?.split('\\n') ?? [];
      const known = transitions.map(({ event, evidence }) => `${event || 'by itself'}${evidence === 'documented' ? '' : ` (${evidence})`}`);
      expect(labels.filter((label) => !/^[[ ]/.test(label))).toEqual(known);
      const named = labels.filter((label) => /^[[ ]/.test(label)).map((label) => label.replace(/[[\], ]/g, ''));
      expect(named).toEqual(transitions.flatMap(({ conditions }) => conditions));
    }
  });

  it('closes every brace and quote', () => {
    expect(text.match(/[{]/g)?.length).toBe(text.match(/[}]/g)?.length);
    for (const line of text.split('\n')) expect((line.match(/"/g)?.length ?? 0) % 2).toBe(0);
  });
});

describe('graphData', () => {
  const data = JSON.parse(JSON.stringify(graphData(regions, drawing))) as ReturnType<typeof graphData>;

  it('has every state and every transition of the machine with its conditions in words', () => {
    expect(data.regions.flatMap((region) => region.states.map(({ state }) => `${region.region}.${state}`))).toEqual(
      states.map(({ id }) => id),
    );
    const rows = data.regions.flatMap(({ region, transitions }) =>
      transitions.map(({ raises: _, ...row }) => ({ region, from: region as string, ...row })),
    );
    expect(rows).toEqual(
      table.map((row, index) => ({ ...row, index, conditions: row.conditions.map((name) => ({ name, says: describeCondition(name) })) })),
    );
  });

  it('has the drawing beside it', () => {
    expect(data.regions.map((region) => region.drawing.edges)).toEqual(drawing.regions.map((region) => region.edges));
    for (const [index, { drawing: drawn, states: named }] of data.regions.entries()) {
      expect(drawn.nodes?.filter(({ kind }) => kind === 'state')).toHaveLength(named.length);
      expect(drawn.width).toBe(drawing.regions[index]?.width);
    }
  });
});
