/** What was expected beside what happened. */
import type { Mismatch } from '../scenario/expectations.ts';

/** A table of three columns: where, expected, actual. */
export function sideBySide(mismatches: readonly Mismatch[]): string {
  const rows = [['', 'expected', 'actual'], ...mismatches.map(({ path, expected, actual }) => [path, show(expected), show(actual)])] as [
    string,
    string,
    string,
  ][];
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => (row[column] as string).length)) + 2);
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('')}`.trimEnd()).join('\n');
}

const show = (value: unknown): string =>
  value === null || value === undefined ? '(absent)' : typeof value === 'string' ? value : JSON.stringify(value);
