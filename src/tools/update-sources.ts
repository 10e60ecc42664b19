/** Keeps the generated sources: everything else that is generated is made from these, so they come first and in a program of their own. */
import { drawingSource, layOutChart } from './chart/lay-out.ts';
import { keepGenerated } from './generated.ts';
import { compile, tableSource } from './lifecycle/compile.ts';

await keepGenerated([
  ['src/lifecycle/table.ts', tableSource(compile())],
  ['src/inspector/chart/drawing.ts', drawingSource(await layOutChart())],
]);
