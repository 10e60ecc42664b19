import { createSimulator } from 'hvsim';
import { inspectSimulator } from 'hvsim/inspector';
import type { Page } from 'playwright-core';
import { expect, it, onTestFinished } from 'vitest';
import { describeInBrowser } from '../../browser.ts';
import { activeIs, position, visit } from './visit.ts';

async function serve() {
  const simulator = createSimulator({ engine: 'quick' });
  simulator.runUntil((sim) => sim.state().operation === 'NONE');
  const { url, close } = await inspectSimulator(simulator);
  onTestFinished(close);
  return { simulator, url };
}

/** Presses Tab until an element has the focus. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let stops = 0; stops < 120; stops += 1) {
    await page.keyboard.press('Tab');
    if (await page.locator(selector).evaluateAll((elements) => elements.some((element) => element === document.activeElement))) return;
  }
  throw new Error(`The Tab key does not lead to ${selector}.`);
}

describeInBrowser('the keyboard alone', (browser) => {
  it('sends an event through its form', async () => {
    const { simulator, url } = await serve();
    const { page } = await visit(browser(), url);
    await page.locator('[data-event="command.schedulePushImage"][aria-disabled="false"]').waitFor();
    await tabTo(page, '[data-event="command.schedulePushImage"]');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await tabTo(page, '[name="spec.image.snapshot"]');
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('snapshot-44');
    await page.keyboard.press('Enter');
    await activeIs(page, 'operation.SCHEDULE_PUSH_IMAGE');
    expect(JSON.stringify(simulator.status())).toContain('snapshot-44');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-event'))).toBe('command.schedulePushImage');
  });

  it('leaves a form with Escape, and nothing is sent', async () => {
    const { simulator, url } = await serve();
    const { page } = await visit(browser(), url);
    await page.locator('[data-event="clone.sessionOpened"][aria-disabled="false"]').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    const known = simulator.timeline().length;
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(simulator.timeline()).toHaveLength(known);
  });

  it('goes through time with arrow keys, Home and End', async () => {
    const { url } = await serve();
    const { page } = await visit(browser(), url);
    const [last] = await position(page);
    const at = () => position(page).then(([now]) => now);
    await page.keyboard.press('ArrowLeft');
    await expect.poll(at).toBe(last - 1);
    await page.keyboard.press('Home');
    await expect.poll(at).toBe(1);
    await page.keyboard.press('ArrowRight');
    await expect.poll(at).toBe(2);
    await tabTo(page, '[role=slider]');
    await page.keyboard.press('End');
    await expect.poll(at).toBe(last);
  });

  it('explains states and transitions where they have the focus', async () => {
    const { url } = await serve();
    const { page } = await visit(browser(), url);
    await tabTo(page, '[data-state="operation.INITIAL_PUBLISH"], [data-any="operation"]');
    const tip = page.getByRole('tooltip');
    const told = new Set<string>();
    for (let item = 0; item < 60; item += 1) {
      await page.keyboard.press('ArrowRight');
      told.add((await tip.getAttribute('data-evidence')) ?? '');
      expect(await tip.innerText()).toBe(await page.evaluate(() => document.activeElement?.getAttribute('aria-label')));
    }
    expect([...told].sort()).toEqual(['', 'assumed', 'documented', 'implied', 'observed']);
    await page.keyboard.press('Escape');
    expect(await tip.isVisible()).toBe(false);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('.lane')?.querySelector('h3')?.textContent)).toContain('pendingImage');
  });
});
