/** Tells that a status is the one before once more: polls of a pool at rest are mostly that. */

type Source = Readonly<Record<string, unknown>>;

/**
 * Whether two objects have the same members with the same values. False for an object compared with itself, or with one that
 * shares a part: somebody may have changed it in between.
 *
 * @example repeats({ a: 1 }, { a: 1 }) //=> true
 */
export function repeats(now: unknown, before: unknown): boolean {
  if (typeof now !== 'object' || typeof before !== 'object' || now === null || before === null || now === before) return false;
  let open = 0;
  for (const name in now) {
    const [value, was] = [(now as Source)[name], (before as Source)[name]];
    if (value === was ? typeof value === 'object' && value !== null : !repeats(value, was)) return false;
    open += 1;
  }
  for (const _ in before) open -= 1;
  return open === 0 && Array.isArray(now) === Array.isArray(before);
}
