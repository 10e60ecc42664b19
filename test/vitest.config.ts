import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const shared = { testTimeout: 60_000, setupFiles: ['test/setup.ts'] };
/** Tests that put another module in the place of one of ours. */
const mocked = 'test/**/*.mocked.test.ts';

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  // "hvsim" is its sources here, as for the compiler: what runs without a build cannot be of an old one.
  resolve: { tsconfigPaths: true },
  test: {
    projects: [
      {
        extends: true,
        // Nothing here changes what others see: the program is loaded once a thread, not once a file.
        test: {
          ...shared,
          name: 'fast',
          include: ['test/**/*.test.ts'],
          exclude: ['test/slow/**', mocked],
          pool: 'threads',
          isolate: false,
        },
      },
      { extends: true, test: { ...shared, name: 'fast-mocked', include: [mocked] } },
      {
        extends: true,
        // What needs processes, a browser or ports, and the build.
        test: {
          ...shared,
          name: 'slow',
          globalSetup: ['test/slow/browser-server.ts'],
          include: ['test/slow/**/*.test.ts', 'examples/**/*.test.ts'],
        },
      },
    ],
  },
});
