import { createSimulator } from 'hvsim';
import { inspectSimulator } from 'hvsim/inspector';
import { expect, it, onTestFinished } from 'vitest';
import { describeInBrowser } from '../../browser.ts';
import { active, activeIs, eventButton, position, readyEvent, taken, visit } from './visit.ts';

/** A page beside a simulator of a pool that has its first image, until the test ends. */
async function serve(port = 0) {
  const simulator = createSimulator({ release: '2206', engine: 'quick' });
  simulator.runUntil((sim) => sim.state().operation === 'NONE');
  const inspection = await inspectSimulator(simulator, { title: 'A pool to drive', port });
  let open = true;
  const close = async () => {
    if (open) await inspection.close();
    open = false;
  };
  onTestFinished(close);
  return { simulator, url: inspection.url, close };
}

describeInBrowser('the live page', (browser) => {
  it('shows where a pool is, in every region', async () => {
    const { url, simulator } = await serve();
    const { page, complaints, foreign } = await visit(browser(), url);
    expect(await page.title()).toBe('A pool to drive');
    expect(await active(page)).toEqual(['operation.NONE', 'pendingImage.ABSENT', 'currentImage.READY', 'task.IDLE']);
    await expect.poll(() => position(page)).toEqual([simulator.timeline().length, simulator.timeline().length]);
    expect(complaints).toEqual([]);
    expect(foreign).toEqual([]);
  });

  it('explains states and transitions where the pointer is, and how we know of them', async () => {
    const { url } = await serve();
    const { page } = await visit(browser(), url);
    const tip = page.getByRole('tooltip');
    await page.locator('[data-state="operation.SCHEDULE_PUSH_IMAGE"]').hover();
    expect(await tip.innerText()).toBe('SCHEDULE_PUSH_IMAGE: A push is scheduled: its image is published, or waits for the start time.');
    await page.locator('.label[data-evidence=assumed]').first().hover();
    expect(await tip.innerText()).toMatch(/assumed/);
    expect(await tip.getAttribute('data-evidence')).toBe('assumed');
    await page.getByRole('heading', { level: 1 }).hover();
    expect(await tip.isVisible()).toBe(false);
  });

  it('drives a push from its form to its end', async () => {
    const { url, simulator } = await serve();
    const { page } = await visit(browser(), url);
    await readyEvent(page, 'command.schedulePushImage').click();
    await page.getByLabel('Parent VM', { exact: true }).fill('vm-77');
    await page.getByLabel('Sessions').selectOption('FORCE_LOGOFF');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await activeIs(page, 'operation.SCHEDULE_PUSH_IMAGE');
    expect(await taken(page)).toHaveLength(2);
    for (let step = 0; step < 40 && simulator.state().currentImage !== 'ABSENT' && simulator.nextDue() !== undefined; step += 1) {
      const [before] = await position(page);
      await page.getByRole('button', { name: 'Until something happens' }).click();
      await page.waitForFunction((last) => Number(document.querySelector('[role=slider]')?.getAttribute('aria-valuenow')) > last, before);
    }
    expect(await active(page)).toEqual(['operation.NONE', 'pendingImage.ABSENT', 'currentImage.READY', 'task.IDLE']);
    expect(simulator.clones().map(({ image }) => image?.parentVm)).toEqual(['vm-77', 'vm-77', 'vm-77']);
    expect(await page.locator('.clones-card tbody td:nth-of-type(1)').allInnerTexts()).toEqual(Array(3).fill('vm-77/snapshot-2'));
  });

  it('lets virtual time leap and run', async () => {
    const { url, simulator } = await serve();
    const { page } = await visit(browser(), url);
    const before = simulator.now;
    await page.getByRole('button', { name: '+1 min' }).click();
    await expect.poll(() => simulator.now).toBe(before + 60_000);
    await page.getByLabel('Speed of the clock').selectOption('3600');
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await expect.poll(() => simulator.now, { timeout: 20_000 }).toBeGreaterThan(before + 3_600_000);
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
  });

  it('says why an event cannot be taken now, and sends it only when that is asked for', async () => {
    const { url, simulator } = await serve();
    const { page } = await visit(browser(), url);
    await readyEvent(page, 'command.delete').waitFor();
    const promote = eventButton(page, 'command.promotePendingImage');
    expect(await promote.getAttribute('aria-disabled')).toBe('true');
    await promote.hover();
    expect(await page.getByRole('tooltip').innerText()).toMatch(/Not now: .*READY_HELD/);
    const known = simulator.timeline().length;
    await promote.click({ force: true });
    expect(simulator.timeline()).toHaveLength(known);
    await page.getByLabel('Send even what will be refused or ignored').check();
    await promote.click({ force: true });
    await page.locator('.happened.fault').waitFor();
    const fault = simulator.timeline().at(-1)?.fault;
    expect(await page.locator('.log .fault').first().innerText()).toContain(fault?.message);
    expect(await page.locator('.log .audit').first().innerText()).toBe('VLSI_DESKTOP_PUSH_IMAGE_SCHEDULE_FAILED');
    expect(await page.locator('p.unseen[role=status]').textContent()).toContain(fault?.message);
  });

  it('shows the status in every format with the difference to the step before', async () => {
    const { url, simulator } = await serve();
    const { page } = await visit(browser(), url);
    await readyEvent(page, 'command.disableProvisioning').waitFor();
    const status = page.locator('.status');
    const shown = async () => JSON.parse((await status.locator('code:not(.removed)').allTextContents()).join('').replaceAll('added: ', ''));
    await expect.poll(shown).toEqual(simulator.status());
    await page.getByLabel('Format', { exact: true }).selectOption('rest-v2');
    await expect.poll(shown).toEqual(simulator.status(0, 'rest-v2'));
    const spec = { parentVm: 'vm-9', snapshot: 'snapshot-9', settings: { logoffSetting: 'WAIT_FOR_LOGOFF' } } as const;
    simulator.send(0, { type: 'command.schedulePushImage', spec });
    await activeIs(page, 'operation.SCHEDULE_PUSH_IMAGE');
    await expect.poll(shown).toEqual(simulator.status(0, 'rest-v2'));
    expect(await status.locator('.removed').allTextContents()).toEqual([expect.stringContaining('"instant_clone_operation": "NONE"')]);
    await page.getByLabel('Release', { exact: true }).selectOption('7.13');
    await expect.poll(() => page.getByLabel('Format', { exact: true }).inputValue()).toBe('view');
    await expect.poll(shown).toHaveProperty('instantClonePendingImageState', 'PENDING_PUBLISH');
  });

  it('goes back in time and to the present again', async () => {
    const { url, simulator } = await serve();
    const { page } = await visit(browser(), url);
    const [last] = await position(page);
    const slider = page.getByRole('slider', { name: 'Timeline' });
    await slider.press('Home');
    await expect.poll(() => position(page)).toEqual([1, last]);
    await activeIs(page, 'operation.INITIAL_PUBLISH');
    expect(await eventButton(page, 'command.delete').getAttribute('aria-disabled')).toBe('true');
    expect(await eventButton(page, 'command.delete').getAttribute('data-tip')).toContain('Go to the present');
    const box = await slider.boundingBox();
    await page.mouse.click((box?.x ?? 0) + (box?.width ?? 0) - 2, (box?.y ?? 0) + 20);
    await expect.poll(() => position(page)).toEqual([last, last]);
    await slider.press('ArrowLeft');
    simulator.send(0, { type: 'command.disableProvisioning' });
    await page.waitForFunction(
      (steps) => document.querySelector('[role=slider]')?.getAttribute('aria-valuemax') === String(steps),
      last + 1,
    );
    await expect.poll(() => position(page)).toEqual([last - 1, last + 1]);
    await page.getByRole('button', { name: 'Go to the present' }).click();
    await expect.poll(() => position(page)).toEqual([last + 1, last + 1]);
  });

  // An event of a clone was enabled where no clone could take it, and its form began with the first clone of all.
  it('enables an event of a clone where a clone can take it, and chooses that one', async () => {
    const { url, simulator } = await serve();
    const { page } = await visit(browser(), url);
    await readyEvent(page, 'clone.sessionOpened').waitFor();
    const button = eventButton(page, 'clone.sessionClosed');
    expect(await button.getAttribute('aria-disabled')).toBe('true');
    expect(await button.getAttribute('data-tip')).toContain('Not now: needs a machine with a session; this pool has none');
    const [, second] = simulator.clones();
    simulator.send(0, { type: 'clone.sessionOpened', machine: 2 });
    await readyEvent(page, 'clone.sessionClosed').click();
    const clone = page.getByRole('combobox', { name: 'Clone' });
    expect(await clone.locator('option:checked').innerText()).toBe(second?.name);
    simulator.send(0, { type: 'clone.sessionClosed', machine: 2 });
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page
      .getByRole('alert')
      .filter({ hasText: `needs a machine with a session ("${second?.name}" has none)` })
      .waitFor();
  });

  it('shows two viewers each other’s steps', async () => {
    const { url } = await serve();
    const [a, b] = [await visit(browser(), url), await visit(browser(), url)];
    await readyEvent(a.page, 'command.delete').click();
    await activeIs(b.page, 'operation.FINAL_UNPUBLISH');
    await readyEvent(b.page, 'engine.currentImageUnpublishStarted').click();
    await activeIs(a.page, 'currentImage.UNPUBLISHING');
    await expect.poll(async () => (await active(a.page)).join() === (await active(b.page)).join()).toBe(true);
  });

  it('has everything again after a reload in the middle of a run', async () => {
    const { url } = await serve();
    const { page } = await visit(browser(), url);
    await readyEvent(page, 'command.delete').click();
    await activeIs(page, 'operation.FINAL_UNPUBLISH');
    const before = await position(page);
    await page.reload();
    await activeIs(page, 'operation.FINAL_UNPUBLISH');
    await expect.poll(() => position(page)).toEqual(before);
  });

  it('says that the server is lost and when it is back, and begins anew with what runs then', async () => {
    const { url, close } = await serve();
    const { page } = await visit(browser(), url);
    await readyEvent(page, 'command.delete').click();
    await activeIs(page, 'operation.FINAL_UNPUBLISH');
    await close();
    await page.getByRole('alert').filter({ hasText: 'The server is lost' }).waitFor();
    expect(await eventButton(page, 'command.delete').getAttribute('aria-disabled')).toBe('true');
    const again = await serve(Number(new URL(url).port));
    await page.getByRole('alert').filter({ hasText: 'The server is lost' }).waitFor({ state: 'detached' });
    await activeIs(page, 'operation.NONE');
    expect((await position(page))[1]).toBe(again.simulator.timeline().length);
    await readyEvent(page, 'command.delete').click();
    await activeIs(page, 'operation.FINAL_UNPUBLISH');
    expect(again.simulator.state().operation).toBe('FINAL_UNPUBLISH');
  });

  it('lists several pools with their states, and opens one at a time', async () => {
    const simulator = createSimulator({ engine: 'quick', pools: [{ name: 'office' }, { name: 'lab', clones: 1 }] });
    simulator.runUntil((sim) => sim.state('office').operation === 'NONE' && sim.state('lab').operation === 'NONE');
    const { url, close } = await inspectSimulator(simulator);
    onTestFinished(close);
    const { page } = await visit(browser(), url);
    simulator.send('lab', { type: 'command.delete' });
    const lab = page.getByRole('button', { name: /^lab/ });
    await lab.filter({ hasText: 'FINAL_UNPUBLISH' }).waitFor();
    expect(await active(page)).toContain('operation.NONE');
    await lab.click();
    await activeIs(page, 'operation.FINAL_UNPUBLISH');
    expect(await page.locator('.clones-card tbody tr').count()).toBe(1);
    await readyEvent(page, 'engine.currentImageUnpublishStarted').click();
    await activeIs(page, 'currentImage.UNPUBLISHING');
    expect(simulator.state('lab').currentImage).toBe('UNPUBLISHING');
    expect(simulator.state('office').currentImage).toBe('READY');
  });

  it('gives what was done as a script', async () => {
    const { url } = await serve();
    const { page } = await visit(browser(), url);
    await readyEvent(page, 'command.disableProvisioning').click();
    await page.locator('.happened').filter({ hasText: 'command.disableProvisioning' }).waitFor();
    await page.getByRole('button', { name: 'Copy as script' }).click();
    const script = page.getByRole('textbox', { name: 'Script' });
    await expect.poll(() => script.inputValue()).toContain('command.disableProvisioning');
    await page.getByRole('radio', { name: 'Events' }).check();
    await expect.poll(() => script.inputValue()).toMatch(/^\{.*"type":"command.disableProvisioning"/m);
    // The page once named a command that drops the engine's lines, and runs another release.
    const [first] = (await script.inputValue()).split('\n');
    await page.getByText(`Events of the open pool, one a line: ${first?.slice(2)} < hvsim-script.ndjson`, { exact: true }).waitFor();
    expect(first).toBe('# hvsim run - --manual --release 2206');
  });

  it('leaves a pool that may only be looked at alone', async () => {
    const simulator = createSimulator();
    const { url, close } = await inspectSimulator(simulator, { readonly: true });
    onTestFinished(close);
    const { page } = await visit(browser(), url);
    expect(await page.locator('[data-event]').count()).toBe(0);
    expect(await page.getByRole('button', { name: '+1 min' }).count()).toBe(0);
  });
});
