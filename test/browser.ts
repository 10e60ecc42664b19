/** The browser that pages are tested in: chromium as the system has it. Where there is none, these tests are skipped, and say so. */
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe } from 'vitest';
import { flags, found, places } from './chromium.mjs';

/** Starts the browser. */
const launch = (): Promise<Browser> => chromium.launch({ executablePath: found ?? '', args: flags });

/** Tests that need a browser; there is one for all of them. */
export function describeInBrowser(name: string, tests: (browser: () => Browser) => void): void {
  if (found === undefined) {
    console.warn(
      `NOT TESTED: "${name}" needs a browser, and there is none at ${places.join(', ')}. ` +
        'Install chromium (such as "apt-get install chromium"), or set HVSIM_CHROMIUM to the path of one.',
    );
  }
  describe.runIf(found !== undefined)(name, () => {
    let browser: Browser | undefined;
    beforeAll(async () => {
      browser = await launch();
    });
    afterAll(() => browser?.close());
    tests(() => browser as Browser);
  });
}
