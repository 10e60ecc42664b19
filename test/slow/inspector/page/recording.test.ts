import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { createSimulator } from 'hvsim';
import { renderReport } from 'hvsim/inspector';
import { describe, expect, it, onTestFinished } from 'vitest';
import { hvsim } from '../../../cli/command.ts';
import { describeInBrowser } from '../../browser.ts';
import { start } from '../../cli/running.ts';
import { active, position, taken, violations, visit } from './visit.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'hvsim-page-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

/** A push that is refused once and done in the end. */
function aRun() {
  const simulator = createSimulator({ release: '2206', engine: 'quick' });
  simulator.runUntil((sim) => sim.state().operation === 'NONE');
  simulator.send(0, { type: 'command.promotePendingImage' });
  const spec = { parentVm: 'vm-2', snapshot: 'snapshot-2', settings: { logoffSetting: 'FORCE_LOGOFF' } } as const;
  simulator.send(0, { type: 'command.schedulePushImage', spec });
  simulator.advance('2h');
  return simulator;
}

/** A report on disk, as the browser opens it. */
function reportOf(simulator: ReturnType<typeof createSimulator>): string {
  const file = join(folder(), 'run.html');
  writeFileSync(file, renderReport(simulator.timeline(), { title: 'A <b>run</b> & more', release: simulator.release }));
  return pathToFileURL(file).href;
}

describeInBrowser('a report', (browser) => {
  it('opens from disk, at the end of the run, and fetches nothing', async () => {
    const simulator = aRun();
    const { page, complaints, foreign } = await visit(browser(), reportOf(simulator));
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('A <b>run</b> & more');
    const count = simulator.timeline().length;
    expect(await position(page)).toEqual([count, count]);
    expect(await active(page)).toEqual(['operation.NONE', 'pendingImage.ABSENT', 'currentImage.READY', 'task.IDLE']);
    expect(await page.locator('[data-event]').count()).toBe(0);
    expect(complaints).toEqual([]);
    expect(foreign).toEqual([]);
  });

  it('shows at every step the states that the pool was in', async () => {
    const simulator = aRun();
    const { page } = await visit(browser(), reportOf(simulator));
    const slider = page.getByRole('slider', { name: 'Timeline' });
    await slider.press('Home');
    for (const [index, { snapshot, outcome }] of simulator.timeline().entries()) {
      await expect.poll(() => position(page)).toEqual([index + 1, simulator.timeline().length]);
      const { operation, pendingImage, currentImage, task } = snapshot.value;
      const lit = [`operation.${operation}`, `pendingImage.${pendingImage}`, `currentImage.${currentImage}`, `task.${task}`];
      expect(await active(page)).toEqual(lit);
      if (outcome !== 'accepted') expect(await taken(page)).toEqual([]);
      await slider.press('ArrowRight');
    }
  });

  it('plays by itself, from the beginning to the end', async () => {
    const simulator = aRun();
    const { page } = await visit(browser(), reportOf(simulator));
    const seen = await page.evaluateHandle(() => {
      const states = new Set<string | null | undefined>();
      const look = () => states.add(document.querySelector('[data-state^="operation."].active')?.getAttribute('data-state'));
      new MutationObserver(look).observe(document.body, { subtree: true, attributeFilter: ['class'] });
      return states;
    });
    await page.getByLabel('Steps a second').selectOption('20');
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    const played = () => seen.evaluate((states) => [...states]);
    await expect
      .poll(played, { timeout: 20_000 })
      .toEqual(expect.arrayContaining(['operation.INITIAL_PUBLISH', 'operation.SCHEDULE_PUSH_IMAGE']));
    const count = simulator.timeline().length;
    await expect.poll(() => position(page), { timeout: 20_000 }).toEqual([count, count]);
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
  });

  it('tells faults and audit events, and leads to them', async () => {
    const simulator = aRun();
    const { page } = await visit(browser(), reportOf(simulator));
    const fault = simulator.timeline().findIndex(({ outcome }) => outcome === 'fault');
    await page.locator('.log li.fault button').click();
    await expect.poll(async () => (await position(page))[0]).toBe(fault + 1);
    expect(await page.locator('.happened .outcome').innerText()).toContain(simulator.timeline()[fault]?.fault?.message);
  });
});

