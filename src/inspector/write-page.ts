/**
 * Part of the build: puts the page's style, its script and the drawn machine into one HTML file, `dist/inspector/page.html`.
 * A development script: run `npm run bundle:page` after the build. Nothing imports it.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { chartStyle } from './chart/chart-style.ts';
import { drawing } from './chart/drawing.ts';
import { renderRegion } from './chart/render-svg.ts';

const dist = new URL('../../', import.meta.url);
const source = new URL('../src/inspector/page/', dist);

const read = (url: URL) => readFileSync(url, 'utf8');
const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Without what only an author reads. */
const lean = (css: string) => css.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\s*([{};,>])\s*|(:)\s+|\s+(?=[!])/g, '$1$2');

const style = lean(`${chartStyle}\n${read(new URL('page.css', source))}`);
const script = read(new URL('bundle/page/main.js', dist)).replaceAll('</script', '<\\/script').trim();

const lanes = drawing.regions.map((region) => {
  const svg = renderRegion(region, { style: false, titles: false, focusable: true });
  return `<template id="lane-${region.region}">${svg.replace(/\n/g, '')}</template>`;
});

const policy = [
  "default-src 'none'",
  `script-src ${hashOf(script)}`,
  `style-src ${hashOf(style)}`,
  "connect-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const parts: Readonly<Record<string, string>> = { policy, style, script, lanes: lanes.join('\n') };
const page = read(new URL('page.html', source)).replace(/\{\{(\w+)\}\}/g, (_, name: string) => parts[name] as string);

const folder = new URL('inspector/', dist);
mkdirSync(folder, { recursive: true });
writeFileSync(new URL('page.html', folder), page);
