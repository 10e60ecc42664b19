import { describe, expect, it } from 'vitest';
import { transitionTable } from '../../../machines/transitions.ts';
import { evidences } from '../../../machines/vocabulary.ts';
import { drawing } from '../../../src/inspector/chart/drawing.ts';
import { renderChart, renderRegion } from '../../../src/inspector/chart/render-svg.ts';
import { all, type Element, parseXml } from './parse-xml.ts';

const table = transitionTable();
const elements = (svg: string): Element[] => [...all(parseXml(svg))];
const values = (svg: string, name: string): string[] =>
  elements(svg).flatMap(({ attributes }) => (attributes[name] === undefined ? [] : [attributes[name]]));

const states = drawing.regions.flatMap(({ nodes }) => nodes.filter(({ kind }) => kind === 'state').map(({ id }) => id));

describe('renderChart', () => {
  const svg = renderChart(drawing);

  it('has every state, edge and transition once', () => {
    expect(values(svg, 'data-state')).toEqual(states);
    expect(values(svg, 'data-edge')).toEqual(drawing.regions.flatMap(({ edges }) => edges.map(({ id }) => id)));
    expect(
      values(svg, 'data-transition')
        .map(Number)
        .toSorted((a, b) => a - b),
    ).toEqual(table.map((_, index) => index));
  });

  it('marks every label with the evidence of its transition', () => {
    const labels = elements(svg).filter(({ attributes }) => attributes['data-transition'] !== undefined);
    for (const { attributes } of labels) {
      expect(attributes['data-evidence']).toBe(table[Number(attributes['data-transition'])]?.evidence);
    }
  });

  it('gives every kind of evidence but the documented one a stroke of its own, and a place in the legend', () => {
    const strokes = evidences.map((kind) => new RegExp(`data-evidence=${kind}\\] \\.line\\{stroke-dasharray:([^}]*)`).exec(svg)?.[1]);
    expect(new Set(strokes).size).toBe(evidences.length);
    expect(strokes[0]).toBeUndefined();
    const legend = elements(svg).find(({ attributes }) => attributes.class === 'legend') as Element;
    expect([...all(legend)].flatMap(({ attributes }) => attributes['data-evidence'] ?? [])).toEqual([...evidences]);
  });

  it('is light and dark by itself, and fetches nothing', () => {
    expect(svg).toContain('@media (prefers-color-scheme:dark)');
    expect(svg.replace('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(/https?:|url\(|@import|href|<script|<foreignObject/);
  });

  it('stays small', () => {
    expect(svg.replace(/<title>[^<]*<\/title>/g, '').length).toBeLessThan(40_000);
    expect(svg.length).toBeLessThan(60_000);
  });

  it.each([0, 1, 2, 3])('draws region %i alone as well as with the others', (index) => {
    const first = drawing.regions[index];
    const one = renderChart({ regions: first ? [first] : [] });
    const wide = elements(one).flatMap(({ name, attributes: { x, width } }) => (name === 'rect' ? [Number(x) + Number(width)] : []));
    expect(Math.max(...wide)).toBeLessThanOrEqual(Number(parseXml(one).attributes.width));
    expect(values(one, 'data-state')).toEqual(first?.nodes.filter(({ kind }) => kind === 'state').map(({ id }) => id));
  });
});

describe.each(drawing.regions)('the picture and the lane of $region', (region) => {
  const lane = renderRegion(region);
  const picture = renderChart({ regions: [region] });

  it('are well-formed: the picture has a style and hover texts, the lane is reached with the Tab key', () => {
    for (const svg of [picture, lane]) {
      expect(elements(svg).some(({ name }) => name === 'style')).toBe(svg === picture);
      expect(elements(svg).some(({ name }) => name === 'title')).toBe(svg === picture);
      expect(elements(svg).some(({ attributes }) => attributes.tabindex === '0')).toBe(svg === lane);
    }
  });

  it('let every state and transition be reached and read out', () => {
    const reached = elements(lane).filter(({ attributes }) => attributes.tabindex === '0');
    expect(reached).toHaveLength(region.nodes.length + region.transitions.length);
    for (const { attributes } of reached) expect(attributes['aria-label']).toMatch(/: .*\.$/);
  });

  it('say what a state means and what a transition needs', () => {
    const titles = elements(picture).flatMap(({ name, text }) => (name === 'title' ? [text] : []));
    for (const { state, description } of region.nodes)
      expect(titles.some((text) => text.startsWith(`${state}: ${description}`))).toBe(true);
    for (const { event, needs } of region.transitions) {
      expect(
        titles.some((text) => text.startsWith(`${event || 'by itself'}: in`) || text.startsWith(`${event || 'by itself'}: from`)),
      ).toBe(true);
      if (needs.length > 0) expect(titles.some((text) => text.includes(`It needs ${needs.join('; ')}.`))).toBe(true);
    }
  });

  it('are the same every time', () => {
    expect([renderRegion(region), renderChart({ regions: [region] })]).toEqual([lane, picture]);
  });
});
