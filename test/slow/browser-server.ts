/** Starts the browser once for all tests of the page: most of what a file of them took was its start. */
import { chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';
import { flags, found } from './chromium.mjs';

export default async function setup({ provide }: TestProject) {
  if (found === undefined) {
    provide('browser', undefined);
    return () => {};
  }
  const server = await chromium.launchServer({ executablePath: found, args: flags, host: '127.0.0.1' });
  provide('browser', server.wsEndpoint());
  return () => server.close();
}
