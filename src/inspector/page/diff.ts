/** The difference of two texts, line by line. */

export interface DiffLine {
  readonly sign: ' ' | '+' | '-';
  readonly text: string;
}

/** A comma at a line's end says nothing about the line. */
const bare = (line: string | undefined) => line?.replace(/,$/, '');

/**
 * What leads from one text to another, with the common lines between: by the longest common subsequence, removed lines before added ones.
 *
 * @example diffLines('a\nb', 'a\nc') //=> ' a', '-b', '+c'
 */
export function diffLines(before: string, after: string): DiffLine[] {
  const a = before.split('\n');
  const b = after.split('\n');
  const width = b.length + 1;
  /** How many lines are common from two places on. */
  const common = new Uint32Array((a.length + 1) * width);
  const from = (i: number, j: number) => common[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      common[i * width + j] = bare(a[i]) === bare(b[j]) ? from(i + 1, j + 1) + 1 : Math.max(from(i + 1, j), from(i, j + 1));
    }
  }
  const lines: DiffLine[] = [];
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    const isIn = i < a.length && j < b.length;
    if (isIn && bare(a[i]) === bare(b[j])) {
      lines.push({ sign: ' ', text: b[j] as string });
      i += 1;
      j += 1;
    } else if (j === b.length || (isIn && from(i + 1, j) >= from(i, j + 1))) {
      lines.push({ sign: '-', text: a[i] as string });
      i += 1;
    } else {
      lines.push({ sign: '+', text: b[j] as string });
      j += 1;
    }
  }
  return lines;
}
