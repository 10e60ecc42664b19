/**
 * Takes the picture of the inspector's page that documents show: a push that has just failed. Run by "npm run picture". Browsers
 * differ in how they draw, so it is looked at, not verified.
 */
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { renderReport } from '../inspector/index.ts';
import { runScenario, toOptions } from '../scenario/index.ts';
import { catalogue } from './catalogue.ts';
import { root } from './generated.ts';

const found = catalogue.find(({ name }) => name === 'push-fails');
if (!found) throw new Error('there is no scenario push-fails');
const { scenario } = found;
const simulator = runScenario(scenario, toOptions(scenario));
const html = renderReport(simulator.timeline(), { title: scenario.title, release: simulator.release });

const browser = await chromium.launch({
  executablePath: process.env.HVSIM_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: 'light' });
await page.setContent(html);
await page.locator('.chart .node.active').first().waitFor();
await page.keyboard.press('Home');
while (!(await page.locator('.node.active[data-state="pendingImage.FAILED"]').count())) await page.keyboard.press('ArrowRight');
await page.screenshot({ path: fileURLToPath(new URL('src/inspector/page.png', root)) });
await browser.close();
