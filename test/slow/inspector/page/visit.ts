/** A visit to the inspector's page, as tests make it. */
import axe, { type AxeResults } from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { onTestFinished } from 'vitest';

export interface Visit {
  readonly page: Page;
  /** What the browser complained about: errors, and what the content security policy stopped. */
  readonly complaints: readonly string[];
  /** Addresses beyond the page's own that it asked for. */
  readonly foreign: readonly string[];
}

/** Opens a page in a context of its own, until the test ends. Waits for the first picture. */
export async function visit(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const complaints: string[] = [];
  const foreign: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== new URL(url).origin) foreign.push(request.url());
  });
  await page.goto(url);
  await page.locator('.chart .node.active').first().waitFor();
  return { page, complaints, foreign };
}

/** The states that are lit, such as `operation.NONE`. */
export const active = (page: Page): Promise<string[]> =>
  page.locator('.node.active').evaluateAll((nodes) => nodes.map((node) => node.getAttribute('data-state') ?? ''));

/** The transitions that are lit, by their position in the table. */
export const taken = (page: Page): Promise<number[]> =>
  page.locator('.label.taken').evaluateAll((labels) => labels.map((label) => Number(label.getAttribute('data-transition'))));

export const activeIs = (page: Page, state: string): Promise<void> => page.locator(`.node.active[data-state="${state}"]`).waitFor();

/** The button of an event, once the pool can take it. */
export const eventButton = (page: Page, type: string) => page.locator(`[data-event="${type}"]`);
export const readyEvent = (page: Page, type: string) => page.locator(`[data-event="${type}"][aria-disabled="false"]`);

/** The position on the timeline: which step of how many. */
export async function position(page: Page): Promise<[number, number]> {
  const slider = page.getByRole('slider', { name: 'Timeline' });
  return [Number(await slider.getAttribute('aria-valuenow')), Number(await slider.getAttribute('aria-valuemax'))];
}

/** What axe-core finds wrong. It is run from outside: the page's own policy lets in no further script. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const results = (await page.evaluate('axe.run()')) as AxeResults;
  return results.violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} ${target}: ${failureSummary}`));
}
