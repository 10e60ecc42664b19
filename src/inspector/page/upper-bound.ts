/** Search in what is in order. */

/** How many of `0 … count - 1` hold, where all that hold come first. */
export function upperBound(count: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
