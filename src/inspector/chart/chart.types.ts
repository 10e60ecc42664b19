/** The machine as a picture: one lane a region, in pixels, laid out before. `drawing.ts` is its only value. */
import type { TransitionIndex } from '../protocol.ts';
import type { GraphEdge, GraphRegion, GraphState, GraphTransition } from './graph.ts';

export interface Chart {
  readonly regions: readonly ChartRegion[];
}

/** One region. Every coordinate is in pixels from its own left upper corner. */
export interface ChartRegion extends Pick<GraphRegion, 'region' | 'description'> {
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly ChartNode[];
  readonly edges: readonly ChartEdge[];
  readonly transitions: readonly ChartTransition[];
  /** The dot before the initial state, and the way from it. */
  readonly start: { readonly x: number; readonly y: number; readonly path: string; readonly head: string };
}

export interface ChartNode extends GraphState {
  /** `any`: stands for every state of the region, whose name is its id; what leaves it is open in all of them. */
  readonly kind: 'state' | 'any';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The transitions that lead from one node to another, or back to it. */
export interface ChartEdge extends Omit<GraphEdge, 'transitions'> {
  readonly transitions: readonly TransitionIndex[];
  /** SVG path data of the line; it has gaps where the labels are. */
  readonly path: string;
  readonly head: string;
  readonly labels: readonly ChartLabel[];
}

/** A transition with its conditions in words; without an event it happens by itself. */
export interface ChartTransition extends Pick<GraphTransition, 'index' | 'event' | 'to' | 'raises' | 'evidence'> {
  /** Absent where it is open in every state. */
  readonly from?: string;
  readonly needs: readonly string[];
}

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
