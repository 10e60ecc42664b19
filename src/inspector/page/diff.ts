/** The difference of two texts, line by line. */

export interface DiffLine {
  readonly sign: ' ' | '+' | '-';
  readonly text: string;
}

/** A comma at a line's end says nothing about the line. */
const bare = (line: string) => line.replace(/,$/, '');

/**
 * What leads from one text to another, with the common lines between.
 *
 * @example diffLines('a\nb', 'a\nc') //=> ' a', '-b', '+c'
 */
export function diffLines(before: string, after: string): DiffLine[] {
  const a = before.split('\n');
  const b = after.split('\n');
  const keysA = a.map(bare);
  const keysB = b.map(bare);
  let start = 0;
  while (start < a.length && start < b.length && keysA[start] === keysB[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && keysA.at(-1 - end) === keysB.at(-1 - end)) end += 1;
  const common = (lines: string[]): DiffLine[] => lines.map((text) => ({ sign: ' ', text }));
  return [
    ...common(b.slice(0, start)),
    ...middle(a.slice(start, a.length - end), b.slice(start, b.length - end)),
    ...common(b.slice(b.length - end)),
  ];
}

/** By the longest common subsequence, removed lines before added ones. */
function middle(a: string[], b: string[]): DiffLine[] {
  const width = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * width);
  const length = (i: number, j: number) => lengths[i * width + j] as number;
  const same = (i: number, j: number) => bare(a[i] as string) === bare(b[j] as string);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      lengths[i * width + j] = same(i, j) ? length(i + 1, j + 1) + 1 : Math.max(length(i + 1, j), length(i, j + 1));
    }
  }
  const lines: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && same(i, j)) {
      lines.push({ sign: ' ', text: b[j] as string });
      i += 1;
      j += 1;
    } else if (i < a.length && (j === b.length || length(i + 1, j) >= length(i, j + 1))) {
      lines.push({ sign: '-', text: a[i] as string });
      i += 1;
    } else {
      lines.push({ sign: '+', text: b[j] as string });
      j += 1;
    }
  }
  return lines;
}
