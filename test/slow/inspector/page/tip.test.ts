import { createSimulator } from 'hvsim';
import { inspectSimulator } from 'hvsim/inspector';
import type { Page } from 'playwright-core';
import { expect, it, onTestFinished } from 'vitest';
import { describeInBrowser } from '../../browser.ts';
import { readyEvent, visit } from './visit.ts';

async function serve() {
  const simulator = createSimulator({ engine: 'quick' });
  simulator.runUntil((sim) => sim.state().operation === 'NONE');
  const { url, close } = await inspectSimulator(simulator);
  onTestFinished(close);
  return url;
}

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** Whether the tip can be seen, all of it within the window, and says what the focused element has to say. */
const explainsFocus = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const focused = document.activeElement;
    const tip = document.getElementById('tip') as HTMLElement;
    const { left, top, right, bottom } = tip.getBoundingClientRect();
    const isWithin = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
    return (
      tip.checkVisibility() && isWithin && tip.textContent === (focused?.getAttribute('data-tip') ?? focused?.getAttribute('aria-label'))
    );
  });

/** Two frames: the browser has scrolled, and has told of it. */
const settled = (page: Page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

describeInBrowser('the tip', (browser) => {
  // A tap's focus is none that is shown, and the tip went away with it.
  it('explains what is tapped, and leaves with a tap elsewhere', async () => {
    const { page } = await visit(browser(), await serve(), phone);
    await readyEvent(page, 'command.delete').waitFor();
    const tip = page.getByRole('tooltip');
    for (const [selector, text] of [
      ['[data-state="operation.NONE"]', /NONE/],
      ['[data-transition="8"]', / It is (documented|implied|observed|assumed) /],
      ['[data-event="command.promotePendingImage"]', /make the held image current\.\nNot now: needs .* READY_HELD/],
    ] as const) {
      const item = page.locator(selector);
      await item.scrollIntoViewIfNeeded();
      await item.tap({ force: true });
      await tip.waitFor();
      await settled(page);
      expect(await tip.innerText()).toMatch(text);
      expect(await tip.innerText()).toBe((await item.getAttribute('data-tip')) ?? (await item.getAttribute('aria-label')));
      await page.getByRole('heading', { level: 2 }).first().tap();
      await tip.waitFor({ state: 'hidden' });
    }
  });

  // Taps are forced: otherwise playwright waits until a button is enabled.
  it('goes from one thing that is tapped to the next', async () => {
    const { page } = await visit(browser(), await serve(), phone);
    await readyEvent(page, 'command.delete').waitFor();
    for (const type of ['engine.publishSucceeded', 'engine.publishStarted', 'command.promotePendingImage']) {
      await page.locator(`[data-event="${type}"]`).tap({ force: true });
      await settled(page);
      expect(await explainsFocus(page)).toBe(true);
    }
  });

  // The tip took itself away whenever the browser scrolled to what had got the focus.
  it.each([
    [390, 844],
    [1440, 900],
  ])('explains everything that the keyboard comes to, within a window of %i × %i', { timeout: 120_000 }, async (width, height) => {
    const { page } = await visit(browser(), await serve(), { viewport: { width, height } });
    await readyEvent(page, 'command.delete').waitFor();
    const explained: [name: string, isExplained: boolean][] = [];
    const look = async () => {
      await settled(page);
      const name = await page.evaluate(
        () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '',
      );
      explained.push([name, await explainsFocus(page)]);
    };
    const lanes = page.locator('.lane-scroll');
    for (let lane = 0; lane < (await lanes.count()); lane += 1) {
      await page.keyboard.press('Tab');
      const items = lanes.nth(lane).locator('[tabindex]');
      await lanes.nth(lane).locator('[tabindex="0"]').focus();
      for (let item = 0; item < (await items.count()); item += 1) {
        await page.keyboard.press('ArrowRight');
        await look();
      }
    }
    const buttons = page.locator('[data-event]');
    await buttons.first().focus();
    for (let button = 0; button < (await buttons.count()); button += 1) {
      await look();
      await page.keyboard.press('Tab');
    }
    expect(explained.length).toBeGreaterThan(100);
    expect(explained.filter(([, isExplained]) => !isExplained)).toEqual([]);
  });

  it('stays beside what has the focus while that is scrolled, is away while that is out of sight, and comes again', async () => {
    const { page } = await visit(browser(), await serve(), { viewport: { width: 390, height: 844 } });
    await readyEvent(page, 'command.delete').waitFor();
    await page.keyboard.press('Tab');
    const button = page.locator('[data-event="command.promotePendingImage"]');
    await button.focus();
    const tip = page.getByRole('tooltip');
    const distance = async () => ((await tip.boundingBox())?.y ?? 0) - ((await button.boundingBox())?.y ?? 0);
    const before = await distance();
    await page.evaluate(() => scrollBy(0, 40));
    await settled(page);
    expect(await distance()).toBe(before);
    await page.evaluate(() => scrollTo(0, 0));
    await tip.waitFor({ state: 'hidden' });
    await button.evaluate((element) => element.scrollIntoView({ block: 'center' }));
    await tip.waitFor();
    expect(await distance()).toBeCloseTo(before, 0);
  });

  it('says why a button is disabled as soon as it is', async () => {
    const { page } = await visit(browser(), await serve());
    await readyEvent(page, 'command.delete').hover();
    const tip = page.getByRole('tooltip');
    await tip.filter({ hasNotText: 'Not now' }).waitFor();
    await page.keyboard.press('Home');
    await tip.filter({ hasText: 'Not now: You look at the past.' }).waitFor();
  });
});
