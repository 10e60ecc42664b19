import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulator } from 'hvsim';
import { inspectSimulator } from 'hvsim/inspector';
import { expect, it, onTestFinished } from 'vitest';
import { describeInBrowser } from '../../browser.ts';
import { activeIs, readyEvent, visit } from './visit.ts';

type Options = NonNullable<Parameters<typeof createSimulator>[0]>;

async function serve(options: Options) {
  const simulator = createSimulator(options);
  const { url, close } = await inspectSimulator(simulator);
  onTestFinished(close);
  return { simulator, url };
}

describeInBrowser('the page of much, and of many', (browser) => {
  // It said that the server was lost, while the server had said why it let nobody in.
  it('says in the server’s words that there are too many viewers, and gets in when one leaves', async () => {
    const { url } = await serve({ engine: 'quick' });
    const leaving = new AbortController();
    onTestFinished(() => leaving.abort());
    await Promise.all(Array.from({ length: 32 }, () => fetch(`${url}events`, { signal: leaving.signal })));
    const { page } = await visit(browser(), url);
    const alert = page.getByRole('alert');
    await alert.filter({ hasText: 'No more than 32 may look at once. Close another page first.' }).waitFor();
    leaving.abort();
    await alert.waitFor({ state: 'detached' });
    await readyEvent(page, 'command.delete').click();
    await activeIs(page, 'operation.FINAL_UNPUBLISH');
  });

  it('asks for a clone by its name where there are too many to list', async () => {
    const { simulator, url } = await serve({ engine: 'quick', pools: [{ name: 'big', clones: 250 }] });
    simulator.runUntil((sim) => sim.state().operation === 'NONE');
    const { page } = await visit(browser(), url);
    await readyEvent(page, 'clone.sessionOpened').click();
    const field = page.getByRole('textbox', { name: 'Clone' });
    expect(await field.inputValue()).toBe('big-001');
    await field.fill('big-249');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await expect
      .poll(() =>
        simulator
          .clones()
          .filter(({ session }) => session)
          .map(({ name }) => name),
      )
      .toEqual(['big-249']);
    await page.getByRole('searchbox', { name: 'Search clones' }).fill('BIG-249');
    await expect.poll(() => page.locator('.clones-card tbody tr').allInnerTexts()).toEqual([expect.stringMatching(/^big-249.*open/s)]);
  });

  it('finds a pool among many, in whatever case it is written', async () => {
    const pools = ['Office', ...Array.from({ length: 11 }, (_, index) => `lab-${index}`)].map((name) => ({ name, clones: 1 }));
    const { url } = await serve({ engine: 'quick', pools });
    const { page } = await visit(browser(), url);
    expect(await page.locator('.pool').count()).toBe(12);
    await page.getByRole('searchbox', { name: 'Search pools' }).fill('oFF');
    await expect.poll(() => page.locator('.pool b').allInnerTexts()).toEqual(['Office']);
  });

  it('shows no clones of a pool that is deleted, and those of before it was', async () => {
    const { simulator, url } = await serve({ engine: 'quick' });
    simulator.runUntil((sim) => sim.state().operation === 'NONE');
    simulator.send(0, { type: 'command.delete' });
    simulator.runUntil((sim) => sim.state().operation === 'DELETED');
    const { page } = await visit(browser(), url);
    await activeIs(page, 'operation.DELETED');
    expect(await page.locator('.clones-card').count()).toBe(0);
    await page.getByRole('slider').press('ArrowLeft');
    await expect.poll(() => page.locator('.clones-card tbody tr').count()).toBe(3);
  });

  it('puts a script on the clipboard, and into a file', async () => {
    const { url } = await serve({ engine: 'quick' });
    const { page } = await visit(browser(), url, { permissions: ['clipboard-read', 'clipboard-write'], acceptDownloads: true });
    await page.getByRole('button', { name: 'Copy as script' }).click();
    const script = page.getByRole('textbox', { name: 'Script' });
    await expect.poll(() => script.inputValue()).toContain('title: A simulator');
    await page.getByRole('button', { name: 'Copy', exact: true }).click();
    await page.getByRole('status').filter({ hasText: 'Copied.' }).waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(await script.inputValue());
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const file = await saved;
    expect(file.suggestedFilename()).toBe('hvsim-script.yaml');
    const path = join(mkdtempSync(join(tmpdir(), 'hvsim-page-')), 'saved.yaml');
    await file.saveAs(path);
    expect(readFileSync(path, 'utf8')).toBe(await script.inputValue());
  });
});
