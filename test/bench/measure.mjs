// What every part of the bench measures and prints with.
import { spawnSync } from 'node:child_process';
import { openSync, writeSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { LineBuffer } from '#built/src/cli/line-buffer.js';

export const bin = fileURLToPath(new URL('../../src/cli/hvsim.cjs', import.meta.url));

export const median = (/** @type {number[]} */ values) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** Runs every candidate in turn, several times, and gives each one's median. The first rounds warm up. */
export function inTurn(/** @type {Record<string, () => number>} */ candidates, rounds = 11, warmUps = 1) {
  const results = /** @type {Record<string, number[]>} */ ({});
  for (const name of Object.keys(candidates)) results[name] = [];
  for (let round = -warmUps; round < rounds; round += 1) {
    for (const [name, measure] of Object.entries(candidates)) {
      const value = measure();
      if (round >= 0) results[name]?.push(value);
    }
  }
  return Object.fromEntries(Object.entries(results).map(([name, values]) => [name, median(values)]));
}

const line = (/** @type {string[]} */ cells) => `| ${cells.join(' | ')} |`;
/** A table: the first row is its head. */
export const markdown = (/** @type {string[][]} */ [head = [], ...body]) =>
  [line(head), line(head.map(() => '---')), ...body.map(line)].join('\n');

/** 1234567 as `1235 k/s`. */
export const rate = (/** @type {number} */ value) =>
  value < 1_000 ? `${Math.round(value)}/s` : value < 9_500 ? `${(value / 1_000).toFixed(1)} k/s` : `${Math.round(value / 1_000)} k/s`;

/** How long a program of Node takes from start to end, in milliseconds. */
export const start =
  (/** @type {string[]} */ ...args) =>
  () => {
    const began = performance.now();
    const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' });
    if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}`);
    return performance.now() - began;
  };

/** The same sink for everything: one buffer of 64 KiB, written to /dev/null when it is full. */
export function newSink() {
  const file = openSync('/dev/null', 'w');
  const buffer = new LineBuffer();
  const flush = () => writeSync(file, buffer.take());
  return {
    /** Takes a line. */
    add(/** @type {string} */ text) {
      if (buffer.add(text)) return;
      flush();
      buffer.add(text);
    },
    /** Takes an item that writes itself. */
    addItem(/** @type {import('#built/src/fixtures/fast/statuses.js').FastCorpus['write']} */ write, /** @type {number} */ index) {
      if (buffer.addItem(write, index)) return;
      flush();
      buffer.addItem(write, index);
    },
  };
}

/** Lines a second into the same sink. */
export const linesPerSecond =
  (/** @type {number} */ lines, /** @type {(sink: ReturnType<typeof newSink>) => void} */ write, sink = newSink()) =>
  () => {
    const began = performance.now();
    write(sink);
    return (lines / (performance.now() - began)) * 1_000;
  };
