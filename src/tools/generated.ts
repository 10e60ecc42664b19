/** Writes generated files, or, with `--verify`, says which of them are stale. Every tool that makes such files ends with this. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

/** The project's folder. Tools run bundled, in `dist/bundle/tools`. */
export const root = new URL('../../../', import.meta.url);

/** What a person runs; generated files name it. */
export const command = 'npm run update';

export type GeneratedFile = readonly [path: string, content: string];

/** Files in a folder of `owned` that are not made here have nothing to be there for, and are removed. */
export async function keepGenerated(
  files: Iterable<GeneratedFile> | AsyncIterable<GeneratedFile>,
  owned: readonly string[] = [],
): Promise<void> {
  const verify = process.argv.includes('--verify');
  const made = new Set<string>();
  const stale: string[] = [];
  for (const folder of owned) mkdirSync(new URL(folder, root), { recursive: true });
  for await (const [path, content] of files) {
    const file = new URL(path, root);
    made.add(path);
    if (existsSync(file) && readFileSync(file, 'utf8') === content) continue;
    stale.push(path);
    if (!verify) writeFileSync(file, content);
  }
  for (const path of owned.flatMap((folder) => readdirSync(new URL(folder, root)).map((name) => `${folder}${name}`))) {
    if (made.has(path)) continue;
    stale.push(path);
    if (!verify) rmSync(new URL(path, root));
  }
  if (verify && stale.length > 0) {
    console.error(`Stale: ${stale.join(', ')}. Run "${command}" and look at the difference.`);
    process.exitCode = 1;
  } else console.log(`${made.size} generated files${verify ? ' are up to date.' : `, ${stale.length} written.`}`);
}
