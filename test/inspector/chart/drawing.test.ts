import { describe, expect, it } from 'vitest';
import { poolMachine } from '../../../machines/pool.machine.ts';
import { describeCondition, transitionTable } from '../../../machines/transitions.ts';
import { evidences } from '../../../machines/vocabulary.ts';
import { drawing } from '../../../src/inspector/chart/drawing.ts';
import { layOutChart } from '../../../src/tools/chart/lay-out.ts';
import { corners, labelBox, nodeBoxes, overlap, pieces } from './geometry.ts';

const table = transitionTable();
const allStates = Object.values(poolMachine.root.states).flatMap((region) =>
  Object.values(region.states as Record<string, { key: string }>).map(({ key }) => `${region.key}.${key}`),
);

describe('the drawing', () => {
  it('has every region and every state of the machine, in its order, and nothing else', () => {
    expect(drawing.regions.map(({ region }) => region)).toEqual(Object.keys(poolMachine.root.states));
    const drawn = drawing.regions.flatMap(({ nodes }) => nodes.filter(({ kind }) => kind === 'state').map(({ id }) => id));
    expect(drawn).toEqual(allStates);
  });

  it('has a node for "any state" where a region itself has transitions, and only there', () => {
    const open = drawing.regions.filter(({ region }) => table.some((row) => row.region === region && row.from === region));
    expect(open.length).toBeGreaterThan(0);
    const drawn = drawing.regions.flatMap(({ nodes }) => nodes.filter(({ kind }) => kind === 'any').map(({ id }) => id));
    expect(drawn).toEqual(open.map(({ region }) => region));
  });

  it('has every transition of the machine once, and nothing else', () => {
    const drawn = drawing.regions.flatMap(({ edges }) => edges.flatMap(({ transitions }) => transitions));
    expect(drawn.toSorted((a, b) => a - b)).toEqual(table.map((_, index) => index));
  });

  it('says of every transition what the machine says', () => {
    const told = drawing.regions.flatMap(({ region, transitions }) =>
      transitions.map(({ index, needs, raises: _, from, ...row }) => [index, { region, from: from ?? region, ...row }, needs] as const),
    );
    expect(told).toEqual(table.map(({ conditions, ...row }, index) => [index, row, conditions.map(describeCondition)]));
  });

  it('tells initial and final states as the machine has them', () => {
    const nodes = drawing.regions.flatMap((region) => region.nodes);
    const initial = Object.values(poolMachine.root.states).map((region) => `${region.key}.${region.initial.target[0]?.key}`);
    expect(nodes.filter((node) => node.initial).map(({ id }) => id)).toEqual(initial);
    expect(nodes.filter((node) => node.final).map(({ id }) => id)).toEqual(['operation.DELETED']);
  });

  it('is what its generator makes of the machine today, and makes again', async () => {
    const [first, second] = [await layOutChart(), await layOutChart()];
    expect(first).toEqual(drawing);
    expect(JSON.stringify(second)).toBe(JSON.stringify(first));
  });
});

describe.each(drawing.regions)('the lane of $region', (lane) => {
  const labels = lane.edges.flatMap((edge) => edge.labels.map((label) => ({ edge, box: labelBox(label) })));
  const nodes = nodeBoxes(lane);
  const lines = [...lane.edges, lane.start].flatMap((edge) => pieces(edge));

  it('merges the transitions of equal ends, and no others', () => {
    expect(new Set(lane.edges.map(({ from, to }) => `${from} ${to}`)).size).toBe(lane.edges.length);
    for (const { from, to, transitions } of lane.edges) {
      for (const index of transitions) {
        const row = table[index];
        const origin = row?.from === lane.region ? lane.region : `${lane.region}.${row?.from}`;
        expect([origin, row?.to === undefined ? origin : `${lane.region}.${row.to}`]).toEqual([from, to]);
      }
    }
  });

  it('draws an edge as the weakest evidence of its transitions', () => {
    for (const { evidence, transitions } of lane.edges) {
      const ranks = transitions.map((index) => evidences.indexOf(table[index]?.evidence ?? 'documented'));
      expect(evidences.indexOf(evidence)).toBe(Math.max(...ranks));
    }
  });

  it('names the event of every transition and counts all of its conditions', () => {
    for (const { labels: own, transitions } of lane.edges) {
      for (const index of transitions) {
        const row = table[index];
        const [event, guard, ...more] = own.filter(({ transition }) => transition === index);
        expect(event).toMatchObject({ kind: 'event', text: expect.stringMatching(`^${row?.event || 'by itself'}( [~°?])?$`) });
        expect(more).toEqual([]);
        const parts = guard?.text.slice(1, -1).split(', ') ?? [];
        const shown = parts.filter((part) => !part.startsWith('+'));
        const rest = Number(parts.find((part) => part.startsWith('+')) ?? 0);
        expect(shown.length + rest).toBe(row?.conditions.length);
        expect(row?.conditions).toEqual(expect.arrayContaining(shown));
      }
    }
  });

  it('keeps labels off states and off one another', () => {
    const met = labels.flatMap(({ box }, index) =>
      [...nodes, ...labels.slice(index + 1).map((other) => other.box)].filter((other) => overlap(box, other)).map((other) => [box, other]),
    );
    expect(met).toEqual([]);
  });

  it('runs no line through a label, and none through a state', () => {
    const inner = nodes.map((box) => ({ ...box, left: box.left + 1, right: box.right - 1, top: box.top + 1, bottom: box.bottom - 1 }));
    const crossed = lines.flatMap((line) =>
      [...labels.map(({ box }) => box), ...inner].filter((box) => overlap(line, box)).map((box) => [line, box]),
    );
    expect(crossed).toEqual([]);
  });

  it('begins and ends every line at the edge of its states', () => {
    const touches = (id: string, { x, y }: { x: number; y: number }) => {
      const box = nodes.find(({ what }) => what === id);
      if (!box) return false;
      const within = x > box.left - 0.2 && x < box.right + 0.2 && y > box.top - 0.2 && y < box.bottom + 0.2;
      return within && [x - box.left, x - box.right, y - box.top, y - box.bottom].some((distance) => Math.abs(distance) < 0.2);
    };
    for (const edge of lane.edges) {
      const [, x, y] = /^M([\d.]+) ([\d.]+)/.exec(edge.path) ?? [];
      expect([edge.id, touches(edge.from, { x: Number(x), y: Number(y) })]).toEqual([edge.id, true]);
      expect([edge.id, touches(edge.to, corners(edge.head)[0] ?? { x: 0, y: 0 })]).toEqual([edge.id, true]);
    }
  });

  it('keeps everything within its bounds', () => {
    const tips = [...lane.edges, lane.start].flatMap(({ head }) => corners(head));
    const points = tips.map(({ x, y }) => ({ what: 'head', left: x, right: x, top: y, bottom: y }));
    for (const box of [...nodes, ...labels.map((each) => each.box), ...lines, ...points]) {
      expect(box.left).toBeGreaterThanOrEqual(0);
      expect(box.top).toBeGreaterThanOrEqual(0);
      expect(box.right).toBeLessThanOrEqual(lane.width);
      expect(box.bottom).toBeLessThanOrEqual(lane.height);
    }
  });
});
