/** Wall time drives virtual time along a straight line, from a point where both are known. */

/** A point of the line and its slope. */
export interface Anchor {
  /** Epoch milliseconds. */
  readonly virtual: number;
  /** Epoch milliseconds. */
  readonly wall: number;
  /** Virtual milliseconds per millisecond of wall time. */
  readonly speed: number;
}

/** Virtual time at a moment of wall time. It stands where wall time is set back. */
export const virtualTime = ({ virtual, wall, speed }: Anchor, at: number): number => virtual + Math.max(0, Math.floor((at - wall) * speed));

/** How long until a virtual time comes, in milliseconds of wall time. */
export const wallSpan = (anchor: Anchor, at: number, until: number): number =>
  Math.max(0, Math.ceil((until - virtualTime(anchor, at)) / anchor.speed));
