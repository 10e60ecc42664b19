/** Remembers what a function made for each key; one without a key makes it once, when it is first asked. */
export function memo<Made, Key = void>(make: (key: Key) => Made): (key: Key) => Made {
  const known = new Map<Key, Made>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = make(key);
    known.set(key, made);
    return made;
  };
}
