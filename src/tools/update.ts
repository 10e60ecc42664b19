/** Keeps what is generated from the sources: the chart, documents, ready-made fixtures, and what commands wrote. */
import { drawing } from '../inspector/chart/drawing.ts';
import { renderChart } from '../inspector/chart/render-svg.ts';
import { writeCatalogue } from './catalogue.ts';
import { documents } from './documents.ts';
import { fixtureSets } from './fixture-sets.ts';
import { command, type GeneratedFile, keepGenerated } from './generated.ts';
import { goldens } from './golden.ts';

async function* files(): AsyncGenerator<GeneratedFile> {
  yield ['machines/pool.svg', `<!-- Written by "${command}" from the machine itself. Do not edit. -->\n${renderChart(drawing)}`];
  yield* documents();
  yield* fixtureSets();
  yield* goldens();
}

writeCatalogue();
await keepGenerated(files(), ['test/golden/']);
