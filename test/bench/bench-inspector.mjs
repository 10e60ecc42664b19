// Measures the inspector's page in a real browser: its size, the time to the first picture, a redraw, and a viewer's memory.
// Run "npm run build", then "node test/bench/bench-inspector.mjs". Needs chromium, and says so where there is none.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { createSimulator } from '#built/src/index.js';
import { inspectSimulator } from '#built/src/inspector/index.js';
import { flags, found, places } from '../slow/chromium.mjs';
import { markdown, median } from './measure.mjs';

const kb = (/** @type {number} */ bytes) => `${(bytes / 1000).toFixed(1)} KB`;
const ms = (/** @type {number} */ time) => `${time.toFixed(1)} ms`;
const sorted = (/** @type {number[]} */ values) => [...values].sort((a, b) => a - b);
const p95 = (/** @type {number[]} */ values) => sorted(values)[Math.floor(values.length * 0.95)] ?? Number.NaN;

const spec = /** @type {const} */ ({ parentVm: 'vm-2', snapshot: 'snapshot-2', settings: { logoffSetting: 'FORCE_LOGOFF' } });

/** A pool that one image after the other is pushed to, until so much has happened. */
function runOf(/** @type {number} */ steps) {
  const simulator = createSimulator({ engine: 'production' });
  while (simulator.timeline().length < steps) {
    if (simulator.nextDue() === undefined) simulator.send(0, { type: 'command.schedulePushImage', spec });
    simulator.fire();
  }
  return simulator;
}

/** Notes when the first picture is there, and how long every redraw takes, with style and layout. */
const probe = () => {
  const own = window.requestAnimationFrame.bind(window);
  const spent = /** @type {number[]} */ ([]);
  Object.assign(window, { spent, firstPicture: undefined });
  window.requestAnimationFrame = (callback) =>
    own((time) => {
      const began = performance.now();
      callback(time);
      void document.body.offsetHeight;
      spent.push(performance.now() - began);
    });
  new MutationObserver((_, observer) => {
    if (!document.querySelector('.node.active')) return;
    observer.disconnect();
    own(() => setTimeout(() => Object.assign(window, { firstPicture: performance.now() })));
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['class'] });
};

export async function inspectorBench() {
  if (found === undefined) return `NOT MEASURED: the inspector needs a browser, and there is none at ${places.join(', ')}.`;
  const html = readFileSync(new URL('../../dist/inspector/page.html', import.meta.url));
  const size = `The page has ${kb(html.length)}, ${kb(gzipSync(html, { level: 9 }).length)} with gzip, ${kb(brotliCompressSync(html).length)} with brotli.`;
  const rows = [
    [
      'steps',
      'machine drawn after',
      'and lit',
      'the second time',
      'redraw by a key (95 %)',
      'by dragging',
      'by a new step',
      'heap of the page',
    ],
  ];
  const browser = await chromium.launch({ executablePath: found, args: flags });

  for (const count of [100, 5_000, 50_000]) {
    const simulator = runOf(count);
    const { url, close } = await inspectSimulator(simulator);
    /** In a fresh process of the browser, and once more in the same one. */
    const firsts = /** @type {number[]} */ ([]);
    const seconds = /** @type {number[]} */ ([]);
    const drawn = /** @type {number[]} */ ([]);
    for (let round = 0; round < 5; round += 1) {
      const page = await browser.newPage();
      await page.addInitScript(probe);
      for (const times of [firsts, seconds]) {
        await page.goto(url);
        await page.waitForFunction(() => 'firstPicture' in window && window.firstPicture !== undefined);
        times.push(/** @type {number} */ (await page.evaluate('window.firstPicture')));
        drawn.push(await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN));
      }
      await page.close();
    }

    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    await page.addInitScript(probe);
    await page.goto(url);
    await page.waitForFunction((steps) => Number(document.querySelector('[role=slider]')?.getAttribute('aria-valuemax')) >= steps, count, {
      timeout: 60_000,
    });
    const redraws = async (/** @type {() => Promise<void>} */ act) => {
      await page.evaluate('window.spent.length = 0');
      await act();
      await page.waitForTimeout(100);
      return /** @type {number[]} */ (await page.evaluate('window.spent.slice()'));
    };
    await page.getByRole('slider').focus();
    const back = await redraws(async () => {
      for (let key = 0; key < 100; key += 1) await page.keyboard.press(key % 10 === 9 ? 'PageDown' : 'ArrowLeft');
    });
    const box = await page.getByRole('slider').boundingBox();
    const drag = await redraws(async () => {
      if (!box) return;
      await page.mouse.move(box.x + box.width - 5, box.y + 30);
      await page.mouse.down();
      for (let at = 1; at <= 100; at += 1) await page.mouse.move(box.x + box.width * (1 - at / 110), box.y + 30);
      await page.mouse.up();
      await page.keyboard.press('End');
    });
    const fresh = await redraws(async () => {
      for (let step = 0; step < 50; step += 1) {
        simulator.send(0, { type: step % 2 === 0 ? 'command.disableProvisioning' : 'command.enableProvisioning' });
        await page.waitForTimeout(40);
      }
    });
    const cdp = await context.newCDPSession(page);
    await cdp.send('HeapProfiler.collectGarbage');
    const { usedSize } = await cdp.send('Runtime.getHeapUsage');
    const redraw = (/** @type {number[]} */ times) => `${ms(median(times))} (${ms(p95(times))})`;
    rows.push([
      count.toLocaleString('en'),
      ...[drawn, firsts, seconds].map((times) => ms(median(times))),
      ...[back, drag, fresh].map(redraw),
      `${(usedSize / 1e6).toFixed(1)} MB`,
    ]);
    await context.close();
    await close();
  }
  await browser.close();
  return `${markdown(rows)}\n\n${size}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(await inspectorBench());
