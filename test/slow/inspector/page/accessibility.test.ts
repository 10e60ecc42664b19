import { createSimulator } from 'hvsim';
import { inspectSimulator } from 'hvsim/inspector';
import { expect, it, onTestFinished } from 'vitest';
import { describeInBrowser } from '../../browser.ts';
import { activeIs, readyEvent, violations, visit } from './visit.ts';

/** A page with everything on it: two pools, a push under way, a fault, an ignored fact and clones that move. */
async function serve() {
  const simulator = createSimulator({ release: '2206', engine: 'quick', pools: 2 });
  simulator.runUntil((sim) => sim.state(0).operation === 'NONE');
  const spec = { parentVm: 'vm-2', snapshot: 'snapshot-2', settings: { logoffSetting: 'WAIT_FOR_LOGOFF' } } as const;
  simulator.send(0, { type: 'clone.sessionOpened', machine: 1 });
  simulator.send(0, { type: 'command.schedulePushImage', spec });
  simulator.runUntil((sim) => sim.state(0).task === 'RUNNING');
  simulator.send(0, { type: 'engine.publishStarted' });
  simulator.send(0, { type: 'command.promotePendingImage' });
  const { url, close } = await inspectSimulator(simulator);
  onTestFinished(close);
  return url;
}

const looks = [
  { name: 'light and wide', options: { colorScheme: 'light' } },
  { name: 'dark and wide', options: { colorScheme: 'dark' } },
  { name: 'light on a phone', options: { colorScheme: 'light', viewport: { width: 360, height: 740 } } },
  { name: 'dark on a phone', options: { colorScheme: 'dark', viewport: { width: 360, height: 740 } } },
] as const;

describeInBrowser('axe-core', (browser) => {
  it.each(looks)('finds nothing wrong: $name', async ({ options }) => {
    const { page } = await visit(browser(), await serve(), options);
    await activeIs(page, 'task.RUNNING');
    await readyEvent(page, 'command.schedulePushImage').waitFor();
    expect(await violations(page)).toEqual([]);
    await readyEvent(page, 'command.schedulePushImage').click();
    await page.getByRole('dialog').waitFor();
    expect(await violations(page)).toEqual([]);
  });

  // The tip stood outside of every landmark.
  it('finds nothing wrong with an explanation', async () => {
    const { page } = await visit(browser(), await serve());
    await page.locator('[data-state="operation.NONE"]').hover();
    await page.getByRole('tooltip').waitFor();
    expect(await violations(page)).toEqual([]);
  });

  it('finds nothing wrong with the past and with the script', async () => {
    const { page } = await visit(browser(), await serve());
    await page.getByRole('slider').press('Home');
    await page.getByRole('button', { name: 'Go to the present' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Copy as script' }).click();
    expect(await violations(page)).toEqual([]);
  });
});

describeInBrowser('the page', (browser) => {
  it('is no wider than a phone', async () => {
    const { page } = await visit(browser(), await serve(), { viewport: { width: 360, height: 740 } });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  });

  it('takes the colours that are chosen, whatever the system has', async () => {
    const { page } = await visit(browser(), await serve(), { colorScheme: 'light' });
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await background();
    await page.getByLabel('Colours').selectOption('dark');
    expect(await background()).not.toBe(light);
    await page.reload();
    await page.locator('.node.active').first().waitFor();
    expect(await page.getByLabel('Colours').inputValue()).toBe('dark');
    expect(await background()).not.toBe(light);
  });

  it('moves nothing by itself where less motion is wished for', async () => {
    const { page } = await visit(browser(), await serve(), { reducedMotion: 'reduce' });
    const moving = await page.evaluate(
      () => [...document.querySelectorAll('*')].filter((element) => getComputedStyle(element).transitionDuration !== '0s').length,
    );
    expect(moving).toBe(0);
  });
});
