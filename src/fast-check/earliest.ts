/** Picks from a list that shrink to the earliest one that still fails. */
import fc from 'fast-check';

/**
 * A position out of one of some groups, each group alike. It shrinks by trying all earlier positions in order: halving would end
 * wherever a predicate holds for some of those before, and a list of lives is short enough to be tried.
 */
export class Earliest extends fc.Arbitrary<number> {
  readonly #groups: readonly (readonly number[])[];

  constructor(groups: readonly (readonly number[])[]) {
    super();
    this.#groups = groups;
  }

  generate(mrng: fc.Random): fc.Value<number> {
    const group = this.#groups[mrng.nextInt(0, this.#groups.length - 1)] as readonly number[];
    return new fc.Value(group[mrng.nextInt(0, group.length - 1)] as number, 0);
  }

  canShrinkWithoutContext(_value: unknown): _value is number {
    return false;
  }

  /** @param first the earliest position that was not tried */
  shrink(position: number, first: unknown): fc.Stream<fc.Value<number>> {
    const untried = Array.from({ length: position }, (_, each) => each).slice(first as number);
    return fc.stream(untried.values()).map((earlier) => new fc.Value(earlier, earlier));
  }
}
