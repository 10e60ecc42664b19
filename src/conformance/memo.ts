/** Remembers what was found out for several values together: a tree of maps, one level a value, so that no key is made of them. */
export class Memo<Result> {
  #root: Branch<Result> = new Map();
  #size = 0;

  /** How much is remembered. */
  get size(): number {
    return this.#size;
  }

  /**
   * What was made for these values, else what is made now. The number of values must be the same each time.
   *
   * @example memo.of([release, format], () => makeReader(release, format))
   */
  of(keys: readonly unknown[], make: () => Result): Result {
    let branch = this.#root;
    const last = keys.length - 1;
    for (let level = 0; level < last; level += 1) {
      let next = branch.get(keys[level]) as Branch<Result> | undefined;
      if (next === undefined) {
        next = new Map();
        branch.set(keys[level], next);
      }
      branch = next;
    }
    const known = branch.get(keys[last]) as Result | undefined;
    if (known !== undefined) return known;
    const made = make();
    branch.set(keys[last], made);
    this.#size += 1;
    return made;
  }

  clear(): void {
    this.#root = new Map();
    this.#size = 0;
  }
}

type Branch<Result> = Map<unknown, Result | Branch<Result>>;
