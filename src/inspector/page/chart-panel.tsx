/** The drawn machine, a lane a region. The drawing itself is in the page from the start; here it gets its place and its light. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { evidences } from '../../../machines/vocabulary.ts';
import type { InspectedStep } from '../protocol.ts';
import { ChartView } from './chart-view.ts';
import { toneOf } from './tones.ts';
import { type Region, regions, type Track } from './track.ts';
import type { Ui } from './ui.ts';

const evidenceTips = {
  documented: 'Documented by the vendor.',
  implied: 'Implied by the documents.',
  observed: 'Observed by tools that run against live pods.',
  assumed: 'Assumed by hvsim, as nothing decides.',
} as const;

export function ChartPanel({ ui, track, step }: { ui: Ui; track: Track; step: InspectedStep }) {
  const lanes = useRef<Partial<Record<Region, HTMLDivElement>>>({});
  const view = useRef<ChartView | undefined>(undefined);
  const [wide, setWide] = useState(false);
  useLayoutEffect(() => {
    for (const region of regions) lanes.current[region]?.append(drawn(region));
    view.current = new ChartView(lanes.current as Record<Region, HTMLDivElement>);
  }, []);
  useLayoutEffect(() => {
    view.current?.draw(step);
    view.current?.reveal(step.state);
  }, [step, wide]);
  return (
    <section class={`card chart-card ${wide ? 'wide' : ''}`} aria-labelledby="chart-title">
      <div class="card-head">
        <h2 id="chart-title">
          {track.name} <small>{ui.store.description?.release}</small>
        </h2>
        <ul class="legend" aria-label="How we know of a transition">
          {evidences.map((evidence) => (
            <li key={evidence} data-evidence={evidence} data-tip={evidenceTips[evidence]}>
              <svg width="30" height="8" aria-hidden="true">
                <path d="M0 4h30" />
              </svg>
              {evidence}
            </li>
          ))}
        </ul>
        <button type="button" class="small" aria-pressed={wide} onClick={() => setWide(!wide)}>
          Full size
        </button>
      </div>
      {regions.map((region) => (
        <div key={region} class="lane">
          <h3>
            {region}
            <span class={`state tone-${toneOf(region, step.state[region])}`}>{step.state[region]}</span>
          </h3>
          <div
            class="lane-scroll"
            ref={(lane) => {
              if (lane) lanes.current[region] = lane;
            }}
          />
        </div>
      ))}
    </section>
  );
}

/** The drawing of a region, out of the page's template. */
function drawn(region: Region): Node {
  const template = document.getElementById(`lane-${region}`) as HTMLTemplateElement;
  return template.content.cloneNode(true);
}
