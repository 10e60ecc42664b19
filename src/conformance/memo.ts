/** Remembers what was found out for several values together: a tree of maps, one level a value, so that no key is made of them. */
export class Memo<Result> {
  readonly #limit: number;
  #root: Branch<Result> = new Branch();
  #size = 0;

  /** @param limit how much is remembered: then all of it is forgotten */
  constructor(limit = Number.POSITIVE_INFINITY) {
    this.#limit = limit;
  }

  /**
   * What was made for these values, else what is made now.
   *
   * @example memo.of([release, format], () => makeReader(release, format))
   */
  of(keys: readonly unknown[], make: () => Result): Result {
    if (this.#size >= this.#limit) {
      this.#root = new Branch();
      this.#size = 0;
    }
    let branch = this.#root;
    for (const key of keys) branch = branch.next.get(key) ?? grown(branch, key);
    if (branch.result === undefined) {
      branch.result = make();
      this.#size += 1;
    }
    return branch.result;
  }
}

function grown<Result>(branch: Branch<Result>, key: unknown): Branch<Result> {
  const next = new Branch<Result>();
  branch.next.set(key, next);
  return next;
}

class Branch<Result> {
  readonly next = new Map<unknown, Branch<Result>>();
  result: Result | undefined = undefined;
}
