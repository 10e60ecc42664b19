import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What each part may import from, itself aside. Parts on one line of the house never import one another. */
const below: Record<string, readonly string[]> = {
  machines: [],
  'src/api': ['machines'],
  'src/projector': ['machines', 'src/api'],
  'src/engine': ['machines', 'src/api'],
  'src/simulator': ['machines', 'src/api', 'src/projector', 'src/engine'],
  'src/scenario': ['machines', 'src/api', 'src/projector', 'src/engine', 'src/simulator'],
  'src/lifecycle': ['machines', 'src/api', 'src/projector', 'src/engine', 'src/simulator'],
  'src/conformance': ['machines', 'src/api', 'src/projector', 'src/engine', 'src/simulator', 'src/lifecycle'],
  'src/fixtures': ['machines', 'src/api', 'src/projector', 'src/engine', 'src/simulator', 'src/scenario', 'src/lifecycle'],
  'src/server': ['machines', 'src/api', 'src/projector', 'src/engine', 'src/simulator', 'src/scenario', 'src/lifecycle'],
  'src/inspector': ['machines', 'src/api', 'src/projector', 'src/engine', 'src/simulator', 'src/scenario', 'src/lifecycle'],
  'src/vitest': ['machines', 'src/api', 'src/projector', 'src/engine', 'src/simulator', 'src/conformance', 'src/inspector'],
  'src/fast-check': ['machines', 'src/api', 'src/projector', 'src/engine', 'src/simulator', 'src/lifecycle', 'src/fixtures'],
};

/** Files of the server that touch the clock, the disk or the network. */
const edgesOfServer = ['surroundings', 'journal-file', 'certificate', 'listen', 'start-server'].map((name) => `src/server/${name}.ts`);

/** Parts of the program that may touch the process, the disk or the network. */
const edges = new Set([
  ...edgesOfServer,
  'src/inspector/listen.ts',
  'src/inspector/page-file.ts',
  'src/inspector/serve-page.ts',
  'src/inspector/viewer.ts',
  'src/inspector/wall.ts',
  'src/vitest/traced.ts',
]);
const atTheEdge = (file: string) =>
  ['src/cli', 'src/tools'].includes(partOf(file)) || file.startsWith('src/inspector/page/') || edges.has(file);

function* sources(folder: string): Generator<string> {
  for (const name of readdirSync(join(root, folder))) {
    const path = join(folder, name);
    if (statSync(join(root, path)).isDirectory()) yield* sources(path);
    else if (name.endsWith('.ts')) yield path;
  }
}

const partOf = (file: string): string => (file.startsWith('machines/') ? 'machines' : file.split('/').slice(0, 2).join('/'));

const files = [...sources('machines'), ...sources('src')].map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

const importsOf = (text: string): string[] => [...text.matchAll(/(?:from|import\()\s*'([^']+)'/g)].map(([, name]) => name as string);

describe('the house', () => {
  it('has files in every part that the rules name', () => {
    expect(new Set(files.map(({ path }) => partOf(path)))).toContain('src/simulator');
    expect(files.length).toBeGreaterThan(60);
  });

  it.each(files.filter(({ path }) => Object.hasOwn(below, partOf(path))))(
    'lets $path import only from the parts below it',
    ({ path, text }) => {
      const part = partOf(path);
      const wrong = importsOf(text)
        .filter((name) => name.startsWith('.'))
        .map((name) => relative(root, join(root, dirname(path), name)))
        .filter((target) => dirname(target) !== 'src' && partOf(target) !== part && !below[part]?.includes(partOf(target)));
      expect(wrong).toEqual([]);
    },
  );

  it.each(files.filter(({ path }) => path.startsWith('machines/')))('lets $path import no package but xstate', ({ text }) => {
    expect(importsOf(text).filter((name) => !name.startsWith('.') && name !== 'xstate')).toEqual([]);
  });

  it.each(files.filter(({ path }) => !atTheEdge(path)))('keeps the process, the disk and the wall clock out of $path', ({ text }) => {
    const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
    expect(importsOf(code).filter((name) => name.startsWith('node:'))).toEqual([]);
    const named = /\b(Date\.now|new Date\(\)|Math\.random|setTimeout|setInterval|setImmediate|performance\.now|process\.)/.exec(code);
    expect(named?.[0]).toBeUndefined();
  });

  it.each(files.filter(({ path }) => ['machines', 'src/api', 'src/projector'].includes(partOf(path)) && !path.endsWith('/date-time.ts')))(
    'names no Date in $path, which is below the simulator',
    ({ text }) => {
      expect(/\bDate\b[.(]/.exec(text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ''))?.[0]).toBeUndefined();
    },
  );
});
