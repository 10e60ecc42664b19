#!/usr/bin/env node
// The command's first step, not compiled: it answers --version without loading anything, and can say that the build is missing.
// It is CommonJS, like the bundle, because Node starts that faster.
const { existsSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..', '..');
const args = process.argv.slice(2);
const main = join(root, 'dist', 'bundle', 'cli', 'main.cjs');

if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
  console.log(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version);
} else if (existsSync(main)) {
  require(main).runProcess(args);
} else {
  console.error(
    'hvsim: not-built: the package was installed without its build (npm ci --ignore-scripts does that). Run "npm run build" in its folder.',
  );
  process.exitCode = 2;
}
