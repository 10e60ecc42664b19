/** Where keys lead on the timeline. */

/** The step that a key leads to; undefined where it leads nowhere. */
export function indexAfter(key: string, index: number): number | undefined {
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return index - 1;
    case 'ArrowRight':
    case 'ArrowUp':
      return index + 1;
    case 'PageDown':
      return index - 10;
    case 'PageUp':
      return index + 10;
    case 'Home':
      return 0;
    case 'End':
      return Number.POSITIVE_INFINITY;
    default:
      return undefined;
  }
}
