/** The drawn machine, a lane a region. The drawing itself is in the page from the start; here it gets its place and its light. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { evidences } from '../../../machines/vocabulary.ts';
import { evidenceTexts } from '../chart/texts.ts';
import { light, reveal, rove } from './chart-light.ts';
import { Button, Card, Select, State } from './parts.tsx';
import type { Store } from './store.ts';
import { regions } from './track.ts';

const sizes = [
  ['readable', 'As wide as fits'],
  ['whole', 'Whole machine'],
  ['full', 'Full size'],
] as const;

/** Without a pool the machine is drawn unlit, while the page waits for one. */
export function ChartPanel({ store: { description, track, step } }: { store: Store }) {
  const isRevealed = useRef(false);
  const [size, setSize] = useState<(typeof sizes)[number][0]>('readable');
  useLayoutEffect(() => {
    for (const [index, lane] of card().querySelectorAll<HTMLElement>('.lane-scroll').entries()) {
      lane.append((drawings[index] as (typeof drawings)[number]).svg);
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
                {region} <State state={step.state[region]} />
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
    <Card name="chart" title={track?.name ?? 'The machine'} small={description?.release} size={size} head={head}>
      {drawings.map(({ region, height, about }) => (
        <div key={region} class="lane" style={{ containIntrinsicHeight: `auto ${Math.round(height * 0.75 + 40)}px` }}>
          <h3>
            {region}
            {step && <State state={step.state[region]} />}
            <small>{about}</small>
          </h3>
          <div class="lane-scroll" />
        </div>
      ))}
    </Card>
  );
}

const card = () => document.querySelector('.chart-card') as Element;

/** The drawings, out of the page's templates. A lane that is not drawn yet is about so high that the scroll bar does not leap. */
const drawings = regions.map((region) => {
  const template = document.getElementById(`lane-${region}`) as HTMLTemplateElement;
  const svg = document.importNode(template.content.firstElementChild as SVGElement, true);
  const [width, height] = ['width', 'height'].map((name) => Number(svg.getAttribute(name))) as [number, number];
  return { region, svg, width, height, about: svg.getAttribute('aria-label')?.replace(`${region}: `, '') };
});

/** All lanes have one scale: as wide as the page, unless that is too small to read. */
for (const { svg, width } of drawings) {
  svg.style.width = `${(100 * width) / Math.max(...drawings.map((each) => each.width))}%`;
  svg.style.minWidth = `calc(var(--least) * ${width}px)`;
  svg.style.maxWidth = `${width}px`;
}
