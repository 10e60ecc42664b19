/** Part of the build: puts the page's style, its script and the drawn machine into one HTML file that fetches nothing, `dist/inspector/page.html`. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { chartStyle } from '../inspector/chart/chart-style.ts';
import { drawing } from '../inspector/chart/drawing.ts';
import { renderRegion } from '../inspector/chart/render-svg.ts';
import { root } from './generated.ts';

const bundle = new URL('dist/bundle/page/', root);

const read = (url: URL) => readFileSync(url, 'utf8');
const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Without what only an author reads. */
const lean = (css: string) => css.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\s*([{};,>])\s*|(:)\s+|\s+(?=[!])/g, '$1$2');

function page(): string {
  const style = lean(`${chartStyle}\n${read(new URL('src/inspector/page/page.css', root))}`);
  const script = read(new URL('main.js', bundle)).replaceAll('</script', '<\\/script').trim();

  /** The library in the script, whose licence goes with every copy. */
  const licence = read(new URL('node_modules/preact/LICENSE', root)).trim();

  const lanes = drawing.regions.map((region) => {
    const svg = renderRegion(region);
    return `<template id="lane-${region.region}">${svg.replace(/\n| xmlns="[^"]*"/g, '')}</template>`;
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

  return `<!doctype html>
<!-- hvsim, Apache-2.0. With Preact:
${licence}
-->
<html lang="en" data-theme="auto">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http:%2f%2fwww.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath d='M1 3h9v3H1zM4 7h11v3H4zM1 11h7v3H1z' fill='%230b63c5'/%3E%3C/svg%3E">
<title>hvsim inspector</title>
<style>${style}</style>
</head>
<body>
<div id="app"></div>
<aside aria-label="Explanation"><div id="tip" role="tooltip" hidden></div></aside>
<noscript>The inspector needs JavaScript, which is in this page.</noscript>
${lanes.join('\n')}
<script type="application/json" id="recording">null</script>
<script type="application/json" id="start">null</script>
<script>${script}</script>
</body>
</html>
`;
}

export function writePage(): void {
  const folder = new URL('dist/inspector/', root);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL('page.html', folder), page());
  rmSync(bundle, { recursive: true });
}
