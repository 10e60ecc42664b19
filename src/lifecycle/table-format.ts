/** How the compiled life cycle is kept: small numbers, with the closed vocabularies for their meaning. */
import type { EventType } from '../../machines/events.ts';
import { currentImageStates, evidences, operations, pendingImageStates } from '../../machines/vocabulary.ts';
import { type Effects, type LifecycleNode, type Variant, variantNames, type When } from './lifecycle.types.ts';

export type CompactEdge = readonly [variant: number, to: number, when: number, evidence: number, effects: number];
export type CompactNode = readonly [operation: number, pendingImage: number, currentImage: number, stateBefore: number, flags: number];

export interface CompactTable {
  readonly events: Readonly<Record<Variant, EventType>>;
  readonly effects: readonly Effects[];
  /** The initial states are the first two: a pool that stops provisioning on errors, and one that does not. */
  readonly nodes: readonly (readonly [node: CompactNode, edges: readonly CompactEdge[]])[];
}

const whens = ['always', 'before start', 'from start'] as const satisfies readonly When[];

const vocabularies = {
  operation: operations,
  pendingImage: pendingImageStates,
  currentImage: currentImageStates,
  variant: variantNames,
  when: whens,
  evidence: evidences,
} as const;

type Vocabulary = keyof typeof vocabularies;
type Word<V extends Vocabulary> = (typeof vocabularies)[V][number];

export const toIndex = <V extends Vocabulary>(vocabulary: V, word: Word<V>): number =>
  (vocabularies[vocabulary] as readonly string[]).indexOf(word);

export const toWord = <V extends Vocabulary>(vocabulary: V, index: number): Word<V> => vocabularies[vocabulary][index] as Word<V>;

const flagNames = [
  'hasError',
  'hasSettings',
  'hasStartTime',
  'isWaiting',
  'isSelective',
  'hasLastError',
] as const satisfies readonly (keyof LifecycleNode)[];

type Flags = Pick<LifecycleNode, (typeof flagNames)[number]>;

/** The flags in one number, the first name in its lowest bit. */
export const toFlags = (shape: Flags): number => flagNames.reduce((sum, name, bit) => sum + (shape[name] ? 2 ** bit : 0), 0);

export const fromFlags = (flags: number): Flags => ({
  hasError: (flags & 1) !== 0,
  hasSettings: (flags & 2) !== 0,
  hasStartTime: (flags & 4) !== 0,
  isWaiting: (flags & 8) !== 0,
  isSelective: (flags & 16) !== 0,
  hasLastError: (flags & 32) !== 0,
});
