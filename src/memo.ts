/** What a map has for a key; made when it is asked for first. */
export function getOrMake<K, V>(known: { get(key: K): V | undefined; set(key: K, value: V): unknown }, key: K, make: () => V): V {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  return made;
}

/** Remembers what a function made for each key; one without a key makes it once, when it is first asked. */
export function memo<Made, Key = void>(make: (key: Key) => Made): (key: Key) => Made {
  const known = new Map<Key, Made>();
  return (key) => getOrMake(known, key, () => make(key));
}
