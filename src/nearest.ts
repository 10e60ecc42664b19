/** Helps with names that were mistyped. */

/** How many characters must be changed, added or removed to get from one text to the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + change));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** " Did you mean …?" for the nearest of some names, or nothing where none is near. */
export function nearest(name: string, names: readonly string[]): string {
  const ranked = names.map((each) => ({ each, far: distance(name.toLowerCase(), each.toLowerCase()) })).sort((a, b) => a.far - b.far);
  const [first] = ranked;
  return first && first.far <= Math.max(2, name.length / 3) ? ` Did you mean ${JSON.stringify(first.each)}?` : '';
}
