import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  // "hvsim" is its sources here, as for the compiler: what runs without a build cannot be of an old one.
  resolve: { tsconfigPaths: true },
  test: { setupFiles: ['test/setup.ts'], include: ['test/**/*.test.ts', 'examples/**/*.test.ts'], testTimeout: 60_000 },
});