describeInBrowser('a report of several pools', (browser) => {
  // It was the first pool's, whichever was open.
  it('gives the events of the pool that is open', async () => {
    const simulator = createSimulator({ engine: 'manual', pools: [{ name: 'alpha' }, { name: 'beta' }, { name: 'gamma' }] });
    simulator.send('gamma', { type: 'engine.publishStarted' });
    const { page } = await visit(browser(), reportOf(simulator));
    await page.locator('button.pool').nth(2).click();
    await page.getByRole('button', { name: 'Copy as script' }).click();
    await page.getByRole('radio', { name: 'Events' }).check();
    const lines = async () => (await page.getByRole('textbox', { name: 'Script' }).inputValue()).trim().split('\n').slice(1);
    await expect.poll(lines).toHaveLength(2);
    const [created, sent] = (await lines()).map((line) => JSON.parse(line));
    expect(created).toMatchObject({ type: 'desktop.create', name: 'gamma', id: simulator.pools[2]?.id });
    expect(sent).toMatchObject({ type: 'engine.publishStarted' });
  });
});

describeInBrowser('a replay', (browser) => {
  it('shows what "check" saw as it was recorded', async () => {
    const run = await hvsim(['run', 'push-now', '--json', '--format', 'rest-v1']);
    const statuses = run.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
      .map(({ at, status }) => JSON.stringify({ at, status }));
    const seen = join(folder(), 'seen.ndjson');
    writeFileSync(seen, statuses.join('\n'));
    const checked = await hvsim(['check', seen, '--json', '--format', 'rest-v1']);
    const [file, html] = [join(folder(), 'checked.ndjson'), join(folder(), 'checked.html')];
    writeFileSync(file, checked.out);
    const made = await hvsim(['inspect', '--replay', file, '--html', html]);
    expect(made.err).toBe('');
    const { page } = await visit(browser(), pathToFileURL(html).href);
    await page.getByText('As it was recorded.').waitFor();
    const text = (await page.locator('.status code:not(.removed)').allTextContents()).join('').replaceAll('added: ', '');
    expect(JSON.parse(text)).toEqual(JSON.parse(statuses.at(-1) as string).status);
  });
});

describeInBrowser('a run that is cut off', (browser) => {
  // Once said on standard error alone: who was given the page took it for the whole run.
  it('says so on the page, from a server and from disk, in words that can be read', async () => {
    const [file, html] = [join(folder(), 'cut.ndjson'), join(folder(), 'cut.html')];
    const { out } = await hvsim(['run', 'push-now', '--json']);
    writeFileSync(file, out.slice(0, -50));
    const notice = `${file} is cut off in line ${out.trim().split('\n').length}; what is before it is shown.`;
    const made = await hvsim(['inspect', '--replay', file, '--html', html]);
    expect([made.code, made.err]).toEqual([0, `hvsim: ${notice}\n`]);
    const served = await start(['inspect', '--replay', file]);
    onTestFinished(() => void served.stop());
    for (const url of [pathToFileURL(html).href, served.out.trim()]) {
      const { page, complaints } = await visit(browser(), url);
      expect(await page.getByRole('complementary', { name: 'About this run' }).innerText()).toBe(notice);
      expect([await violations(page), complaints]).toEqual([[], []]);
    }
  });

  it('is not what the page of a whole run says', async () => {
    const { page } = await visit(browser(), reportOf(aRun()));
    expect(await page.getByRole('complementary', { name: 'About this run' }).count()).toBe(0);
  });
});

describe('the page as a file', () => {
  const html = readFileSync(join(root, 'dist/inspector/page.html'), 'utf8');

  it('names no address of another machine', () => {
    const namespaces = ['http://www.w3.org/2000/svg', 'http://www.w3.org/1999/xhtml', 'http://www.w3.org/1998/Math/MathML'];
    const addresses = html.match(/(?:https?|wss?):(?:\/|%2f){2}[^\s"'`)<>]+/gi) ?? [];
    expect(addresses.map(decodeURIComponent).filter((address) => !namespaces.includes(address))).toEqual([]);
    expect(html.match(/\b(?:src|href)="(?!data:|#)[^"]*"|@import|\burl\((?!data:)/g)).toBeNull();
  });

  it('lets in its own script and style alone', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
    expect(policy).toMatch(
      /^default-src 'none'; script-src 'sha256-[^ ']+'; style-src 'sha256-[^ ']+'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'$/,
    );
  });

  it('holds neither the machine nor its library', () => {
    expect(html).not.toMatch(/xstate|createMachine|createActor|valibot|["'`]node:/);
  });

  it('is smaller than 60 KB when compressed', () => {
    expect(gzipSync(html).length).toBeLessThan(60_000);
  });
});
