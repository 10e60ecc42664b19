/** Values in messages: as JSON, cut where they are long or deep, so that no value is too big to be shown. */

const longest = 120;
const mostMembers = 5;
const deepest = 3;

/**
 * A value in a few words of JSON.
 *
 * @example showValue(['a', { b: 1 }]) //=> ["a",{"b":1}]
 */
export function showValue(value: unknown, depth = 0): string {
  if (typeof value === 'string') return JSON.stringify(value.length > longest ? `${value.slice(0, longest)}…` : value);
  if (typeof value !== 'object' || value === null) return typeof value === 'number' ? JSON.stringify(value) : String(value);
  if (depth === deepest) return Array.isArray(value) ? '[…]' : '{…}';
  if (Array.isArray(value)) {
    const shown = value.slice(0, mostMembers).map((each) => showValue(each, depth + 1));
    return `[${[...shown, ...(value.length > mostMembers ? ['…'] : [])].join(',')}]`;
  }
  const names = Object.keys(value);
  const shown = names
    .slice(0, mostMembers)
    .map((name) => `${showValue(name)}:${showValue((value as Record<string, unknown>)[name], depth + 1)}`);
  return `{${[...shown, ...(names.length > mostMembers ? ['…'] : [])].join(',')}}`;
}
