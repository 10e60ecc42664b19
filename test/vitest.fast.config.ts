import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { configDefaults, mergeConfig } from 'vitest/config';
import config from './vitest.config.ts';

/** What a test names that needs processes, a browser or a port. */
const slow = /node:child_process|\/command\.ts'|serve-process|describeInBrowser|startServer\(|inspectSimulator\(|listen\.ts'/;

const root = new URL('..', import.meta.url);
const tests = ['test', 'examples'].flatMap((folder) =>
  readdirSync(new URL(`${folder}/`, root), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts') && !name.includes('node_modules'))
    .map((name) => `${folder}/${name}`),
);
const exclude = tests.filter((path) => slow.test(readFileSync(fileURLToPath(new URL(path, root)), 'utf8')));

/** Everything without processes, browsers and ports. It needs no build. */
export default mergeConfig(config, { test: { exclude: [...configDefaults.exclude, ...exclude] } });
