import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: { setupFiles: ['test/setup.ts'], include: ['test/**/*.test.ts', 'examples/**/*.test.ts'], testTimeout: 60_000 },
});
