/** Remembers what was found out for several values together: a tree of maps, one level a value, so that no key is made of them. */
export class Memo<Result> {
  #root: Branch<Result> = new Branch();
  #size = 0;

  /** How much is remembered. */
  get size(): number {
    return this.#size;
  }

  /**
   * What was made for these values, else what is made now.
   *
   * @example memo.of([release, format], () => makeReader(release, format))
   */
  of(keys: readonly unknown[], make: () => Result): Result {
    let branch = this.#root;
    for (const key of keys) {
      let next = branch.next.get(key);
      if (next === undefined) {
        next = new Branch();
        branch.next.set(key, next);
      }
      branch = next;
    }
    if (branch.result === undefined) {
      branch.result = make();
      this.#size += 1;
    }
    return branch.result;
  }

  clear(): void {
    this.#root = new Branch();
    this.#size = 0;
  }
}

class Branch<Result> {
  readonly next = new Map<unknown, Branch<Result>>();
  result: Result | undefined = undefined;
}
