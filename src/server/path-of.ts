/** The path of a URL, without parsing all of it: what every request asks for more than once. */
export function pathOf(url: string): string {
  const begin = url.indexOf('/', url.indexOf('://') + 3);
  if (begin === -1) return '/';
  const query = url.indexOf('?', begin);
  const fragment = url.indexOf('#', begin);
  const end = Math.min(query === -1 ? url.length : query, fragment === -1 ? url.length : fragment);
  return url.slice(begin, end);
}
