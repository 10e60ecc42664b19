// Writes a run as one page that opens from disk: every transition, the statuses, the clones.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulator } from 'hvsim';
import { renderReport } from 'hvsim/inspector';

const sim = createSimulator({ release: '2206', engine: 'quick' });
sim.advance('1h');
sim.send(0, { type: 'command.delete' });
sim.advance('1h');

const file = join(mkdtempSync(join(tmpdir(), 'hvsim-')), 'run.html');
const html = renderReport(sim.timeline(), { title: 'A short life', release: sim.release, format: 'rest-v2' });
writeFileSync(file, html);

console.log(html.slice(0, 15)); //=> <!doctype html>
console.log(/https?:\/\/(?!www\.w3\.org)/.test(html) ? 'something would be fetched' : 'nothing is fetched'); //=> nothing is fetched
