/** The drawn machine, a lane a region. The drawing itself is in the page from the start; here it gets its place and its light. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { evidences } from '../../../machines/vocabulary.ts';
import type { Release } from '../../api/releases.ts';
import { evidenceTexts } from '../chart/texts.ts';
import type { InspectedStep } from '../protocol.ts';
import { light, reveal, rove } from './chart-light.ts';
import { Button, Card, Select, State } from './parts.tsx';
import { type Region, regions, type Track } from './track.ts';

/** How large the machine is drawn. */
const sizes = [
  ['readable', 'As wide as fits'],
  ['whole', 'Whole machine'],
  ['full', 'Full size'],
] as const;

interface Props {
  readonly release: Release | undefined;
  /** Without a pool the machine is drawn unlit, while the page waits for one. */
  readonly track: Track | undefined;
  readonly step: InspectedStep | undefined;
}

export function ChartPanel({ release, track, step }: Props) {
  const isRevealed = useRef(false);
  const [size, setSize] = useState<(typeof sizes)[number][0]>('readable');
  useLayoutEffect(() => {
    for (const lane of card().querySelectorAll<HTMLElement>('.lane-scroll')) {
      lane.append(drawn(lane.dataset.region as Region));
      rove(lane);
    }
  }, []);
  useLayoutEffect(() => {
    light(card(), step);
    if (step) reveal(card(), step, isRevealed.current);
    isRevealed.current ||= step !== undefined;
  }, [step, size]);
  const head = (
    <>
      <ul class="legend" aria-label="How we know of a transition">
        {evidences.map((evidence) => (
          <li key={evidence} data-evidence={evidence} data-tip={`It is ${evidenceTexts[evidence]}.`}>
            <svg width="30" height="8" aria-hidden="true">
              <path d="M0 4h30" />
            </svg>
            {evidence}
          </li>
        ))}
      </ul>
      <Select label="Size of the drawing" value={size} options={sizes} choose={setSize} />
      {step && (
        <fieldset class="lane-links" aria-label="Go to a region">
          {regions.map((region, lane) => {
            const label = (
              <>
                {region} <State step={step} region={region} />
              </>
            );
            const go = () => card().querySelectorAll('.lane')[lane]?.scrollIntoView({ block: 'start' });
            return <Button key={region} label={label} class="small" press={go} />;
          })}
        </fieldset>
      )}
    </>
  );
  return (
    <Card name="chart" title={track?.name ?? 'The machine'} small={release} size={size} head={head}>
      {regions.map((region) => (
        <div key={region} class="lane" style={{ containIntrinsicHeight: `auto ${heightOf(region)}px` }}>
          <h3>
            {region}
            {step && <State step={step} region={region} />}
            <small>{aboutOf(region)}</small>
          </h3>
          <div class="lane-scroll" data-region={region} />
        </div>
      ))}
    </Card>
  );
}

const card = () => document.querySelector('.chart-card') as Element;

/** The drawing of a region, out of the page's template. All lanes have one scale: as wide as the page, unless that is too small to read. */
function drawn(region: Region): SVGElement {
  const svg = document.importNode(templateOf(region), true);
  const widths = regions.map((each) => widthOf(templateOf(each)));
  const width = widthOf(svg);
  svg.style.width = `${(100 * width) / Math.max(...widths)}%`;
  svg.style.minWidth = `calc(var(--least) * ${width}px)`;
  svg.style.maxWidth = `${width}px`;
  return svg;
}

/** About how high a lane is: enough for the scroll bar of what is not drawn yet. */
const heightOf = (region: Region) => Math.round(Number(templateOf(region).getAttribute('height')) * 0.75 + 40);

/** What a region is about. */
const aboutOf = (region: Region) => templateOf(region).getAttribute('aria-label')?.replace(`${region}: `, '');

const templateOf = (region: Region) =>
  (document.getElementById(`lane-${region}`) as HTMLTemplateElement).content.firstElementChild as SVGElement;

const widthOf = (svg: Element) => Number(svg.getAttribute('width'));
