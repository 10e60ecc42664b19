import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAst } from 'rolldown/parseAst';
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
  'src/inspector/viewer.ts',
  'src/vitest/traced.ts',
]);
const atTheEdge = (file: string) =>
  ['src/cli', 'src/tools'].includes(partOf(file)) || file.startsWith('src/inspector/page/') || edges.has(file);

/** Tables are as long as what they list. */
const tables = new Set(['src/api/rest/documents.ts', 'src/lifecycle/table.ts', 'src/inspector/chart/drawing.ts']);

function* sources(folder: string): Generator<string> {
  for (const name of readdirSync(join(root, folder))) {
    const path = join(folder, name);
    if (statSync(join(root, path)).isDirectory()) yield* sources(path);
    else if (/\.tsx?$/.test(name)) yield path;
  }
}

const partOf = (file: string): string => (file.startsWith('machines/') ? 'machines' : file.split('/').slice(0, 2).join('/'));

/** Every module that a file names in an import or export, of types too, wherever it stands. */
function* modulesNamedIn(node: unknown): Generator<string> {
  if (typeof node !== 'object' || node === null) return;
  const { source } = node as { readonly source?: { readonly value?: unknown } | null };
  if (typeof source?.value === 'string') yield source.value;
  for (const child of Object.values(node)) yield* modulesNamedIn(child);
}

const files = [...sources('machines'), ...sources('src')].map((path) => {
  const text = readFileSync(join(root, path), 'utf8');
  const modules = [...new Set(modulesNamedIn(parseAst(text, { lang: path.endsWith('x') ? 'tsx' : 'ts' })))];
  const imports = modules.filter((name) => name.startsWith('.')).map((name) => relative(root, join(root, dirname(path), name)));
  return { path, text, modules, imports, code: text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '') };
});

/** Files that import one another, directly or through others (Tarjan's strongly connected components). */
function circles(): string[][] {
  const importsOf = new Map(files.map(({ path, imports }) => [path, imports]));
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const found: string[][] = [];
  const visit = (path: string): void => {
    order.set(path, order.size);
    lowest.set(path, order.get(path) as number);
    open.push(path);
    for (const next of importsOf.get(path) ?? []) {
      if (!order.has(next)) visit(next);
      if (open.includes(next)) lowest.set(path, Math.min(lowest.get(path) as number, lowest.get(next) as number));
    }
    if (lowest.get(path) !== order.get(path)) return;
    const circle = open.splice(open.indexOf(path));
    if (circle.length > 1) found.push(circle.sort());
  };
  for (const path of importsOf.keys()) if (!order.has(path)) visit(path);
  return found;
}

/** What only tests in test/slow may name: processes, browsers and ports. */
const slow = ['child_process', 'playwright', 'listen', 'startServer', 'inspectSimulator'];

/** Every name in a file: of modules, in parts, and of anything in the code. Texts and comments are none. */
function* namesIn(node: unknown): Generator<string> {
  if (typeof node !== 'object' || node === null) return;
  const { type, name, source } = node as {
    readonly type?: unknown;
    readonly name?: unknown;
    readonly source?: { readonly value?: unknown } | null;
  };
  if (type === 'Identifier' && typeof name === 'string') yield name;
  if (typeof source?.value === 'string') yield* source.value.replace(/^node:|\.[cm]?[jt]s$/g, '').split(/[/-]/);
  for (const child of Object.values(node)) yield* namesIn(child);
}

describe('the tests', () => {
  const quick = [...sources('test')].filter((path) => !path.startsWith('test/slow/') && !path.startsWith('test/bench/'));

  it('are many', () => {
    expect(quick.length).toBeGreaterThan(100);
  });

  it.each(quick)('need no process, browser or port outside of test/slow: %s', (path) => {
    const names = new Set(namesIn(parseAst(readFileSync(join(root, path), 'utf8'), { lang: 'ts' })));
    expect(slow.filter((name) => names.has(name))).toEqual([]);
  });
});

describe('the house', () => {
  it('has files in every part that the rules name', () => {
    expect(new Set(files.map(({ path }) => partOf(path)))).toContain('src/simulator');
    expect(files.length).toBeGreaterThan(60);
  });

  it.each(files.filter(({ path }) => Object.hasOwn(below, partOf(path))))('lets $path import only from the parts below it', (file) => {
    const part = partOf(file.path);
    const wrong = file.imports.filter(
      (target) => dirname(target) !== 'src' && partOf(target) !== part && !below[part]?.includes(partOf(target)),
    );
    expect(wrong).toEqual([]);
  });

  it('has nothing that ships depend on the tools', () => {
    const wrong = files.filter(({ path, imports }) => partOf(path) !== 'src/tools' && imports.some((each) => partOf(each) === 'src/tools'));
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it('has no files that import one another in a circle, be it for types only', () => {
    expect(circles()).toEqual([]);
  });

  it('has no file of more than 250 lines but tables', () => {
    const long = files.filter(({ path, text }) => text.split('\n').length - 1 > 250 && !tables.has(path));
    expect(long.map(({ path }) => path)).toEqual([]);
  });

  it.each(files.filter(({ path }) => path.startsWith('machines/')))('lets $path import no package but xstate', ({ modules }) => {
    expect(modules.filter((name) => !name.startsWith('.') && name !== 'xstate')).toEqual([]);
  });

  it.each(files.filter(({ path }) => !atTheEdge(path)))(
    'keeps the process, the disk and the wall clock out of $path',
    ({ modules, code }) => {
      expect(modules.filter((name) => name.startsWith('node:'))).toEqual([]);
      const named = /\b(Date\.now|new Date\(\)|Math\.random|setTimeout|setInterval|setImmediate|performance\.now|process\.)/.exec(code);
      expect(named?.[0]).toBeUndefined();
    },
  );

  it.each(files.filter(({ path }) => ['machines', 'src/api', 'src/projector'].includes(partOf(path)) && !path.endsWith('/date-time.ts')))(
    'names no Date in $path, which is below the simulator',
    ({ code }) => {
      expect(/\bDate\b[.(]/.exec(code)?.[0]).toBeUndefined();
    },
  );
});
