/** The machine as a picture: one lane a region, in pixels, laid out before. `drawing.ts` is its only value. */
import type { Evidence, PoolState } from '../../../machines/vocabulary.ts';
import type { TransitionIndex } from '../protocol.ts';

/** The regions of the machine, in its order. */
export interface Chart {
  readonly regions: readonly ChartRegion[];
}

/** One region. Every coordinate is in pixels from its own left upper corner. */
export interface ChartRegion {
  readonly region: keyof PoolState;
  readonly title: string;
  /** What the region is about. */
  readonly description: string;
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly ChartNode[];
  readonly edges: readonly ChartEdge[];
  readonly transitions: readonly ChartTransition[];
  /** The dot before the initial state, and the way from it. */
  readonly start: { readonly x: number; readonly y: number; readonly path: string; readonly head: string };
}

export interface ChartNode {
  /** Such as `operation.NONE`; `operation` alone for the node that stands for every state of the region. */
  readonly id: string;
  /** `any`: what leaves it is open in every state of the region. */
  readonly kind: 'state' | 'any';
  readonly state: string;
  readonly description: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly initial: boolean;
  readonly final: boolean;
}

/** The transitions that lead from one node to another, or back to it. */
export interface ChartEdge {
  /** Such as `operation.NONE>operation.INITIAL_PUBLISH`. */
  readonly id: string;
  /** The id of a node. */
  readonly from: string;
  readonly to: string;
  readonly transitions: readonly TransitionIndex[];
  /** The weakest of its transitions' evidence. */
  readonly evidence: Evidence;
  /** SVG path data of the line; it has gaps where the labels are. */
  readonly path: string;
  /** SVG path data of the arrow's head. */
  readonly head: string;
  readonly labels: readonly ChartLabel[];
}

/** A transition, with its conditions in words. */
export interface ChartTransition {
  readonly index: TransitionIndex;
  /** Empty for what happens by itself. */
  readonly event: string;
  /** Absent where it is open in every state. */
  readonly from?: string;
  /** Absent where the state stays. */
  readonly to?: string;
  readonly needs: readonly string[];
  readonly evidence: Evidence;
}

/** A line of text at an edge. */
export interface ChartLabel {
  readonly transition: TransitionIndex;
  readonly text: string;
  /** `event`: what it takes; `guard`: on what condition. */
  readonly kind: 'event' | 'guard';
  /** The middle of the line. */
  readonly x: number;
  /** The base line. */
  readonly y: number;
}
