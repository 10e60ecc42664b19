/** The browser that pages are tested in: chromium as the system has it. Where there is none, these tests are skipped, and say so. */
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, inject } from 'vitest';
import { places } from './chromium.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the browser is reached; undefined where the system has none. */
    browser: string | undefined;
  }
}

/** Tests that need a browser. There is one for all files (browser-server.ts); every visit has a context of its own. */
export function describeInBrowser(name: string, tests: (browser: () => Browser) => void): void {
  const endpoint = inject('browser');
  if (endpoint === undefined) {
    console.warn(
      `NOT TESTED: "${name}" needs a browser, and there is none at ${places.join(', ')}. ` +
        'Install chromium (such as "apt-get install chromium"), or set HVSIM_CHROMIUM to the path of one.',
    );
  }
  describe.runIf(endpoint !== undefined)(name, () => {
    let browser: Browser | undefined;
    beforeAll(async () => {
      browser = await chromium.connect(endpoint ?? '');
    });
    afterAll(() => browser?.close());
    tests(() => browser as Browser);
  });
}
