/** What the server says of itself: as JSON at `/_hvsim/about`, and as a plain page at `/`. */
import { describeRelease } from '../api/releases.ts';
import { modelled, notModelled } from '../modelled.ts';
import { controlRoutes } from './control-routes.ts';
import { aboutRest } from './rest/app.ts';
import type { World } from './world.ts';

export const aboutServer = (world: World) => ({
  hvsim: 1,
  is: 'a mock Horizon Connection Server; nothing here is real',
  release: world.release,
  name: describeRelease(world.release),
  modelled,
  notModelled,
  rest: aboutRest(world),
  control: controlRoutes,
});

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const inHtml = (text: string): string => text.replace(/[&<>"]/g, (char) => escapes[char] as string);
const list = (items: readonly string[]): string => `<ul>${items.map((item) => `<li>${inHtml(item)}</li>`).join('')}</ul>`;

/** The page. It needs nothing but itself. */
export function aboutPage(world: World): string {
  const routes = controlRoutes.map(
    ({ method, path, does, body }) =>
      `<tr><td><code>${method} ${inHtml(path)}</code></td><td>${inHtml(does)}${body === undefined ? '' : `<br><code>${inHtml(JSON.stringify(body))}</code>`}</td></tr>`,
  );
  const paths = aboutRest(world)
    .filter((path) => path.modelled)
    .map(({ method, path }) => `<li><code>${method} ${inHtml(path)}</code></li>`);
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>hvsim serve</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}td{vertical-align:top;padding:.2rem .8rem .2rem 0}code{overflow-wrap:anywhere}</style></head>
<body><main>
<h1>A mock Connection Server</h1>
<p>This is <code>hvsim serve</code>, release ${inHtml(describeRelease(world.release))}, with ${countPools(world)}. Nothing here is real.
The REST API is below <code>/rest</code>.</p>
<h2>What is modelled</h2>${list(modelled)}
<h2>What is not</h2>${list(notModelled)}
<h2>The REST API of this release, as far as it is modelled</h2><ul>${paths.join('')}</ul>
<h2>The control API</h2><table>${routes.join('')}</table>
</main></body></html>
`;
}

export const countPools = ({ simulator: { pools } }: World): string => (pools.length === 1 ? '1 pool' : `${pools.length} pools`);
