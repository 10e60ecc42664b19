/** What a user installs. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

describe('the package', () => {
  it('has the build, the command, the documents and the scenarios, and nothing that makes or tests them', () => {
    const cwd = fileURLToPath(new URL('../..', import.meta.url));
    const { stdout } = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd, encoding: 'utf8' });
    const files: string[] = JSON.parse(stdout)[0].files.map(({ path }: { path: string }) => path);
    for (const file of ['package.json', 'README.md', 'LICENSE', 'machines/LIFECYCLE.md', 'src/cli/hvsim.cjs', 'dist/src/index.js']) {
      expect(files).toContain(file);
    }
    expect(files).toContain('examples/scenarios/push-now.yaml');
    const folders = new Set(
      files.map((file) =>
        file
          .split('/')
          .slice(0, file.startsWith('dist/') ? 2 : 1)
          .join('/'),
      ),
    );
    expect([...folders].sort()).toEqual(
      [
        'LICENSE',
        'README.md',
        'dist/bundle',
        'dist/inspector',
        'dist/machines',
        'dist/scenarios.json',
        'dist/schemas',
        'dist/src',
        'examples',
        'machines',
        'package.json',
        'src',
      ].sort(),
    );
    expect(files.filter((file) => /tools|\.test\.|dist\/src\/cli\//.test(file))).toEqual([]);
    expect(files.filter((file) => file.startsWith('src/') || file.startsWith('machines/'))).toEqual([
      'machines/LIFECYCLE.md',
      'src/cli/hvsim.cjs',
    ]);
  });
});
