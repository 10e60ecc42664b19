import { createSimulator } from 'hvsim';
import { inspectSimulator } from 'hvsim/inspector';
import type { Page } from 'playwright-core';
import { expect, it, onTestFinished } from 'vitest';
import { describeInBrowser } from '../../browser.ts';
import { violations, visit } from './visit.ts';

async function serve(): Promise<string> {
  const simulator = createSimulator({ engine: 'quick' });
  simulator.runUntil((sim) => sim.state().operation === 'NONE');
  const { url, close } = await inspectSimulator(simulator);
  onTestFinished(close);
  return url;
}

/** How much wider than its place every region is drawn, in pixels. */
const cut = (page: Page): Promise<number[]> =>
  page.locator('.lane-scroll').evaluateAll((lanes) => lanes.map((lane) => lane.scrollWidth - lane.clientWidth));

/** Which regions are within the chart's card from top to bottom. */
const wholly = (page: Page): Promise<boolean[]> =>
  page.locator('.lane').evaluateAll((lanes) =>
    lanes.map((lane) => {
      const own = lane.getBoundingClientRect();
      const card = (lane.closest('.chart-card') as Element).getBoundingClientRect();
      return own.top >= card.top && own.bottom <= card.bottom && own.right <= card.right;
    }),
  );

describeInBrowser('the chart on the page', (browser) => {
  it.each([1440, 1600, 1920])('is as wide as its panel, and cut nowhere, at %i pixels', async (width) => {
    const { page } = await visit(browser(), await serve(), { viewport: { width, height: 900 } });
    expect(await cut(page)).toEqual([0, 0, 0, 0]);
  });

  it('is never drawn too small to read, but scrolls', async () => {
    const { page } = await visit(browser(), await serve(), { viewport: { width: 1280, height: 800 } });
    const scales = await page
      .locator('.lane-scroll .chart')
      .evaluateAll((all) => all.map((svg) => svg.getBoundingClientRect().width / Number(svg.getAttribute('width'))));
    for (const scale of scales) expect(scale).toBeCloseTo(0.68, 2);
    expect((await cut(page))[0]).toBeGreaterThan(0);
  });

  // What was taken last was scrolled to at once, and the first thing to be seen was the end of the machine.
  it('begins with its first region, names the states of all, and leads to each', async () => {
    const { page } = await visit(browser(), await serve(), { viewport: { width: 1280, height: 800 } });
    expect(await page.locator('.chart-card').evaluate(({ scrollTop }) => scrollTop)).toBe(0);
    const links = page.getByRole('group', { name: 'Go to a region' }).getByRole('button');
    expect(await links.allInnerTexts()).toEqual(['operation NONE', 'pendingImage ABSENT', 'currentImage READY', 'task IDLE']);
    await links.nth(3).click();
    await expect.poll(async () => (await wholly(page)).at(-1)).toBe(true);
  });

  it('shows the whole machine at once where that is chosen', async () => {
    const { page } = await visit(browser(), await serve(), { viewport: { width: 1600, height: 900 } });
    await page.getByLabel('Size of the drawing').selectOption('whole');
    await expect.poll(() => wholly(page)).toEqual([true, true, true, true]);
    expect(await cut(page)).toEqual([0, 0, 0, 0]);
    expect(await violations(page)).toEqual([]);
  });
});
