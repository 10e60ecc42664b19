// What hvsim is compared with. It is in a package of its own, which is installed on first use, and by nothing else.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { load as loadThere } from './others/load.mjs';

const folder = fileURLToPath(new URL('./others/', import.meta.url));

/** A file of one of the packages. */
export const fileOf = (/** @type {string} */ path) => `${folder}node_modules/${path}`;

function install() {
  if (existsSync(`${folder}node_modules`)) return;
  console.error('bench: installing what is compared with, once: npm ci --prefix test/bench/others');
  spawnSync('npm', ['ci', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund'], { stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Loads a package. Undefined, said loudly, where that cannot be done. */
export async function load(/** @type {string} */ name) {
  install();
  try {
    return await loadThere(name);
  } catch (error) {
    console.error(`bench: SKIPPED the comparison with ${name}, which could not be loaded: ${/** @type {Error} */ (error).message}`);
    return undefined;
  }
}
