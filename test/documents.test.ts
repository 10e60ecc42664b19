import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const left = new Set(['node_modules', 'dist', '.git', '.hvsim']);

function* documents(folder: string): Generator<string> {
  for (const { name } of readdirSync(folder, { withFileTypes: true }).filter((entry) => !left.has(entry.name))) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* documents(path);
    else if (name.endsWith('.md')) yield path;
  }
}

/** What a heading is linked by: as the usual viewers of Markdown make it. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');

function anchorsOf(path: string): Set<string> {
  const text = readFileSync(path, 'utf8').replaceAll(/^```[\s\S]*?^```/gm, '');
  const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) => anchorOf(heading as string));
  return new Set([...headings, ...[...text.matchAll(/<a (?:id|name)="([^"]+)"/g)].map(([, id]) => id as string)]);
}

const links = [...documents(root)].flatMap((path) =>
  [...readFileSync(path, 'utf8').matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target as string)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => ({ from: relative(root, path), target })),
);

describe('the documents', () => {
  it('link to one another', () => {
    expect(links.length).toBeGreaterThan(60);
  });

  it.each(links)('$from finds $target', ({ from, target }) => {
    const [path = '', anchor] = target.split('#');
    const file = path === '' ? join(root, from) : resolve(root, dirname(from), path);
    expect(existsSync(file)).toBe(true);
    if (anchor !== undefined) expect(anchorsOf(file)).toContain(anchor);
  });

  it('begin with a README that fits on a few pages', () => {
    expect(readFileSync(join(root, 'README.md'), 'utf8').split('\n').length).toBeLessThanOrEqual(230);
  });
});
