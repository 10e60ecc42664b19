import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { hvsim } from '../../../cli/command.ts';
import { describeInBrowser } from '../../browser.ts';
import { start } from '../../cli/running.ts';
import { activeIs, position, readyEvent, violations, visit } from './visit.ts';

/** Runs `hvsim inspect` until the test ends. Returns the address that it prints. */
async function inspect(...args: string[]): Promise<string> {
  const { out, stop } = await start(['inspect', ...args, '--json']);
  onTestFinished(() => void stop());
  return JSON.parse(out).url;
}

describeInBrowser('hvsim inspect', (browser) => {
  it('runs a scenario, and another one that is picked', async () => {
    const { page } = await visit(browser(), await inspect('push-now'));
    const picker = page.getByRole('combobox', { name: 'Scenario' });
    expect(await picker.inputValue()).toBe('push-now');
    const title = await page.title();
    await picker.selectOption('delete');
    await activeIs(page, 'operation.DELETED');
    expect(await page.title()).not.toBe(title);
    expect(await page.locator('.status').innerText()).toContain('null');
    await picker.selectOption({ label: 'a fresh pool' });
    await activeIs(page, 'operation.INITIAL_PUBLISH');
    await readyEvent(page, 'command.delete').waitFor();
  });

  it('says why a scenario did not come to its end, each time it is picked', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hvsim-page-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'fails.yaml');
    writeFileSync(file, 'title: Fails\nengine: quick\nsteps:\n  - expect: { state: { operation: DELETED } }\n');
    const { page } = await visit(browser(), await inspect(file));
    const notice = page.getByRole('complementary', { name: 'About this run' });
    const why = /^The scenario did not come to its end\. expectation-failed: Step 1 .*operation is "INITIAL_PUBLISH", expected "DELETED"/;
    expect(await notice.innerText()).toMatch(why);
    const picker = page.getByRole('combobox', { name: 'Scenario' });
    await picker.selectOption('delete');
    await notice.waitFor({ state: 'detached' });
    await picker.selectOption(file);
    await notice.waitFor();
    expect(await notice.innerText()).toMatch(why);
    expect(await notice.getByRole('alert').innerText()).toMatch(why);
    expect(await violations(page)).toEqual([]);
  });

  it('replays a recorded run, and leaves the server alone when it has it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hvsim-page-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'run.ndjson');
    const { out } = await hvsim(['run', 'push-fails', '--json']);
    writeFileSync(file, out);
    const count = out.trim().split('\n').length;
    const { page, complaints } = await visit(browser(), await inspect('--replay', file));
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.getByText('complete', { exact: true }).waitFor();
    expect(await position(page)).toEqual([count, count]);
    expect(await page.locator('[data-event]').count()).toBe(0);
    await page.getByRole('slider').press('Home');
    await activeIs(page, 'operation.INITIAL_PUBLISH');
    await page.waitForTimeout(2_500);
    expect(asked).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
